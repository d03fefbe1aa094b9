"""`manage.py tasks_purge`: delete tasks for ever."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from leased_tasks.inspection import PURGEABLE
from leased_tasks.management.base import OperatorCommand
from leased_tasks.queues import queue_named


class Command(OperatorCommand):
    """Delete all tasks of one state of one queue; asks first."""

    help = "Delete tasks for ever; never one that runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--queue", required=True)
        parser.add_argument("--state", choices=PURGEABLE, required=True)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def act(self, **options: Any) -> None:
        """Count, ask, delete.

        Raises:
            CommandError: the answer was no, or there is nobody to ask and no --yes.
        """
        queue, state = queue_named(options["queue"]), options["state"]
        count = queue.stats().count(state)
        if count and not options["yes"]:
            self._ask(f"Delete {count:,} {state} tasks of {queue.label} for ever? [y/N] ")
        self.stdout.write(f"{queue.purge(state):,} {state} tasks of {queue.label} deleted.")

    def _ask(self, question: str) -> None:
        if not sys.stdin.isatty():
            raise CommandError("This deletes tasks for ever. Say --yes where nobody can be asked.")
        if input(question).strip().lower() not in {"y", "yes"}:
            raise CommandError("Nothing was deleted.")
