"""`OPTIONS` of the Celery backend."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from django.core.exceptions import ImproperlyConfigured

_REDIS = ("redis://", "rediss://", "redis+socket://", "sentinel://", "rediss+sentinel://")


@dataclass(frozen=True, slots=True, kw_only=True)
class CeleryOptions:
    """What `OPTIONS` may hold. Times are seconds.

    Attributes:
        broker_url: a Redis, as Celery writes it.
        result_backend: where the states of tasks are kept; the broker by default.
        visibility_timeout: a worker that is gone for so long loses its tasks to others. A task
            that runs for longer is started a second time meanwhile: Celery renews no lease.
        result_ttl: how long a task's state is kept after it last changed.
        max_losses: a task that took so many workers with it fails.
        producer_deadline: about how long an enqueue may wait for Redis before it gives up.
        on_commit: inside of a transaction, enqueue after its commit.
        database: the alias of that transaction.
        conf: further settings of Celery, in its lower-case names; they win over ours.
    """

    broker_url: str
    result_backend: str = ""
    visibility_timeout: float = 3600
    result_ttl: int = 24 * 60 * 60
    max_losses: int = 5
    producer_deadline: float = 1.0
    on_commit: bool = True
    database: str = "default"
    conf: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, alias: str, given: Mapping[str, Any]) -> Self:
        """Read `TASKS[alias]["OPTIONS"]`.

        Raises:
            ImproperlyConfigured: an option is unknown, or `broker_url` is missing or no Redis.
        """
        known = {one.name for one in fields(cls)}
        if unknown := given.keys() - known:
            raise ImproperlyConfigured(
                f"TASKS[{alias!r}]: unknown OPTIONS {', '.join(sorted(unknown))}; "
                f"known: {', '.join(sorted(known))}."
            )
        if not str(given.get("broker_url", "")).startswith(_REDIS):
            raise ImproperlyConfigured(
                f"TASKS[{alias!r}]: OPTIONS needs a broker_url that begins with one of "
                f"{', '.join(_REDIS)}."
            )
        return cls(**given)

    @property
    def fingerprint(self) -> str:
        """What two aliases have in common if one Celery app serves them both."""
        mine = [getattr(self, one.name) for one in fields(self)]
        return json.dumps(mine, sort_keys=True, default=repr)
