"""A backend on the real Redis of `REDIS_URL`, under a prefix that no other test has."""

import os
import secrets
from collections.abc import Iterator

import pytest
from django.tasks import task_backends

from leased_tasks.backend import LeasedTasksBackend


@pytest.fixture
def backend(settings) -> Iterator[LeasedTasksBackend]:
    prefix = f"test{secrets.token_hex(6)}"
    settings.TASKS = {
        "default": {
            "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
            "QUEUES": ["default", "emails"],
            "OPTIONS": {
                "url": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
                "prefix": prefix,
                "lease": 3.0,
            },
        }
    }
    backend = task_backends["default"]
    assert isinstance(backend, LeasedTasksBackend)
    yield backend
    client = backend.connection.client
    for key in client.scan_iter(match=f"lt:{{{prefix}:*", count=1000):
        client.delete(key)
    backend.connection.close()
