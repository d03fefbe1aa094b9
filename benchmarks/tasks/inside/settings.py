"""Django's settings for the systems behind `django.tasks`; BENCH_SYSTEM says which one."""

import os
from typing import Any
from urllib.parse import urlsplit

SECRET_KEY = "only for a benchmark"  # noqa: S105
USE_TZ = True
LOGGING_CONFIG = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_redis = urlsplit(os.environ["REDIS_URL"])
_system = os.environ["BENCH_SYSTEM"]

_BACKENDS: dict[str, dict[str, Any]] = {
    "leased_tasks": {
        "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
        "OPTIONS": {"url": os.environ["REDIS_URL"]},
    },
    "django-tasks-redis": {
        "BACKEND": "django_tasks_redis.RedisTaskBackend",
        "OPTIONS": {
            "REDIS_HOST": _redis.hostname,
            "REDIS_PORT": _redis.port,
            "REDIS_PASSWORD": _redis.password,
        },
    },
    "django-tasks-db": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
_APPS = {
    "leased_tasks": ["leased_tasks"],
    "django-tasks-redis": ["django_tasks_redis"],
    "django-tasks-db": ["django_tasks_db"],
}
TASKS = {"default": _BACKENDS[_system]}
INSTALLED_APPS = _APPS[_system]

DATABASES: dict[str, dict[str, Any]] = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
}
if _system == "django-tasks-db":
    _database = urlsplit(os.environ["DATABASE_URL"])
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.path.lstrip("/"),
        "USER": _database.username,
        "PASSWORD": _database.password,
        "HOST": _database.hostname,
        "PORT": _database.port,
        "CONN_MAX_AGE": None,
    }
