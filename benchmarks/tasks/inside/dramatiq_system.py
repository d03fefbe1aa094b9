"""Dramatiq: sync actors on threads; no results, its fastest form."""

import os
import time

import dramatiq
from dramatiq.brokers.redis import RedisBroker

from benchmarks.tasks.inside import probe

dramatiq.set_broker(RedisBroker(url=os.environ["REDIS_URL"]))


@dramatiq.actor
def noop() -> None:
    """Do nothing."""
    probe.begin()
    probe.end()


@dramatiq.actor
def nap() -> None:
    """Wait 5 ms."""
    probe.begin()
    time.sleep(0.005)
    probe.end()


@dramatiq.actor
def stamp(number: int) -> None:
    """Say when it started."""
    probe.stamp(number)


ACTORS = {"noop": noop, "nap": nap, "stamp": stamp}


def send(kind: str, *arguments: int) -> None:
    """Enqueue one."""
    ACTORS[kind].send(*arguments)
