"""Tasks for these tests."""

import asyncio
import time

from leased_tasks import ConcurrencyLimit, PermanentError, RateLimit, task


@task
async def add(left: int, right: int) -> int:
    return left + right


@task(unique=True)
async def once_at_a_time(number: int) -> int:
    return number


@task
async def fail(reason: str = "broken") -> None:
    raise PermanentError(reason)


@task
async def fail_for_now() -> None:
    raise ValueError("not yet")


@task(rate_limit=RateLimit("1/h"))
async def rarely() -> None: ...


@task(concurrency=ConcurrencyLimit(1))
async def alone(seconds: float) -> None:
    await asyncio.sleep(seconds)


@task
async def rest(seconds: float) -> None:
    await asyncio.sleep(seconds)


@task(timeout=0.2)
def sleep_past_the_timeout(seconds: float) -> None:
    time.sleep(seconds)


@task
def fail_here() -> None:
    raise PermanentError("in a thread")
