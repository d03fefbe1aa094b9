"""What the workers under fire run. `effects` is a plain table: a doubled effect shows as a row."""

import asyncio
import os
import signal
import time

from django.db import connection, transaction

from leased_tasks import once, task
from tests.faults.project.apps import pass_point


def note(number: int, kind: str = "effect") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO effects (number, kind, pid) VALUES (%s, %s, %s)",
            [number, kind, os.getpid()],
        )


@task
def effect(number: int) -> int:
    with transaction.atomic():
        if once(f"effect-{number}"):
            note(number)
            pass_point("in_transaction")
    pass_point("after_effect")
    return number


@task
def slow(number: int, seconds: float) -> int:
    note(number, "start")
    time.sleep(seconds)
    note(number, "end")
    return os.getpid()


@task
async def blocking(number: int, seconds: float) -> int:
    """Hold the event loop, as no coroutine should."""
    await asyncio.to_thread(note, number, "start")
    time.sleep(seconds)  # noqa: ASYNC251 -- on purpose
    return os.getpid()


@task
def poison() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
