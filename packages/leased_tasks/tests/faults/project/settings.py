"""A Django project whose workers are killed. All that differs between tests is in FAULTS_*."""

import json
import os
from typing import Any

from tests.settings import DATABASES as _DATABASES

SECRET_KEY = "only-for-tests"
USE_TZ = True
INSTALLED_APPS = ["leased_tasks", "tests.faults.project.apps.FaultyProject"]
DATABASES: dict[str, Any] = {
    "default": {**_DATABASES["default"], "NAME": os.environ.get("FAULTS_DATABASE", "none")}
}
TASKS = {
    "default": {
        "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
        "QUEUES": ["default", "other"],
        "OPTIONS": json.loads(os.environ.get("FAULTS_OPTIONS", "{}")),
    }
}
TASKS_RETRY_POLICY = {"default_retry_delay_seconds": 0.1, "default_retry_count": 10}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"lines": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
}
