"""How often an address or a connection may try; pages use the same counters.

The numbers are ACCOUNT_RATE_LIMITS.
"""

from allauth.core.ratelimit import consume
from django.http import HttpRequest

from apps.authentication.errors import TooManyAttempts

RETRY_AFTER = 60


def limit(request: HttpRequest, action: str, *, key: str = "") -> None:
    """Count one try.

    Raises:
        TooManyAttempts: with `retry_after` in seconds.
    """
    if not consume(request, action=action, key=key):
        raise too_many_attempts()


def too_many_attempts() -> TooManyAttempts:
    """Return the refusal."""
    return TooManyAttempts("Wait a minute, then try again.", retry_after=RETRY_AFTER)
