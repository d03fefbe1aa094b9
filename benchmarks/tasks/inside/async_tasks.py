"""The measured tasks for a backend with an event loop."""

import asyncio

from django.tasks import task

from benchmarks.tasks.inside import probe


@task
async def noop() -> None:
    """Do nothing."""
    probe.begin()
    probe.end()


@task
async def nap() -> None:
    """Wait 5 ms."""
    probe.begin()
    await asyncio.sleep(0.005)
    probe.end()


@task
async def stamp(number: int) -> None:
    """Say when it started."""
    probe.stamp(number)
