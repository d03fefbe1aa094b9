"""Functions in processes of their own, which a timeout or a cancellation kills."""

import multiprocessing
import os
import pickle
import signal
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from traceback import format_exception
from types import FrameType
from typing import Any

import django
from django.db import close_old_connections

from leased_tasks import context
from leased_tasks.errors import LeasedTasksError, TaskTimeout
from leased_tasks.operations import Lease
from leased_tasks.worker.attempts import (
    Attempt,
    arguments_for,
    as_json,
    read_payload,
    running_result,
)

_LOOK = 0.2
_LONGEST_START = 60.0


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
        child = self._idle_one() or self._start()
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

    def _idle_one(self) -> "_Child | None":
        try:
            while not (child := self._idle.pop()).is_alive:
                self._all.discard(child)
                child.kill()
        except IndexError:
            return None
        return child

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
        self._is_ready = False

    @property
    def is_alive(self) -> bool:
        """Whether it can take work."""
        # An idle one says nothing: if there is something to read, it is the end of the pipe.
        return self._process.is_alive() and not self._pipe.poll()

    def call(self, attempt: Attempt) -> Any:
        source = attempt.source
        try:
            if not self._is_ready:  # its start is not the task's time
                self._is_ready = self._receive(attempt, _LONGEST_START)
            self._pipe.send((attempt.lease, source.backend.alias, source.queue))
            kind, value = self._receive(attempt, attempt.timeout)
        except (EOFError, OSError) as error:
            self._process.join(timeout=1)  # the pipe ends a moment before the process has a code
            raise ProcessDied(f"exit code {self._process.exitcode}") from error
        if kind == "value":
            return value
        raise _revived(value)

    def _receive(self, attempt: Attempt, timeout: float | None) -> Any:
        until = None if timeout is None else time.monotonic() + timeout
        while not self._pipe.poll(_LOOK):
            if attempt.given_up or (until and time.monotonic() > until):
                raise TaskTimeout(f"longer than {timeout} s, or cancelled; process killed")
        return self._pipe.recv()

    def kill(self) -> None:
        """Kill it with all that it has started."""
        if self._process.pid:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)  # its group, see `serve`
        self._process.kill()
        self._process.join(timeout=5)
        self._pipe.close()


def serve(pipe: "Connection[Any, Any]", parent: int) -> None:
    """Run what comes through the pipe until it closes; ends with the parent, however that ends."""
    os.setpgid(0, 0)  # a group of its own: a kill takes what it has started with it
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave_it_to_the_worker)
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    django.setup()
    pipe.send(True)
    while True:
        try:
            lease, alias, queue = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(lease, alias, queue))


def _answer(lease: Lease, alias: str, queue: str) -> tuple[str, Any]:
    close_old_connections()
    try:
        path, payload = read_payload(lease)
        with context.restored(payload.get("c", {})):
            result = running_result(lease, path, payload, alias, queue)
            value = result.task.func(*arguments_for(result), **result.kwargs)
        return "value", as_json(value)[0]
    except BaseException as error:  # noqa: BLE001 -- the worker's policy decides about it
        return "error", _packed(error)
    finally:
        close_old_connections()


def _leave_it_to_the_worker(_number: int, _frame: FrameType | None) -> None:
    """A stop of the whole group is the worker's to answer: it lets us end, or kills us."""


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os.killpg(0, signal.SIGKILL)


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
