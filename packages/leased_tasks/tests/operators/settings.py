"""The settings of processes that these tests start: the queues of the test that starts them."""

import os

from tests.settings import *  # noqa: F403

PREFIX = os.environ["LEASED_TASKS_TEST_PREFIX"]
TASKS = {
    "default": {
        "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
        "QUEUES": ["default", "emails"],
        "OPTIONS": {
            "url": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
            "prefix": PREFIX,
            "lease": 3.0,
        },
    }
}
