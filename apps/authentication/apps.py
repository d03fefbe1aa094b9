"""Django's name for this domain."""

from django.apps import AppConfig


class AuthenticationConfig(AppConfig):
    """Identity: accounts, sessions, tokens."""

    name = "apps.authentication"
    label = "authentication"
