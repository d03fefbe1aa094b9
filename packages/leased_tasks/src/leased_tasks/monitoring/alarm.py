"""What happens when a task has failed for good: a line in the log, a notice to the webhook."""

import asyncio
import logging
from dataclasses import asdict

from leased_tasks.errors import LeasedTasksError
from leased_tasks.monitoring.rules import Rules
from leased_tasks.worker.failures import Failure

logger = logging.getLogger("leased_tasks")

# By name: its module declares a task, which only a process that needs one should do.
NOTICE = "leased_tasks.monitoring.webhook.post_failure"


class Alarm:
    """Told of each failure by the worker, on its loop."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._sending: set[asyncio.Task[None]] = set()

    def __call__(self, failure: Failure) -> None:
        """Log it, and let a notice be sent; never one about a notice that failed itself."""
        if self._rules.failure_logging:
            logger.error("tasks.failed", extra=asdict(failure))
        if self._rules.failure_webhook_url and failure.path != NOTICE:
            sending = asyncio.create_task(asyncio.to_thread(_send, failure))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)


def _send(failure: Failure) -> None:
    from leased_tasks.monitoring.webhook import enqueue_notice  # noqa: PLC0415 -- see NOTICE

    try:
        enqueue_notice(failure)
    except LeasedTasksError as error:
        facts = {"task_id": failure.task_id, "error": str(error)}
        logger.warning("tasks.notice_not_sent", extra=facts)
