"""The measured tasks for backends that run functions one after the other."""

import time

from django.tasks import task

from benchmarks.tasks.inside import probe


@task
def noop() -> None:
    """Do nothing."""
    probe.begin()
    probe.end()


@task
def nap() -> None:
    """Wait 5 ms."""
    probe.begin()
    time.sleep(0.005)
    probe.end()


@task
def stamp(number: int) -> None:
    """Say when it started."""
    probe.stamp(number)
