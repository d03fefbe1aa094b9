"""Django's registration of the domain."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """How many units there are, and who holds them."""

    name = "apps.inventory"
    label = "inventory"
