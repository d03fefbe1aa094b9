"""Django's registration of the domain."""

from django.apps import AppConfig


class VendorsConfig(AppConfig):
    """Stores, their people and their approval."""

    name = "apps.vendors"
    label = "vendors"
