"""Django's registration of the domain."""

from django.apps import AppConfig


class CartConfig(AppConfig):
    """What somebody means to buy."""

    name = "apps.cart"
    label = "cart"
