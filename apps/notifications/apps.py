"""Notifications: tells people what happened. Listens only; nobody imports it but the pages."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The domain's app."""

    name = "apps.notifications"
    label = "notifications"
