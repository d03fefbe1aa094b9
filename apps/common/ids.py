"""Identifiers that a client or another domain may see."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new UUIDv7: unique everywhere, sorted by time of creation."""
    return uuid7()
