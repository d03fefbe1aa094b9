"""A backend on a real Redis."""

import secrets
from collections.abc import Iterator

import pytest
from django.tasks import task_backends

from leased_tasks.backend import LeasedTasksBackend
from tests.servers.standalone import Standalone


@pytest.fixture
def backend(settings, standalone: Standalone) -> Iterator[LeasedTasksBackend]:
    prefix = f"test{secrets.token_hex(6)}"
    settings.TASKS = {
        "default": {
            "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
            "QUEUES": ["default", "emails"],
            "OPTIONS": {
                **standalone.options,
                "prefix": prefix,
                "lease": 3.0,
                "on_commit": False,
            },
        }
    }
    backend = task_backends["default"]
    assert isinstance(backend, LeasedTasksBackend)
    yield backend
    backend.connection.close()
