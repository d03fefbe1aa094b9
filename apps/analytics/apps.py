"""Analytics: counts what happened. Listens only; nobody imports it but the pages."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """The domain's app."""

    name = "apps.analytics"
    label = "analytics"
