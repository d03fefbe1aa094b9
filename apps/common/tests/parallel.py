"""Race tests: calls at the same moment, each in a thread and on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection


def race(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all at once; return each one's result or the exception it raised, in their order."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        gate.wait(timeout=20)
        try:
            return call()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def in_parallel[Answer](count: int, call: Callable[[int], Answer]) -> list[Answer]:
    """Return the answers of call(0), call(1), … that all start together; at most 20."""
    connection.close()  # so that the pool has room for all of them
    answers = race([partial(call, number) for number in range(count)])
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return answers
