"""`manage.py tasks_pause`: stop handing out the tasks of queues."""

from argparse import ArgumentParser
from typing import Any

from leased_tasks.management.base import OperatorCommand
from leased_tasks.queues import queue_named


class Command(OperatorCommand):
    """Pause queues: tasks are still taken in, running ones end, no further one is started."""

    help = "Pause queues; tasks_resume lets them go on."
    paused = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("queues", nargs="+", metavar="QUEUE")

    def act(self, **options: Any) -> None:
        """Pause, or resume; all names are looked up before the first is touched."""
        for queue in [queue_named(name) for name in options["queues"]]:
            queue.backend.pause(queue.name, paused=self.paused)
            self.stdout.write(f"{queue.label}: {'paused' if self.paused else 'open'}")
