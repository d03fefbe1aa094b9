"""Addresses of delivery below /api/v1/."""

from django.urls import path

from apps.delivery.apis.v1 import views

urlpatterns = [
    path("delivery/zones/", views.Zones.as_view(), name="v1_delivery_zones"),
    path("delivery/zones/<uuid:zone_id>/", views.OneZone.as_view(), name="v1_delivery_zone"),
    path("delivery/methods/", views.Methods.as_view(), name="v1_delivery_methods"),
    path(
        "delivery/methods/<uuid:method_id>/", views.OneMethod.as_view(), name="v1_delivery_method"
    ),
]
