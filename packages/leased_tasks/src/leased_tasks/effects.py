"""Effects that happen once however often their task runs.

A task is delivered at least once: its worker may die between the effect and the acknowledgement.
So an effect in the database is written together with a row that says it is done, in one
transaction::

    @task
    def pay_out(payout_id: str) -> None:
        with transaction.atomic():
            if not once(f"payout:{payout_id}"):
                return
            Ledger.objects.create(...)

Either both are kept or neither is. The guard covers what the same transaction writes and nothing
else: a mail or a call to a provider needs an idempotency key of its own.
"""

from datetime import timedelta

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.functions import Now
from django.db.transaction import TransactionManagementError

from leased_tasks.models import OnceKey

KEY_LENGTH = 200
_BATCH = 5_000
_INSERT = 'INSERT INTO leased_tasks_once ("key") VALUES (%s) ON CONFLICT ("key") DO NOTHING'


def once(key: str, *, using: str | None = None) -> bool:
    """Say whether this transaction is the first to ask for `key`; a rollback takes the answer back.

    Locks the key until the transaction ends: who asks meanwhile waits, then hears False (or True,
    if the first rolled back). Under REPEATABLE READ the waiter gets the database's serialization
    error instead and has to start again. Works on PostgreSQL and SQLite.

    Args:
        key: names the effect, 1 to 200 characters without NUL.
        using: the alias of the database that the effect is in; without it, the default one.

    Raises:
        TransactionManagementError: there is no transaction, so nothing would bind key and effect.
        ValueError: the key is empty, too long, or holds NUL.
    """
    connection = connections[using or DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        raise TransactionManagementError("once() needs transaction.atomic() around it")
    if not 1 <= len(key) <= KEY_LENGTH or "\0" in key:
        raise ValueError(f"once() needs a key of 1 to {KEY_LENGTH} characters, not {key!r}")
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [key])
        return int(cursor.rowcount) == 1


def forget_once(*, days: int, using: str | None = None) -> int:
    """Delete the keys older than `days` by the database's clock and return how many there were.

    An effect whose key is gone can happen again, so keep keys for longer than any task, outbox row
    or webhook may come back. Deletes in batches, each in a transaction of its own unless the caller
    has one open.

    Raises:
        ValueError: fewer than one day.
    """
    if days < 1:
        raise ValueError(f"forget_once() keeps at least one day, not {days}")
    keys = OnceKey.objects.using(using or DEFAULT_DB_ALIAS)
    old = keys.filter(created_at__lt=Now() - timedelta(days=days)).values_list("key", flat=True)
    deleted = 0
    while batch := list(old[:_BATCH]):
        deleted += keys.filter(key__in=batch).delete()[0]
    return deleted
