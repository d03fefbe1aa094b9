"""Warnings: one worker of all looks at the queues, each worker at what it runs itself."""

import logging
from collections.abc import Iterable
from inspect import iscoroutinefunction
from time import monotonic

from leased_tasks import inspection
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.connections import AsyncConnection
from leased_tasks.errors import Unavailable
from leased_tasks.inspection import Stats, WorkerFacts
from leased_tasks.keys import worker_keys
from leased_tasks.monitoring.rules import Rules
from leased_tasks.operations import milliseconds
from leased_tasks.queues import label_of
from leased_tasks.tasks import LeasedTask
from leased_tasks.worker.attempts import Attempt
from leased_tasks.worker.worker import Worker

logger = logging.getLogger("leased_tasks")

# The winner may win again, and if it is gone another one does within one interval.
_TERM = 0.9
_LONGEST_QUESTION = 2.0


class Watch:
    """A worker's tick: warns about long runs at once, about queues and workers once an interval.

    All warnings are log records of the logger "leased_tasks", their facts in `extra`:
    `tasks.long_running`, `tasks.function_past_timeout`, `tasks.queue_deep`, `tasks.queue_slow`,
    `tasks.queue_unserved`, `tasks.worker_silent`.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._next = 0.0

    async def __call__(self, worker: Worker) -> None:
        """Look, and say what is not as it should be."""
        for attempt in list(worker.attempts.values()):
            self._note_long_run(attempt)
        if monotonic() < self._next:
            return
        self._next = monotonic() + self._rules.health_check_interval_seconds
        connections = {source.backend: source.connection for source in worker.sources}
        for backend, connection in connections.items():
            try:
                if await self._is_elected(worker.id, backend, connection):
                    await self._look_at_queues(backend, connection)
            except Unavailable as error:
                logger.warning("tasks.watch_failed", extra={"error": str(error)})

    def _note_long_run(self, attempt: Attempt) -> None:
        seconds, timeout = monotonic() - attempt.began, attempt.timeout
        facts = {
            "task_id": attempt.lease.id,
            "path": attempt.path,
            "attempt": attempt.lease.attempt,
            "seconds": round(seconds, 1),
        }
        if seconds > self._rules.task_timeout_warning_seconds:
            _say_once(attempt, "tasks.long_running", facts)
        if timeout is not None and seconds > timeout and not _can_be_stopped(attempt):
            _say_once(attempt, "tasks.function_past_timeout", {**facts, "timeout": timeout})

    async def _is_elected(
        self, worker_id: str, backend: LeasedTasksBackend, connection: AsyncConnection
    ) -> bool:
        everyone, _ = worker_keys(backend.settings.prefix, worker_id)
        key = f"{everyone}:watch:{backend.alias}"
        term = milliseconds(self._rules.health_check_interval_seconds * _TERM)
        words = ("SET", key, worker_id, "NX", "PX", max(term, 1))
        return bool(await connection.command(*words, key=key, deadline=_LONGEST_QUESTION))

    async def _look_at_queues(
        self, backend: LeasedTasksBackend, connection: AsyncConnection
    ) -> None:
        options = backend.settings
        call = inspection.workers(options.prefix)
        workers = await connection.run(call, deadline=_LONGEST_QUESTION)
        for each in workers:
            if not each.facts or each.age > options.lease:
                facts = {"worker": each.id, "silent": round(each.age, 1)}
                logger.warning("tasks.worker_silent", extra=facts)
        served = served_queues(workers)
        for queue in sorted(backend.queues):
            question = inspection.stats(backend.keys(queue), options)
            stats = await connection.run(question, deadline=_LONGEST_QUESTION)
            self._judge(label_of(backend, queue), stats)
            if stats.ready and f"{backend.alias}/{queue}" not in served:
                facts = {"queue": label_of(backend, queue), "ready": stats.ready}
                logger.warning("tasks.queue_unserved", extra=facts)

    def _judge(self, label: str, stats: Stats) -> None:
        rules, depth = self._rules, stats.ready + stats.waiting
        facts = {"queue": label, "depth": depth, "oldest": round(stats.oldest_age, 1)}
        if depth > rules.queue_depth_warning_threshold:
            threshold = rules.queue_depth_warning_threshold
            logger.warning("tasks.queue_deep", extra={**facts, "threshold": threshold})
        if stats.oldest_age > rules.oldest_ready_warning_seconds and not stats.paused:
            logger.warning("tasks.queue_slow", extra=facts)


def served_queues(workers: Iterable[WorkerFacts]) -> set[str]:
    """Return `alias/queue` of each queue that a living worker serves."""
    return {queue for each in workers for queue in each.facts.get("queues", "").split(",")}


def _say_once(attempt: Attempt, event: str, facts: dict[str, object]) -> None:
    if event not in attempt.warned:
        attempt.warned.add(event)
        logger.warning(event, extra=facts)


def _can_be_stopped(attempt: Attempt) -> bool:
    """Whether the runner itself ends what takes too long: a coroutine, or a process of its own."""
    task = attempt.task
    return iscoroutinefunction(task.func) or (isinstance(task, LeasedTask) and task.isolated)
