"""`manage.py tasks_worker`: run tasks."""

import asyncio
import logging
import math
import os
import signal
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from leased_tasks.monitoring.alarm import Alarm
from leased_tasks.monitoring.prometheus import metrics
from leased_tasks.monitoring.rules import Rules
from leased_tasks.monitoring.watch import Watch
from leased_tasks.policy import RetryPolicy
from leased_tasks.preflight import check_all_servers
from leased_tasks.worker.health import Health
from leased_tasks.worker.processes import Processes, child_number, is_child, is_orphan
from leased_tasks.worker.schedule import Clockwork, read_schedule
from leased_tasks.worker.sources import choose_queues, parse_queues
from leased_tasks.worker.worker import Limits, Worker

type Tick = Callable[[Worker], Awaitable[None]]

_LAST_PORT = 65535

logger = logging.getLogger("leased_tasks")


class Command(BaseCommand):
    """Run tasks until told to stop (SIGTERM, Ctrl-C); running ones are given time to end."""

    help = "Run tasks of the LeasedTasksBackend."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--queues",
            help="names with weights: emails:3,default:1 (alias/name where two backends have one); "
            "all declared queues by default",
        )
        parser.add_argument("--concurrency", type=int, default=100, help="tasks at once a process")
        parser.add_argument(
            "--threads", type=int, default=16, help="functions (not coroutines) at once a process"
        )
        parser.add_argument("--processes", type=int, default=1)
        parser.add_argument("--max-tasks", type=int, default=0, help="end after so many; 0: never")
        parser.add_argument(
            "--drain", type=float, default=25, help="seconds for running tasks after SIGTERM"
        )
        parser.add_argument(
            "--health-port", type=int, default=0, help="serve /healthz and /metrics; 0: do not"
        )
        parser.add_argument("--health-host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run.

        Raises:
            CommandError: the options or the settings make no sense.
        """
        _refuse_nonsense(options)
        try:
            worker = self._worker(options)
        except (ImproperlyConfigured, ValueError) as error:
            raise CommandError(str(error)) from error
        if not is_child():
            _report_servers()
        if options["processes"] > 1 and not is_child():
            Processes(options["processes"]).run()
            return
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(worker, options["health_host"], options["health_port"]))
        # A function that did not end in time has been given back; its thread must not hold us.
        self.stdout.flush()
        os._exit(0)

    def _worker(self, options: dict[str, Any]) -> Worker:
        RetryPolicy.from_settings()  # refused now, not when the first task fails
        queues = choose_queues(parse_queues(options["queues"]) if options["queues"] else None)
        limits = Limits(
            concurrency=options["concurrency"],
            threads=min(options["threads"], options["concurrency"]),
            max_tasks=options["max_tasks"],
            drain=options["drain"],
        )
        ticks: list[Tick] = [Clockwork(read_schedule()), _end_with_parent]
        rules = Rules.from_settings()
        if not rules.enabled:
            return Worker(queues, limits, ticks)
        rules.webhook_queue()  # refuses a wrong one now, not at the first failure
        return Worker(queues, limits, [*ticks, Watch(rules)], Alarm(rules))


async def _end_with_parent(worker: Worker) -> None:
    if is_orphan():
        worker.stop()


def _refuse_nonsense(options: dict[str, Any]) -> None:
    for name, least in {"concurrency": 1, "threads": 1, "processes": 1, "max_tasks": 0}.items():
        if options[name] < least:
            raise CommandError(f"--{name.replace('_', '-')} must be at least {least}.")
    if not 0 <= options["drain"] < math.inf:
        raise CommandError("--drain must be a number of seconds, 0 or more.")
    if not 0 <= options["health_port"] <= _LAST_PORT - options["processes"]:
        raise CommandError("--health-port must be a port, with one more for each further process.")


def _report_servers() -> None:
    """Say what `check --deploy --tag tasks` would say; a worker starts all the same."""
    for found in check_all_servers():
        logger.warning("tasks.server", extra={"check": found.id, "error": found.msg})


async def _serve(worker: Worker, host: str, port: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, worker.stop)
    if not port:
        await worker.run()
        return
    health = Health(worker, host, port + child_number(), {"/metrics": metrics})
    try:
        server = await health.start()
    except OSError as error:
        raise CommandError(f"--health-port {port + child_number()}: {error.strerror}") from error
    async with server:
        await worker.run()


def _loop_factory() -> Any:
    if find_spec("uvloop"):
        import uvloop  # noqa: PLC0415 -- the extra `fast`

        return uvloop.new_event_loop
    return asyncio.new_event_loop
