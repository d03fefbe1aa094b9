"""`manage.py tasks_cancel`: end tasks before they run, or while they run."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from leased_tasks.inspection import State
from leased_tasks.management.base import OperatorCommand
from leased_tasks.queues import Queue, queue_named

_UNFINISHED: tuple[State, ...] = ("delayed", "waiting", "ready", "running")


class Command(OperatorCommand):
    """Cancel tasks by id, or all of one kind; a running coroutine is stopped, a function is not."""

    help = "Cancel tasks: they end as FAILED. A running function goes on, its result is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("ids", nargs="*", metavar="ID")
        parser.add_argument("--queue", help="with --path: of this queue")
        parser.add_argument("--path", help="with --queue: every unfinished call of this task")

    def act(self, **options: Any) -> None:
        """Cancel.

        Raises:
            CommandError: neither ids nor a queue and a task are named, or one cannot be cancelled.
        """
        if options["ids"]:
            self.on_each(options["ids"], _cancel, "cancelled", "finished or not known")
        elif options["queue"] and options["path"]:
            queue = queue_named(options["queue"])
            count = cancel_all(queue, options["path"])
            self.stdout.write(f"{count:,} tasks of {queue.label} cancelled.")
        else:
            raise CommandError("Name ids, or a queue and a task: --queue NAME --path TASK.")


def cancel_all(queue: Queue, path: str) -> int:
    """Cancel each unfinished call of a task that is there by now; how many were."""
    began, cancelled, met = queue.stats().now, 0, set[str]()
    for state in _UNFINISHED:
        # Workers take tasks away while we read: again, until a whole walk has met no new one.
        while ids := [
            task.id
            for task in queue.walk(state)
            if task.path == path and task.enqueued <= began and task.id not in met
        ]:
            met.update(ids)
            cancelled += sum(_cancel(queue, task_id) for task_id in ids)
    return cancelled


def _cancel(queue: Queue, task_id: str) -> bool:
    return queue.backend.cancel(task_id)
