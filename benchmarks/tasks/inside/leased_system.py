"""Ours: coroutines on a loop, every feature on."""

from typing import Any

import django

django.setup()

from benchmarks.tasks.inside import async_tasks  # noqa: E402  # tasks need their backend's settings

TASKS: dict[str, Any] = {
    "noop": async_tasks.noop,
    "nap": async_tasks.nap,
    "stamp": async_tasks.stamp,
}
AT_ONCE = 1000


def send(kind: str, *arguments: int) -> None:
    """Enqueue one."""
    TASKS[kind].enqueue(*arguments)
