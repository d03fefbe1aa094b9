"""Running one attempt: a coroutine on the loop, a function in a thread or a process of its own."""

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from inspect import iscoroutinefunction
from math import inf
from time import monotonic
from typing import Any
from weakref import ReferenceType

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.dispatch import Signal
from django.tasks.signals import task_finished, task_started

from leased_tasks import context
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.errors import TaskTimeout
from leased_tasks.operations import Ending
from leased_tasks.tasks import LeasedTask
from leased_tasks.worker.attempts import Attempt, arguments_for, fail, succeed
from leased_tasks.worker.isolated import IsolatedRuns

logger = logging.getLogger("leased_tasks")


class Runner:
    """Runs attempts, and says how they ended.

    Args:
        threads: how many functions may run at once; further ones wait for a thread.
    """

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="leased-tasks")
        self._isolated = IsolatedRuns()
        self._threads = threads
        self._functions = 0

    @property
    def is_crowded(self) -> bool:
        """Whether as many functions wait for a thread as have one: no use in fetching more."""
        return self._functions >= 2 * self._threads

    async def run(self, attempt: Attempt) -> Ending | None:
        """Run to the end; None if nobody waits for it any more."""
        if iscoroutinefunction(attempt.task.func):
            return await self._coroutine(attempt)
        self._functions += 1
        attempt.began = inf
        try:
            loop = asyncio.get_running_loop()
            run = copy_context().run
            return await loop.run_in_executor(self._pool, run, self._function, attempt)
        finally:
            self._functions -= 1

    def close(self) -> None:
        """Let go of the threads (they may still be at work), end the processes."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._isolated.close()

    async def _coroutine(self, attempt: Attempt) -> Ending | None:
        result = attempt.result
        with context.restored(attempt.carried):
            await _tell(task_started, attempt)
            limit = asyncio.timeout(attempt.timeout)
            try:
                async with limit:
                    value = await attempt.task.func(*arguments_for(result), **result.kwargs)
                ending = None if attempt.given_up else succeed(attempt, value)
            except BaseException as error:  # noqa: BLE001 -- a task may raise whatever it likes
                if attempt.given_up:
                    return None
                if isinstance(error, TimeoutError) and limit.expired():
                    error = TaskTimeout(f"longer than {attempt.timeout} s").with_traceback(
                        error.__traceback__
                    )
                ending = fail(attempt, error)
                await sync_to_async(close_old_connections)()
                await _tell_end(attempt, ending)
            else:
                await _forget_cancel()
                if ending:
                    await _tell_end(attempt, ending)
            return ending

    def _function(self, attempt: Attempt) -> Ending | None:
        """Run in a thread, between two looks at the database connections."""
        attempt.began = monotonic()
        close_old_connections()
        try:
            with context.restored(attempt.carried):
                task_started.send_robust(_sender(attempt), task_result=attempt.result)
                try:
                    value = self._call(attempt)
                    ending = None if attempt.given_up else succeed(attempt, value)
                except BaseException as error:  # noqa: BLE001 -- as above
                    if attempt.given_up:
                        return None
                    ending = fail(attempt, error)
                    _tell_end_now(attempt, ending)
                else:
                    if ending:
                        _tell_end_now(attempt, ending)
                return ending
        finally:
            close_old_connections()

    def _call(self, attempt: Attempt) -> Any:
        task, result = attempt.task, attempt.result
        if isinstance(task, LeasedTask) and task.isolated:
            return self._isolated.call(attempt)
        return task.func(*arguments_for(result), **result.kwargs)


def _sender(attempt: Attempt) -> type[LeasedTasksBackend]:
    return type(attempt.source.backend)


async def _tell(signal: Signal, attempt: Attempt) -> None:
    """Send a signal; a receiver that raises is logged, and changes nothing for the task."""
    if _may_run_on_loop(signal):
        signal.send_robust(_sender(attempt), task_result=attempt.result)
    else:
        # Not asend_robust: it calls receivers where the log of Django finds no traceback.
        await sync_to_async(signal.send_robust)(_sender(attempt), task_result=attempt.result)


def _may_run_on_loop(signal: Signal) -> bool:
    """Whether all receivers only log: Django's own do, others say so by `is_loop_safe`.

    Any further one may touch the database, so it is called in a thread, which costs 0.2 ms.
    """
    receivers = (
        each[1]() if isinstance(each[1], ReferenceType) else each[1] for each in signal.receivers
    )
    return all(
        receiver is None
        or receiver.__module__ == "django.tasks.signals"
        or getattr(receiver, "is_loop_safe", False)
        for receiver in receivers
    )


async def _forget_cancel() -> None:
    """Take back the cancel of a task that cancelled itself and went on to its end.

    Undelivered, it would strike the next thing that we await, and turn a success into a failure.
    """
    running = asyncio.current_task()
    if running and running.cancelling():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0)
        while running.uncancel():
            pass


async def _tell_end(attempt: Attempt, ending: Ending) -> None:
    if ending.verdict == "R":
        _log_retry(attempt, ending)
    else:
        await _tell(task_finished, attempt)


def _tell_end_now(attempt: Attempt, ending: Ending) -> None:
    if ending.verdict == "R":
        _log_retry(attempt, ending)
    else:
        task_finished.send_robust(_sender(attempt), task_result=attempt.result)


def _log_retry(attempt: Attempt, ending: Ending) -> None:
    facts = {
        "task_id": attempt.lease.id,
        "path": attempt.path,
        "attempt": attempt.lease.attempt,
        "again_in": round(ending.delay, 1),
        "error": attempt.result.errors[-1].exception_class_path,
    }
    logger.warning("tasks.retry", extra=facts)
