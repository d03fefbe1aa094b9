"""Django's name for this domain."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """What shoppers keep with us: their address book."""

    name = "apps.customers"
    label = "customers"
