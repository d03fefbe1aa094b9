"""Huey: sync tasks on threads or greenlets; blocking pop; a result of None is not stored."""

import os
import time

from huey import RedisHuey

from benchmarks.tasks.inside import probe

huey = RedisHuey("bench", url=os.environ["REDIS_URL"])


@huey.task()
def noop() -> None:
    """Do nothing."""
    probe.begin()
    probe.end()


@huey.task()
def nap() -> None:
    """Wait 5 ms."""
    probe.begin()
    time.sleep(0.005)
    probe.end()


@huey.task()
def stamp(number: int) -> None:
    """Say when it started."""
    probe.stamp(number)


TASKS = {"noop": noop, "nap": nap, "stamp": stamp}


def send(kind: str, *arguments: int) -> None:
    """Enqueue one."""
    TASKS[kind](*arguments)
