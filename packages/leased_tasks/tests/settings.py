"""The smallest Django project around the package: PostgreSQL, Redis, one task backend."""

import os
from urllib.parse import unquote, urlsplit

# Another run at the same time (tests/test_versions.py) takes another name.
NAME = os.environ.get("LEASED_TASKS_TEST_NAME", "leased_tasks")
_database = urlsplit(
    os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
)

SECRET_KEY = "only-for-tests"
USE_TZ = True
TIME_ZONE = "UTC"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "leased_tasks",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "tests.urls"
STATIC_URL = "static/"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        # A name of the package's own: its test databases never meet those of the shop.
        "NAME": NAME,
        "USER": unquote(_database.username or ""),
        "PASSWORD": unquote(_database.password or ""),
        "HOST": _database.hostname or "",
        "PORT": str(_database.port or ""),
    }
}
# Each test process has keys of its own on the one Redis of the run.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
TASKS = {
    "default": {
        "BACKEND": "leased_tasks.backend.LeasedTasksBackend",
        "QUEUES": ["default", "emails"],
        "OPTIONS": {
            "url": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
            "prefix": f"{NAME}-{_worker}",
        },
    }
}
# What a test sets reaches the processes that it starts only by the environment.
TASKS_CONTEXT = os.environ.get("LEASED_TASKS_TEST_CONTEXT")
