"""Functions in processes of their own, which a timeout or a cancellation kills."""

import multiprocessing
import os
import pickle
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from traceback import format_exception
from typing import Any

import django
from django.utils.json import normalize_json

from leased_tasks.errors import LeasedTasksError, TaskTimeout
from leased_tasks.worker.attempts import Attempt, arguments_for, running_result

_LOOK = 0.2


class IsolatedError(LeasedTasksError):
    """What the function raised could not be brought over; its text could."""


class ProcessDied(LeasedTasksError):
    """The task's own process ended before the task did: killed, out of memory, or crashed."""


class IsolatedRuns:
    """Processes that wait for work; one runs one function at a time, a killed one is replaced."""

    def __init__(self) -> None:
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()

    def call(self, attempt: Attempt) -> Any:
        """Run the attempt's function and return its (JSON) value; blocks the thread.

        Raises:
            TaskTimeout: it took longer than the task's timeout; its process is dead.
            ProcessDied: its process ended by itself.
            Exception: what the function raised.
        """
        child = self._idle.pop() if self._idle else self._start()
        try:
            value = child.call(attempt)
        except (TaskTimeout, ProcessDied):
            self._all.discard(child)
            child.kill()
            raise
        except BaseException:
            self._idle.append(child)
            raise
        self._idle.append(child)
        return value

    def close(self) -> None:
        """Kill all processes, those at work too."""
        for child in list(self._all):
            child.kill()

    def _start(self) -> "_Child":
        child = _Child()
        self._all.add(child)
        return child


class _Child:
    def __init__(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        spawn = multiprocessing.get_context("spawn")
        self._pipe: Connection[Any, Any] = ours
        self._process: BaseProcess = spawn.Process(
            target=serve, args=(theirs, os.getpid()), daemon=True
        )
        self._process.start()
        theirs.close()

    def call(self, attempt: Attempt) -> Any:
        timeout, source = attempt.timeout, attempt.source
        until = None if timeout is None else time.monotonic() + timeout
        try:
            self._pipe.send((attempt.lease, source.backend.alias, source.queue))
            while not self._pipe.poll(_LOOK):
                if attempt.given_up or (until and time.monotonic() > until):
                    raise TaskTimeout(f"longer than {timeout} s, or cancelled; process killed")
            kind, value = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise ProcessDied(f"exit code {self._process.exitcode}") from error
        if kind == "value":
            return value
        raise _revived(value)

    def kill(self) -> None:
        self._process.kill()
        self._process.join(timeout=5)
        self._pipe.close()


def serve(pipe: "Connection[Any, Any]", parent: int) -> None:
    """Run what comes through the pipe until it closes; ends with the parent, however that ends."""
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    django.setup()
    while True:
        try:
            lease, alias, queue = pipe.recv()
        except EOFError:
            return
        try:
            result = running_result(lease, alias, queue)
            value = result.task.func(*arguments_for(result), **result.kwargs)
            pipe.send(("value", normalize_json(value)))
        except BaseException as error:  # noqa: BLE001 -- the worker's policy decides about it
            pipe.send(("error", _packed(error)))


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _packed(error: BaseException) -> tuple[bytes | None, str]:
    text = "".join(format_exception(error))
    try:
        packed = pickle.dumps(error)
        pickle.loads(packed)  # noqa: S301 -- our own, a line ago: some cannot be unpickled
    except Exception:  # noqa: BLE001 -- whatever a foreign class does when pickled
        return None, text
    return packed, text


def _revived(value: tuple[bytes | None, str]) -> BaseException:
    packed, text = value
    if packed is None:
        return IsolatedError(text)
    error: BaseException = pickle.loads(packed)  # noqa: S301 -- from our own child
    error.add_note(text)
    return error
