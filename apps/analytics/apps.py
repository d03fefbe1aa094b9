"""Django's name for this domain."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """The domain of analytics."""

    name = "apps.analytics"
    label = "analytics"
