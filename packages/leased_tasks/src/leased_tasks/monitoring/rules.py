"""`TASKS_MONITORING`: what is watched, and from when on something is said."""

from dataclasses import dataclass, fields
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from leased_tasks.limits import RateLimit
from leased_tasks.queues import Queue, declared_queues, queue_named
from leased_tasks.shapes import dict_of


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Everything that `TASKS_MONITORING` may hold.

    Attributes:
        enabled: without it nothing is watched, logged or sent; `/metrics` answers all the same.
        health_check_interval_seconds: one of the workers looks at queues and workers so often.
        queue_depth_warning_threshold: more tasks than that wait in one queue.
        oldest_ready_warning_seconds: a task waits longer than that for a worker.
        task_timeout_warning_seconds: a task runs longer than that.
        failure_logging: log an error for each task that failed for good.
        failure_webhook_url: where a notice of such a task is posted as JSON; empty for nowhere.
        failure_webhook_queue: through which queue; the first declared one by default.
        failure_webhook_rate: at most so many notices; see `RateLimit`.
    """

    enabled: bool = True
    health_check_interval_seconds: float = 30
    queue_depth_warning_threshold: int = 1000
    oldest_ready_warning_seconds: float = 300
    task_timeout_warning_seconds: float = 300
    failure_logging: bool = True
    failure_webhook_url: str = ""
    failure_webhook_queue: str = ""
    failure_webhook_rate: str = "20/m"

    @classmethod
    def from_settings(cls) -> Self:
        """Read the setting.

        Raises:
            ImproperlyConfigured: it has an unknown name or an impossible value; says which.
        """
        given = dict_of("TASKS_MONITORING")
        known = {each.name: each for each in fields(cls)}
        if unknown := set(given) - set(known):
            raise ImproperlyConfigured(
                f"TASKS_MONITORING: unknown {', '.join(sorted(unknown))}; "
                f"known: {', '.join(known)}."
            )
        for name, value in given.items():
            if fault := _fault(known[name].type, value):
                raise ImproperlyConfigured(f"TASKS_MONITORING[{name!r}] {fault}.")
        rules = cls(**given)
        rules._check_webhook()
        return rules

    def _check_webhook(self) -> None:
        parts = urlsplit(self.failure_webhook_url)
        if self.failure_webhook_url and (
            parts.scheme not in {"http", "https"} or not parts.hostname
        ):
            raise ImproperlyConfigured(
                "TASKS_MONITORING['failure_webhook_url'] must begin with https:// or http://."
            )
        try:
            RateLimit(self.failure_webhook_rate)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"TASKS_MONITORING['failure_webhook_rate']: {error}"
            ) from error

    def webhook_queue(self) -> Queue:
        """Return the queue for notices.

        Raises:
            ImproperlyConfigured: it is not declared, or none is.
        """
        if self.failure_webhook_queue:
            return queue_named(self.failure_webhook_queue)
        declared = declared_queues()
        if not declared:
            raise ImproperlyConfigured("TASKS declares no queue of a LeasedTasksBackend.")
        first = declared[0].backend
        name = next(iter(settings.TASKS[first.alias].get("QUEUES", ["default"])))
        return next(each for each in declared if each.name == name)


def _fault(kind: Any, value: Any) -> str:
    if kind is bool:
        return "" if isinstance(value, bool) else "must be True or False"
    if kind is str:
        return "" if isinstance(value, str) else "must be a text"
    fine = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return "" if fine else "must be a number above 0"
