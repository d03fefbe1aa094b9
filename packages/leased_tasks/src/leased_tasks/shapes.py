"""Settings that must be dicts, read so that a slip is named."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def dict_of(name: str) -> Mapping[str, Any]:
    """Return a setting; an empty one where there is none.

    Raises:
        ImproperlyConfigured: it is no dict.
    """
    given = getattr(settings, name, {})
    if not isinstance(given, Mapping):
        raise ImproperlyConfigured(f"{name} must be a dict, not {given!r}.")
    return given
