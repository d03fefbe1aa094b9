"""Taskiq: async tasks on its list broker (BRPOP, no acknowledgement), the faster of its two."""

import asyncio
import os

from taskiq_redis import ListQueueBroker

from benchmarks.tasks.inside import probe

broker = ListQueueBroker(os.environ["REDIS_URL"])


@broker.task
async def noop() -> None:
    """Do nothing."""
    probe.begin()
    probe.end()


@broker.task
async def nap() -> None:
    """Wait 5 ms."""
    probe.begin()
    await asyncio.sleep(0.005)
    probe.end()


@broker.task
async def stamp(number: int) -> None:
    """Say when it started."""
    probe.stamp(number)


TASKS = {"noop": noop, "nap": nap, "stamp": stamp}


async def send(kind: str, *arguments: int) -> None:
    """Enqueue one."""
    await TASKS[kind].kiq(*arguments)
