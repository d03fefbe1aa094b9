"""The two published backends of `django.tasks`; each worker runs one task at a time."""

from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

django.setup()

from benchmarks.tasks.inside import sync_tasks  # noqa: E402  # tasks need their backend's settings

TABLE = "django_tasks_database_dbtaskresult"
TASKS: dict[str, Any] = {"noop": sync_tasks.noop, "nap": sync_tasks.nap, "stamp": sync_tasks.stamp}


def send(kind: str, *arguments: int) -> None:
    """Enqueue one."""
    TASKS[kind].enqueue(*arguments)


def prepare() -> None:
    """Make the table of django-tasks-db, or empty it."""
    if apps.is_installed("django_tasks_db"):
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(f'TRUNCATE "{TABLE}"')
            cursor.execute(f'VACUUM ANALYZE "{TABLE}"')
