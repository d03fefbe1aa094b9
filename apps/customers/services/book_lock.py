"""One writer at a time in one address book."""

from uuid import UUID

from django.db import connection


def lock_book(user_id: UUID) -> None:
    """Wait until no other transaction writes this person's book; until the end of ours.

    An advisory lock, because an empty book has no row that could be locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"address-book:{user_id}"]
        )
