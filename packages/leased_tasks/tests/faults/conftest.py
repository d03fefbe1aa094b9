"""A database, tasks and workers for each test under fire."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.test import override_settings

from leased_tasks.backend import LeasedTasksBackend
from tests.faults.fleet import PACKAGE, Effects, Fleet

LONG = os.environ.get("FASHIONISTAR_FAULTS") == "long"


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The name of a migrated database that committed work of other processes may fill."""
    name = f"leased_tasks_faults_{os.getpid()}"
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"'.encode())
        server.execute(f'CREATE DATABASE "{name}"'.encode())
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.faults.project.settings",
        "FAULTS_DATABASE": name,
        "PYTHONPATH": str(PACKAGE),
    }
    migrate = [sys.executable, "-m", "django", "migrate", "-v0"]
    subprocess.run(migrate, env={**os.environ, **environment}, cwd=PACKAGE, check=True)
    with psycopg.connect(_url(name)) as connection:
        connection.execute("CREATE TABLE effects (number int, kind text, pid int)")
    yield name
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _url(name: str) -> str:
    facts: Any = django_settings.DATABASES["default"]
    user, password = facts["USER"], facts["PASSWORD"]
    return f"postgresql://{user}:{password}@{facts['HOST']}:{facts['PORT']}/{name}"


@pytest.fixture
def effects(database: str) -> Effects:
    url = _url(database)
    with psycopg.connect(url) as connection:
        connection.execute("TRUNCATE effects, leased_tasks_once")
    return Effects(url)


@pytest.fixture
def fleet_for(
    database: str, tmp_path: Path
) -> Iterator[Callable[..., tuple[Fleet, LeasedTasksBackend]]]:
    """Makes a fleet and the backend that feeds it, from OPTIONS."""
    made: list[Fleet] = []
    overrides: list[override_settings] = []

    def make(options: dict[str, Any], **more: Any) -> tuple[Fleet, LeasedTasksBackend]:
        options = {"lease": 3.0, **options}
        tasks = {
            "default": {
                "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
                "QUEUES": ["default", "other"],
                "OPTIONS": options,
            }
        }
        override = override_settings(TASKS=tasks)
        override.enable()
        overrides.append(override)
        from django.tasks import task_backends

        backend = task_backends["default"]
        assert isinstance(backend, LeasedTasksBackend)
        made.append(Fleet(options, database, tmp_path, **more))
        return made[-1], backend

    yield make
    for fleet in made:
        fleet.stop()
    for override in overrides:
        override.disable()
