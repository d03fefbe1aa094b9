"""The shop's pages."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """Pages over the domains' facades; no tables, no rules."""

    name = "apps.storefront"
    label = "storefront"
