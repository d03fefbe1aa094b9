"""Orders: the conductor of a purchase."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The orders domain."""

    name = "apps.orders"
    label = "orders"
    verbose_name = "Orders"
