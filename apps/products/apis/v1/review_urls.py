"""Addresses of reviews below /api/v1/."""

from django.urls import path

from apps.products.apis.v1 import review_desk_views as desk
from apps.products.apis.v1 import review_views as views

urlpatterns = [
    path("products/<slug:slug>/reviews/", views.ProductReviews.as_view()),
    path("reviews/", views.OwnReviews.as_view()),
    path("reviews/<uuid:review_id>/", views.OwnReview.as_view()),
    path("reviews/<uuid:review_id>/helpful/", views.Helpful.as_view()),
    path("reviews/<uuid:review_id>/report/", views.Reports.as_view()),
    path("vendor/reviews/", desk.VendorReviews.as_view()),
    path("vendor/reviews/<uuid:review_id>/reply/", desk.Reply.as_view()),
    path("review-queue/", desk.Queue.as_view()),
    path("review-queue/<uuid:review_id>/decision/", desk.Decision.as_view()),
]
