"""`tasks_worker --processes`: one parent, several workers."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress

import pytest

from leased_tasks.queues import known_workers
from tests.contract.driving import eventually
from tests.operators.driving import process

SILENT = 2.5  # seconds; a worker of these tests speaks each second
STARTING = 40.0


def serving() -> set[int]:
    """The processes that have spoken just now."""
    return {int(each.facts["pid"]) for each in known_workers() if each.facts and each.age < SILENT}


@pytest.fixture
def parent(backend) -> Iterator[subprocess.Popen[str]]:
    words = ("tasks_worker", "--processes", "2", "--concurrency", "2", "--drain", "0")
    met: set[int] = set()
    with process(backend, *words) as running:
        try:
            met |= eventually(lambda: len(serving()) == 2 and serving(), STARTING)
            yield running
        finally:
            running.kill()
            for pid in met | serving():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def test_a_killed_worker_is_replaced_and_sigterm_ends_all(parent):
    killed = min(serving())
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: len(serving() - {killed}) == 2, STARTING)
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(20) == 0
    # The killed one could not say goodbye; the others have.
    assert {int(each.facts["pid"]) for each in known_workers()} <= {killed}


def test_workers_end_when_their_parent_is_killed(parent):
    parent.kill()
    eventually(lambda: known_workers() == [])
