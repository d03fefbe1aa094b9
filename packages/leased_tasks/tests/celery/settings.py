"""The package's test project on Celery; the worker's processes read it."""

import os
from typing import Any

from tests.settings import *  # noqa: F403

_celery: dict[str, Any] = {
    "BACKEND": "leased_tasks.celery.CeleryBackend",
    "QUEUES": ["default", "ordered", "poison"],
    "OPTIONS": {
        "broker_url": os.environ["TEST_BROKER_URL"],
        "visibility_timeout": 4,
        "max_losses": 2,
        "conf": {"broker_transport_options": {"unacked_restore_interval": 1}},
    },
}
TASKS = {"default": _celery}
TASKS_RETRY_POLICY = {"default_retry_count": 3, "default_retry_delay_seconds": 0, "jitter": 0}
