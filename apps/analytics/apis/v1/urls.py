"""Addresses of analytics below /api/v1/."""

from django.urls import path

from apps.analytics.apis.v1 import views

urlpatterns = [
    path("vendor/analytics/sales/", views.OwnSales.as_view()),
    path("vendor/analytics/sales/csv/", views.OwnSalesTable.as_view()),
    path("analytics/sales/", views.ShopSales.as_view()),
    path("analytics/overview/", views.ShopOverview.as_view()),
]
