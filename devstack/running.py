"""Who runs on a data folder: a lock that dies with its holder, and a note beside it."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import psutil

from devstack import guard, notes
from devstack.errors import AlreadyRunning
from devstack.paths import Home
from devstack.supervisor import Running


@dataclass(frozen=True)
class PartNote:
    """One part as `status` shows it; `born` tells this process from a later one of its pid."""

    name: str
    pid: int
    born: float
    address: str
    since: float
    stop_signal: int


@dataclass(frozen=True)
class StackNote:
    """One running stack: its supervisor, what it was started for, what it offers."""

    pid: int
    born: float
    command: str
    site_url: str = ""
    addresses: dict[str, str] = field(default_factory=dict)
    parts: list[PartNote] = field(default_factory=list)


def birth(pid: int) -> float:
    """When the process started, 0 if there is none or it is dead and only not yet reaped."""
    try:
        process = psutil.Process(pid)
        return 0.0 if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return 0.0


def describe(running: Running) -> PartNote:
    """The note about a started part."""
    part, pid = running.part, running.child.pid
    return PartNote(part.name, pid, birth(pid), part.address, running.since, part.stop_signal)


def write(home: Home, note: StackNote) -> None:
    """Replace the note."""
    notes.write(home.running, asdict(note))


def read(home: Home) -> StackNote | None:
    """The note of a stack whose supervisor lives, else None."""
    note = _noted(home)
    return note if note and birth(note.pid) == note.born else None


def _noted(home: Home) -> StackNote | None:
    facts: dict[str, Any] = notes.read(home.running)
    if not facts:
        return None
    return StackNote(**(facts | {"parts": [PartNote(**part) for part in facts["parts"]]}))


@contextlib.contextmanager
def hold(home: Home, command: str) -> Iterator[None]:
    """Own the folder for the length of the block.

    Raises:
        AlreadyRunning: another command owns it.
    """
    with home.lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_already(read(home))) from None
        _end_leftovers(home)
        write(home, StackNote(os.getpid(), birth(os.getpid()), command))
        try:
            yield
        finally:
            home.running.unlink(missing_ok=True)


def _already(note: StackNote | None) -> str:
    if note is None:
        return "Another fashionistar command is just starting or stopping on this data folder."
    if note.command == "up":
        where = f" at {note.site_url}" if note.site_url else ""
        return f"The shop already runs{where} (pid {note.pid}); stop it with ./fashionistar down."
    return (
        f"'./fashionistar {note.command}' (pid {note.pid}) uses this data folder; "
        "wait for its end or stop it first."
    )


def _end_leftovers(home: Home) -> None:
    """Stop parts whose supervisor and guard were both killed."""
    note = _noted(home)
    for part in reversed(note.parts if note else []):
        if part.born and birth(part.pid) == part.born:
            guard.stop(part.pid, part.stop_signal, patience=10)


def wait_for_end(note: StackNote, seconds: float) -> bool:
    """Whether the stack's supervisor ended within the time."""
    deadline = time.monotonic() + seconds
    while birth(note.pid) == note.born:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
