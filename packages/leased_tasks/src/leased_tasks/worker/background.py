"""What runs beside the tasks for as long as the worker lives."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection

logger = logging.getLogger("leased_tasks")

HOUSEKEEPING = 1.0  # seconds


def for_ever[T](step: Callable[[T], Awaitable[None]], of: T) -> "asyncio.Task[None]":
    """Take a step again and again, until cancelled; one that raises is logged, then tried again."""

    async def again_and_again() -> None:
        while True:
            try:
                await step(of)
            except Exception:
                logger.exception("tasks.worker_stumbled")
                await asyncio.sleep(HOUSEKEEPING)

    return asyncio.create_task(again_and_again())


async def end(tasks: Collection["asyncio.Task[None]"], *, patience: float = 0.0) -> None:
    """Cancel tasks, after so many seconds in which they may end by themselves."""
    tasks = list(tasks)
    if tasks and patience:
        await asyncio.wait(tasks, timeout=patience)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
