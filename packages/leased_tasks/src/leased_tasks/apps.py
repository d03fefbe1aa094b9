"""The Django app: admin, commands, the table of `once`, system checks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.core import checks as django_checks
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.tasks import task_backends

if TYPE_CHECKING:
    from leased_tasks.backend import LeasedTasksBackend


class LeasedTasksConfig(AppConfig):
    """`INSTALLED_APPS = [..., "leased_tasks"]`."""

    name = "leased_tasks"
    label = "leased_tasks"
    verbose_name = "Background tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks; those that reach servers run in `check --deploy` only."""
        django_checks.register(check_schedule, "tasks")
        django_checks.register(check_all_servers, "tasks", deploy=True)


def check_schedule(**kwargs: Any) -> Iterator[CheckMessage]:
    """Check `TASKS_RETRY_POLICY` and `TASKS_SCHEDULE`: each line's task, queue and cron words."""
    from leased_tasks.policy import RetryPolicy  # noqa: PLC0415 - only when Django is ready
    from leased_tasks.worker.schedule import read_schedule  # noqa: PLC0415

    if not _ours():
        return
    for read in (RetryPolicy.from_settings, read_schedule):
        try:
            read()
        except (ImproperlyConfigured, ValueError, TypeError) as error:
            yield Error(str(error), id="leased_tasks.E004")


def check_all_servers(**kwargs: Any) -> Iterator[CheckMessage]:
    """Check the servers of all our backends: `manage.py check --deploy --tag tasks`."""
    from leased_tasks.checks import check_servers  # noqa: PLC0415 - only when Django is ready
    from leased_tasks.options import problems  # noqa: PLC0415

    for backend in _ours():
        if not problems(backend.options):
            yield from check_servers(backend.alias, backend.queues, backend.settings)


def _ours() -> "list[LeasedTasksBackend]":
    from leased_tasks.backend import LeasedTasksBackend  # noqa: PLC0415 - when Django is ready

    return [each for each in task_backends.all() if isinstance(each, LeasedTasksBackend)]
