"""Addresses of coupons below /api/v1/."""

from django.urls import path

from apps.promotions.apis.v1 import views

urlpatterns = [
    path("coupons/", views.Coupons.as_view()),
    path("coupons/<uuid:coupon_id>/", views.OneCoupon.as_view()),
    path("coupons/<uuid:coupon_id>/redemptions/", views.Redemptions.as_view()),
]
