"""Race tests: calls at the same moment, each in a thread and on a connection of its own."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

PATIENCE_SECONDS = 20


def race(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all at once; return each one's result or the exception it raised, in their order."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        gate.wait(timeout=PATIENCE_SECONDS)
        try:
            return call()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def race_behind(lock: Callable[[], Any], calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Race while `lock` holds a row that all need: none goes on before each waits for a lock.

    So all have read what they read before their first lock: the race is met on any machine.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock()
            answers = pool.submit(race, calls)
            deadline = time.monotonic() + PATIENCE_SECONDS
            while waiting_for_locks() < len(calls) and time.monotonic() < deadline:
                time.sleep(0.01)
        return answers.result()


def no_writes(model: type[Model]) -> None:
    """Let everybody read the table and lock its rows, but write only after this transaction.

    For `race_behind`: whoever decides by what it read without a lock has read the old rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{model._meta.db_table}" IN SHARE MODE')


def waiting_for_locks() -> int:
    """Return how many connections to this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        (count,) = cursor.fetchone()
    return int(count)


def in_parallel[Answer](count: int, call: Callable[[int], Answer]) -> list[Answer]:
    """Return the answers of call(0), call(1), … that all start together; at most 20."""
    connection.close()  # so that the pool has room for all of them
    answers = race([partial(call, number) for number in range(count)])
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return answers
