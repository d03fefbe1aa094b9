"""Points at which a worker of this project dies, and clocks that are wrong.

FAULTS_POINTS="after_effect:0.01 before_settle:0.01" kills the process with that probability each
time it passes. The engine itself knows nothing of it: its functions are wrapped here.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from typing import Any

from django.apps import AppConfig

_chance = random.SystemRandom()


def pass_point(name: str) -> None:
    """Die here by kill -9, if this run says so."""
    for word in os.environ.get("FAULTS_POINTS", "").split():
        point, _, probability = word.partition(":")
        if point == name and _chance.random() < float(probability):
            os.kill(os.getpid(), signal.SIGKILL)


class FaultyProject(AppConfig):
    name = "tests.faults.project"
    label = "faulty"

    def ready(self) -> None:
        if os.environ.get("FAULTS_POINTS"):
            _wrap_engine()
        if shift := float(os.environ.get("FAULTS_CLOCK", "0")):
            _shift_clock(shift)


def _wrap_engine() -> None:
    from leased_tasks.connections import AsyncConnection

    run: Callable[..., Any] = AsyncConnection.run

    async def dying(self: Any, call: Any, **words: Any) -> Any:
        pass_point(f"before_{call.script}")
        answer = await run(self, call, **words)
        pass_point(f"after_{call.script}")
        return answer

    AsyncConnection.run = dying  # type: ignore[method-assign]


def _shift_clock(seconds: float) -> None:
    """Make this process's wall clock wrong; the monotonic one goes on."""
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + seconds
    time.time_ns = lambda: now_ns() + int(seconds * 1e9)
