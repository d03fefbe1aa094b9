"""`manage.py tasks_retry`: run failed tasks anew, or delayed ones now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from leased_tasks.management.base import OperatorCommand
from leased_tasks.queues import Queue, queue_named


class Command(OperatorCommand):
    """Requeue tasks by id, or the dead of a queue; they begin anew with all their attempts."""

    help = "Run failed tasks anew, or delayed ones now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("ids", nargs="*", metavar="ID")
        parser.add_argument("--queue", help="with --dead: whose dead tasks")
        parser.add_argument("--dead", action="store_true", help="all dead tasks of --queue")
        parser.add_argument("--path", help="with --dead: only this task, by its module path")

    def act(self, **options: Any) -> None:
        """Requeue.

        Raises:
            CommandError: neither ids nor a queue are named, or one cannot be run again.
        """
        if options["ids"]:
            self.on_each(options["ids"], _requeue, "runs again", "not failed, delayed or known")
        elif options["queue"] and options["dead"]:
            queue, path = queue_named(options["queue"]), options["path"]
            ids = [task.id for task in queue.walk("dead") if path in {None, task.path}]
            count = sum(_requeue(queue, task_id) for task_id in ids)
            self.stdout.write(f"{count:,} dead tasks of {queue.label} run again.")
        else:
            raise CommandError("Name ids, or a queue: --queue NAME --dead [--path TASK].")


def _requeue(queue: Queue, task_id: str) -> bool:
    return queue.backend.requeue(task_id)
