"""Addresses below /api/v1/."""

from django.urls import path

from apps.inventory.apis.v1 import sheets, views

OWN = "vendor/stock/<uuid:variant_id>"

urlpatterns = [
    path("vendor/stock", views.OwnShelf.as_view()),
    path("vendor/stock.csv", sheets.SheetOfShelf.as_view()),
    path("vendor/stock/sheets", sheets.Sheets.as_view()),
    path("vendor/stock/sheets/<uuid:sheet_id>", sheets.OneSheet.as_view()),
    path("vendor/stock/sheets/<uuid:sheet_id>/apply", sheets.Application.as_view()),
    path("vendor/stock/settings", views.OwnSettings.as_view()),
    path(OWN, views.OwnStock.as_view()),
    path(f"{OWN}/adjustments", views.OwnAdjustments.as_view()),
    path(f"{OWN}/threshold", views.OwnThreshold.as_view()),
    path(f"{OWN}/movements", views.OwnMovements.as_view()),
]
