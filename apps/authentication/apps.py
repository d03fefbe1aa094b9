"""Django's name for this domain."""

from django.apps import AppConfig
from django.core.cache import caches
from django.utils.connection import ConnectionProxy


class AuthenticationConfig(AppConfig):
    """Identity: accounts, sessions, tokens."""

    name = "apps.authentication"
    label = "authentication"

    def ready(self) -> None:
        """Have allauth count tries in PostgreSQL; it offers no setting for the cache it uses."""
        from allauth.core.internal import ratelimit  # noqa: PLC0415 -- needs the loaded apps

        ratelimit.cache = ConnectionProxy(caches, "limits")
