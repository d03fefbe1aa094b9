"""Sealed records for a test, and what a superuser does to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from apps.common import audit
from apps.common.audit.models import AuditRecord, AuditSeal
from apps.common.ids import new_id


def seals_of(subject: str) -> list[AuditSeal]:
    """Return the seals of a subject's records, in the order of their chains."""
    ids = AuditRecord.objects.filter(subject=subject).values("id")
    return list(AuditSeal.objects.filter(record_id__in=ids).order_by("chain", "seq"))


def sealed(count: int) -> list[AuditSeal]:
    """Write records in one transaction and seal them at once, as a commit would."""
    subject = f"lamp:{new_id()}"
    with transaction.atomic():
        for step in range(count):
            audit.record("lamp.lit", subject=subject, actor_id=None, after={"step": step})
        seal()
    return seals_of(subject)


def seal() -> None:
    """Run what waits for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def superuser() -> Iterator[Any]:
    """Yield a cursor for which no trigger fires: only a superuser may do that."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")
