"""System checks over all our backends; `manage.py check` and the worker's start run them."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from leased_tasks import context
from leased_tasks.checks import check_servers
from leased_tasks.monitoring.rules import Rules
from leased_tasks.options import problems
from leased_tasks.policy import RetryPolicy
from leased_tasks.queues import leased_backends
from leased_tasks.worker.schedule import read_schedule


def check_schedule(**kwargs: Any) -> Iterator[CheckMessage]:
    """Check `TASKS_RETRY_POLICY`, `TASKS_MONITORING`, `TASKS_CONTEXT`, `TASKS_SCHEDULE`."""
    if not leased_backends():
        return
    for read in (RetryPolicy.from_settings, read_schedule, _monitoring, context.check):
        try:
            read()
        except (ImproperlyConfigured, ValueError, TypeError) as error:
            yield Error(str(error), id="leased_tasks.E004")


def _monitoring() -> None:
    rules = Rules.from_settings()
    if rules.failure_webhook_url:
        rules.webhook_queue()


def check_all_servers(**kwargs: Any) -> Iterator[CheckMessage]:
    """Check the servers of all our backends: `manage.py check --deploy --tag tasks`."""
    for backend in leased_backends():
        if not problems(backend.options):
            yield from check_servers(backend.alias, backend.queues, backend.settings)
