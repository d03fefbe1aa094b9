"""Addresses of orders below /api/v1/."""

from django.urls import path

from apps.orders.apis.v1 import views

urlpatterns = [
    path("orders/", views.Orders.as_view(), name="v1_orders"),
    path("orders/<uuid:order_id>/", views.OneOrder.as_view(), name="v1_order"),
]
