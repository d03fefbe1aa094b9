"""Independent reads at the same time."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, overload

from apps.common.reads.running import lanes

MOST_AT_ONCE = 4


@overload
async def together[A](a: Awaitable[A], /) -> tuple[A]: ...
@overload
async def together[A, B](a: Awaitable[A], b: Awaitable[B], /) -> tuple[A, B]: ...
@overload
async def together[A, B, C](
    a: Awaitable[A], b: Awaitable[B], c: Awaitable[C], /
) -> tuple[A, B, C]: ...
@overload
async def together[A, B, C, D](
    a: Awaitable[A], b: Awaitable[B], c: Awaitable[C], d: Awaitable[D], /
) -> tuple[A, B, C, D]: ...
@overload
async def together(*asked: Awaitable[Any]) -> tuple[Any, ...]: ...
async def together(*asked: Awaitable[Any]) -> tuple[Any, ...]:
    """Await all of them at once, on at most four sessions, however they are nested.

    The first failure cancels the others and is raised as it is.
    """
    before = lanes.get()
    token = None if before else lanes.set(asyncio.Semaphore(MOST_AT_ONCE))
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_awaited(one)) for one in asked]
    except BaseExceptionGroup as failures:
        raise _first(failures) from None
    finally:
        if token:
            lanes.reset(token)
    return tuple(task.result() for task in tasks)


def _awaited(one: Awaitable[Any]) -> Coroutine[Any, Any, Any]:
    async def wait() -> Any:
        return await one

    return one if isinstance(one, Coroutine) else wait()


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    found: BaseException = failures
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
