"""Addresses below /api/v1/."""

from django.urls import path

from apps.inventory.apis.v1 import views

urlpatterns = [
    path("vendor/stock/<uuid:variant_id>", views.OwnStock.as_view()),
    path("vendor/stock/<uuid:variant_id>/movements", views.OwnMovements.as_view()),
]
