"""Django's registration of the domain."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Where things are delivered, by which methods, for what price."""

    name = "apps.delivery"
    label = "delivery"
