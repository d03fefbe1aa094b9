"""A backend on the run's real Redis, under a prefix that no other test has; and a real worker."""

import asyncio
import os
import secrets
from collections.abc import Callable, Iterator
from inspect import iscoroutinefunction
from typing import Any

import pytest
from django.tasks import task_backends

from leased_tasks.backend import LeasedTasksBackend
from tests.contract.driving import drain as drained

LEASE = 3.0


def configured(**options: Any) -> dict[str, Any]:
    """Return one entry of TASKS."""
    return {
        "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
        "QUEUES": ["default", "emails"],
        "OPTIONS": {
            "url": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
            "prefix": f"contract{secrets.token_hex(6)}",
            "lease": LEASE,
            **options,
        },
    }


def forget_all(backend: LeasedTasksBackend) -> None:
    client = backend.connection.client
    keys = list(client.scan_iter(match=f"lt:{{{backend.settings.prefix}:*", count=1000))
    for key in keys:
        client.unlink(key)
    backend.connection.close()


@pytest.fixture(autouse=True)
def no_wait(settings) -> None:
    """Retries come at once, so that no test waits for them."""
    settings.TASKS_RETRY_POLICY = {"default_retry_count": 0, "default_retry_delay_seconds": 0}


@pytest.fixture
def backend(settings) -> Iterator[LeasedTasksBackend]:
    settings.TASKS = {
        "default": configured(),
        "second": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": []},
    }
    backend = task_backends["default"]
    assert isinstance(backend, LeasedTasksBackend)
    yield backend
    forget_all(backend)


@pytest.fixture
def drain(backend) -> Callable[..., Any]:
    """Run a worker until nothing is ready and nothing runs."""

    def run(**how: Any) -> Any:
        return drained(backend, **how)

    return run


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run tests that are coroutines."""
    if not iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True
