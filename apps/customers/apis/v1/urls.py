"""Address book routes, relative to /api/v1/."""

from django.urls import path

from apps.customers.apis.v1 import views

_ONE = "addresses/<uuid:address_id>/"

urlpatterns = [
    path("addresses/", views.Addresses.as_view(), name="v1_addresses"),
    path(_ONE, views.OneAddress.as_view(), name="v1_address"),
    path(f"{_ONE}default/", views.DefaultAddress.as_view(), name="v1_address_default"),
    path("places/states/", views.States.as_view(), name="v1_states"),
    path("places/states/<str:state>/lgas/", views.Lgas.as_view(), name="v1_lgas"),
]
