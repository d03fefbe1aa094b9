"""Addresses of the wishlist below /api/v1/."""

from django.urls import path

from apps.cart.apis.v1 import views

urlpatterns = [
    path("wishlist/", views.Wishlist.as_view()),
    path("wishlist/<uuid:product_id>/", views.OneWish.as_view()),
    path("wishlist/<uuid:product_id>/move/", views.MoveToCart.as_view()),
]
