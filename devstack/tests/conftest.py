"""Fixtures for the launcher's tests: a data folder of their own and a way to run commands."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devstack.paths import PROJECT, Home

Command = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    place = Home(tmp_path / "data")
    place.prepare(space_needed=1)
    return place


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One data folder for all commands: only the first of them pays for the migrations."""
    return Home(tmp_path_factory.mktemp("shop") / "data")


@pytest.fixture
def command(place: Home) -> Iterator[Command]:
    """Starts `python -m devstack …` on the shared data folder; ends what is left."""
    children: list[subprocess.Popen[str]] = []

    def start(*words: str, **variables: str) -> "subprocess.Popen[str]":
        child = subprocess.Popen(
            [sys.executable, "-m", "devstack", *words],
            cwd=PROJECT,
            env=clean_environment() | {"FASHIONISTAR_HOME": str(place.root)} | variables,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.terminate()
        child.communicate(timeout=60)


def clean_environment() -> dict[str, str]:
    """This process's variables without those that steer the shop or its servers."""
    ours = ("DATABASE_URL", "REDIS_URL", "TASKS_REDIS_", "EMAIL_URL", "FASHIONISTAR_")
    of_pytest = ("PYTEST_", "TEST_DATABASE", "DJANGO_SETTINGS_MODULE")
    steering = ours + of_pytest
    return {name: value for name, value in os.environ.items() if not name.startswith(steering)}


def eventually(holds: Callable[[], bool], *, within: float = 10.0) -> bool:
    """Whether it holds within so many seconds."""
    deadline = time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
