"""Race tests: the same call at the same moment on several connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def in_parallel[Answer](count: int, call: Callable[[int], Answer]) -> list[Answer]:
    """Return the answers of call(0), call(1), … that all start together; at most 20."""
    gate = Barrier(count)
    connection.close()  # so that the pool has room for all of them

    def run(number: int) -> Answer:
        try:
            gate.wait(timeout=20)
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
