"""The Django app: admin, commands, the table of `once`, system checks."""

from django.apps import AppConfig
from django.core import checks


class LeasedTasksConfig(AppConfig):
    """`INSTALLED_APPS = [..., "leased_tasks"]`."""

    name = "leased_tasks"
    label = "leased_tasks"
    verbose_name = "Background tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks; those that reach servers run in `check --deploy` only.

        Those of one backend's settings need no registration: Django asks each backend.
        """
        from leased_tasks import preflight  # noqa: PLC0415 - it needs Django to be ready

        checks.register(preflight.check_schedule, "tasks")
        checks.register(preflight.check_all_servers, "tasks", deploy=True)
