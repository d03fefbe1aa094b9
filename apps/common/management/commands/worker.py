"""The worker: runs background tasks, by whatever command the task backend brings."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT; the task in hand is finished first."""

    help = "Run background tasks. Any number may run side by side."

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand over to the backend's own worker."""
        call_command(*settings.TASKS_WORKER)
