"""Tasks for the contract tests."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from typing import Any

import django.tasks
from django.db import connection

from leased_tasks import ConcurrencyLimit, PermanentError, RateLimit, Retry, RetryPolicy, task

seen: list[Any] = []
gate = threading.Event()
together = {"now": 0, "most": 0}


@django.tasks.task
def echo(*args: Any, **kwargs: Any) -> Any:
    return {"args": args, "kwargs": kwargs}


@django.tasks.task()
async def echo_async(*args: Any, **kwargs: Any) -> Any:
    return {"args": args, "kwargs": kwargs}


@task
def first(value: Any = None) -> Any:
    return value


@task(takes_context=True)
async def who_am_i(context: Any) -> Any:
    result = context.task_result
    return [result.id, context.attempt, result.status, result.worker_ids, len(result.errors)]


@django.tasks.task(takes_context=True)
def who_am_i_sync(context: Any, number: int) -> Any:
    return [context.task_result.id, context.attempt, number]


@task
async def note(value: Any) -> None:
    seen.append(value)


@task(unique=True)
async def unique(number: int) -> int:
    return number


@task(unique=lambda number: f"mod {number % 2}")
async def unique_by_key(number: int) -> int:
    return number


@task(idempotency_key="once a day")
async def idempotent(number: int) -> int:
    return number


@task(on_commit=False)
async def at_once() -> None: ...


@task
def value_error() -> None:
    raise ValueError("of a function")


@task
async def value_error_async() -> None:
    raise ValueError("of a coroutine")


@task(retry=2, takes_context=True)
async def third_time_lucky(context: Any) -> Any:
    if context.attempt < 3:
        raise ValueError(f"attempt {context.attempt}")
    errors = context.task_result.errors
    return [error.traceback.strip().rpartition("\n")[2] for error in errors]


@task(retry=RetryPolicy(retries=5, delay=0, never=(KeyError,)))
async def never_for_key_error(*, permanent: bool) -> None:
    raise (PermanentError if permanent else KeyError)("no cure")


@task(retry=1, takes_context=True)
async def later(context: Any, seconds: float) -> float:
    if context.attempt == 1:
        raise Retry("not now", after=seconds)
    return time.time()


@task
def returns_an_object() -> Any:
    seen.append("ran")
    return object()


@task(retry=5)
async def returns_an_object_async() -> Any:
    seen.append("ran")
    return {"a": [object()]}


@task(retry=5)
async def returns_much(characters: int) -> str:
    return "x" * characters


class Unspeakable(Exception):
    """Cannot be shown, nor pickled."""

    def __init__(self) -> None:
        self.lock = threading.Lock()

    def __str__(self) -> str:
        raise RuntimeError("no words")

    __repr__ = __str__


ERRORS = {
    "system exit": SystemExit,
    "interrupt": KeyboardInterrupt,
    "cancelled": asyncio.CancelledError,
    "unspeakable": Unspeakable,
    "stop": StopIteration,
    "generator exit": GeneratorExit,
    "deep": RecursionError,
}


@task
def raises(name: str) -> None:
    raise ERRORS[name]


@task
async def raises_async(name: str) -> None:
    raise ERRORS[name]


@task(isolated=True)
def raises_isolated(name: str) -> None:
    raise ERRORS[name]


@task
async def cancels_itself(*, waits: bool) -> str:
    running = asyncio.current_task()
    assert running
    running.cancel()
    if waits:
        await asyncio.sleep(1)
    return "went on"


@task(timeout=0.2)
async def sleeps(seconds: float) -> str:
    await asyncio.sleep(seconds)
    return "slept"


@task
async def blocks_the_loop(seconds: float) -> str:
    seen.append("began")
    time.sleep(seconds)  # noqa: ASYNC251 -- the fault to be survived
    return "blocked"


@task
async def waits_for_ever() -> None:
    seen.append("began")
    try:
        await asyncio.sleep(600)
    except asyncio.CancelledError:
        seen.append("cancelled")
        raise


@task
async def will_not_be_cancelled() -> str:
    seen.append("began")
    try:
        await asyncio.sleep(600)
    except asyncio.CancelledError:
        seen.append("cancelled")
    return "went on"


@task
def holds_a_thread() -> str:
    seen.append("began")
    assert gate.wait(20)
    seen.append("ended")
    return "held"


@task
def counts_together(seconds: float) -> None:
    _enter()
    time.sleep(seconds)
    together["now"] -= 1


@task(concurrency=ConcurrencyLimit(2))
async def two_at_once(seconds: float) -> None:
    _enter()
    await asyncio.sleep(seconds)
    together["now"] -= 1


@task(concurrency=ConcurrencyLimit(1))
async def alone(value: Any = None) -> None:
    seen.append(value)


@task(rate_limit=RateLimit("200/s", burst=100))
async def limited(value: Any = None) -> None:
    seen.append(value)


def _enter() -> None:
    together["now"] += 1
    together["most"] = max(together.values())


@task
def asks_the_database() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@task(isolated=True, timeout=1.5)
def isolated_with_child(folder: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with open(f"{folder}/pids", "w") as pids:  # noqa: PTH123
        pids.write(f"{os.getpid()} {child.pid}")
    time.sleep(60)


@task(isolated=True, takes_context=True)
def isolated_context(context: Any) -> Any:
    from tests.contract import carried  # noqa: PLC0415

    return [context.attempt, carried.current.get()]


@task(isolated=True)
def isolated_pid(seconds: float = 0) -> int:
    time.sleep(seconds)
    return os.getpid()


@task
def carried_sync() -> Any:
    from tests.contract import carried  # noqa: PLC0415

    return carried.current.get()


@task
async def carried_async() -> Any:
    from tests.contract import carried  # noqa: PLC0415

    return carried.current.get()
