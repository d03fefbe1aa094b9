"""Celery's worker as a management command, so that settings alone choose the engine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT; tasks in hand are finished first."""

    help = "Run Celery's worker for the aliases of TASKS that use CeleryBackend."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is mostly wished; `celery -A leased_tasks.celery worker` knows all the rest."""
        parser.add_argument("--queues", default="", help="a,b,c; all that TASKS names by default")
        parser.add_argument("--concurrency", type=int, help="processes; one a core by default")
        parser.add_argument("--log-level", default="INFO")

    def handle(self, **options: Any) -> None:
        """Hand over to Celery."""
        from leased_tasks.celery import app  # noqa: PLC0415 -- an extra, not always installed

        words = ["worker", "--loglevel", options["log_level"]]
        for name in ("queues", "concurrency"):
            if options[name]:
                words += [f"--{name}", str(options[name])]
        app.worker_main(words)
