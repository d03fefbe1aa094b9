"""`manage.py tasks_list`: the tasks of the queues, by state."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from leased_tasks.inspection import STATES, Listed
from leased_tasks.management.base import OperatorCommand
from leased_tasks.presentation import moment, span, table

_TITLES = ("ID", "TASK", "PRIORITY", "ATTEMPTS", "AGE", "DUE", "LAST ERROR")


class Command(OperatorCommand):
    """List tasks: id, task, priority, attempts, age, when it runs next, last error."""

    help = "List tasks. For running ones DUE is the end of the lease, for dead ones their end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--queue", help="this one only")
        parser.add_argument(
            "--state", choices=STATES, default="ready", help="ready ones if not said"
        )
        parser.add_argument("--limit", type=int, default=50, help="at most so many of each queue")
        parser.add_argument("--json", action="store_true", help="for programs; one task a line")

    def act(self, **options: Any) -> None:
        """Write the list."""
        if options["limit"] < 1:
            raise CommandError("--limit must be at least 1.")
        state, left_out, rows = options["state"], 0, list[list[object]]()
        for queue in self.queues(options["queue"]):
            page = queue.tasks(state, limit=options["limit"])
            left_out += max(page.total - options["limit"], 0)
            if options["json"]:
                for task in page.tasks:
                    self.stdout.write(json.dumps({"queue": queue.label, **asdict(task)}))
            rows += [_row(task, page.now, dated=state != "ready") for task in page.tasks]
        if options["json"]:
            return
        self.stdout.write(table(_TITLES, rows) if rows else f"No task is {state}.")
        if left_out:
            self.stdout.write(f"and {left_out:,} more; see --limit")


def _row(task: Listed, now: int, *, dated: bool) -> list[object]:
    age = span(max(now - task.enqueued, 0) / 1000)
    due = moment(task.due) if dated else "now"
    return [task.id, task.path, task.priority, task.attempts, age, due, task.error]
