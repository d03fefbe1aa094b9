"""What the tests enqueue. Files tell the test's process what the worker's did."""

import os
import signal
import time
from asyncio import CancelledError
from pathlib import Path

from django.dispatch import receiver
from django.tasks.signals import task_finished, task_started

from leased_tasks.errors import PermanentError, Retry
from leased_tasks.tasks import task


@task
def echo(*args, **kwargs):
    return [args, kwargs]


@task
async def echo_later(value):
    return value


@task(takes_context=True)
def tell(context):
    return {"id": context.task_result.id, "attempt": context.attempt}


@task(retry=0)
def fail(words):
    raise LookupError(words)


@task(retry=1)
async def cancel_itself():
    raise CancelledError


@task(takes_context=True)
def work_at_attempt(context, number, after):
    if context.attempt < number:
        raise Retry("not yet", after=after)
    return context.attempt


@task
def always_fail():
    raise OSError("down")


@task
def refuse():
    raise PermanentError("never")


@task
def note(path, word, seconds=0):
    time.sleep(seconds)
    with Path(path).open("a") as file:
        file.write(f"{word}\n")


@task(timeout=1, retry=0)
def dawdle():
    time.sleep(30)


@task(takes_context=True)
def kill_workers(context, path, times):
    with Path(path).open("a") as file:
        file.write(f"{context.attempt}\n")
    if context.attempt <= times:
        os.kill(os.getpid(), signal.SIGKILL)
    return "survived"


@task(takes_context=True)
def hold(context, path, seconds):
    with Path(path).open("a") as file:
        file.write(f"{context.attempt}\n")
    if context.attempt == 1:
        time.sleep(seconds)
    return context.attempt


@receiver([task_started, task_finished])
def witness(signal, task_result, **_):
    if folder := os.environ.get("TEST_SIGNALS"):
        name = "started" if signal is task_started else "finished"
        Path(folder, f"{task_result.id}.{name}").write_text(task_result.status.value)
