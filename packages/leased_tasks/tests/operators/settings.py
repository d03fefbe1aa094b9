"""The settings of processes that these tests start: the queues of the test that starts them."""

import os

from tests.settings import *  # noqa: F403

TASKS = {
    "default": {
        "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
        "QUEUES": ["default", "emails"],
        "OPTIONS": {
            "url": os.environ["LEASED_TASKS_TEST_URL"],
            "prefix": os.environ["LEASED_TASKS_TEST_PREFIX"],
            "lease": 3.0,
        },
    }
}
