"""`manage.py tasks_stats`: how the queues stand, and who works."""

import contextlib
import json
import time
from argparse import ArgumentParser
from typing import Any

from leased_tasks.inspection import Minute, Stats, WorkerFacts
from leased_tasks.management.base import OperatorCommand
from leased_tasks.presentation import moment, span, table
from leased_tasks.queues import Queue, known_workers

_TITLES = (
    *("QUEUE", "READY", "OLDEST", "RUNNING", "DELAYED", "WAITING", "DEAD"),
    *("DONE/H", "FAILED/H", "RETRIED/H", "STATE"),
)
_CLEAR = "\x1b[H\x1b[2J"


class Command(OperatorCommand):
    """Show each queue's tasks by state, what ended in the last hour, and the workers."""

    help = "Show the queues and the workers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--queue", help="this one only")
        parser.add_argument("--json", action="store_true", help="for programs; one object a line")
        parser.add_argument("--watch", type=float, metavar="SECONDS", help="again and again")

    def act(self, **options: Any) -> None:
        """Write it once, or until Ctrl-C."""
        queues, pause = self.queues(options["queue"]), options["watch"]
        self._show(queues, as_json=options["json"], watched=bool(pause))
        with contextlib.suppress(KeyboardInterrupt):  # wherever it comes, it ends the watching
            while pause:
                time.sleep(pause)
                self._show(queues, as_json=options["json"], watched=True)

    def _show(self, queues: list[Queue], *, as_json: bool, watched: bool) -> None:
        text = _as_json(queues) if as_json else _as_tables(queues)
        clear = _CLEAR if watched and self.stdout.isatty() and not as_json else ""
        self.stdout.write(clear + text)
        self.stdout.flush()


def _as_tables(queues: list[Queue]) -> str:
    parts = [table(_TITLES, [_row(queue, queue.stats(), queue.minutes()) for queue in queues])]
    workers = known_workers()
    if workers:
        titles = ("WORKER", "HOST", "QUEUES", "BUSY", "SLOTS", "HEARD")
        parts.append(table(titles, [_worker(each) for each in workers]))
    else:
        parts.append("No worker runs. Start one: manage.py tasks_worker")
    return "\n\n".join(parts)


def _row(queue: Queue, stats: Stats, minutes: list[Minute]) -> list[object]:
    state = f"paused since {moment(stats.paused)}" if stats.paused else "open"
    return [
        queue.label,
        stats.ready,
        span(stats.oldest_age) if stats.ready else "-",
        *(stats.running, stats.delayed, stats.waiting, stats.dead),
        sum(each.successful for each in minutes),
        sum(each.failed for each in minutes),
        sum(each.retried for each in minutes),
        state,
    ]


def _worker(worker: WorkerFacts) -> list[object]:
    facts = worker.facts
    heard = f"{span(worker.age)} ago" + ("" if facts else ", silent")
    numbers = [int(facts.get(name, 0)) for name in ("busy", "slots")]
    return [worker.id, facts.get("host", "?"), facts.get("queues", "?"), *numbers, heard]


def _as_json(queues: list[Queue]) -> str:
    found = []
    for queue in queues:
        stats = queue.stats()
        states = ("ready", "running", "delayed", "waiting", "dead")
        found.append(
            {
                "queue": queue.label,
                **{state: getattr(stats, state) for state in states},
                "oldest_ready_age_seconds": stats.oldest_age,
                "paused_since": stats.paused or None,
                "counters": stats.counters,
            }
        )
    workers = [
        {"id": each.id, "heartbeat_age_seconds": each.age, **each.facts} for each in known_workers()
    ]
    return json.dumps({"queues": found, "workers": workers})
