"""Events between domains: written with the change, delivered at least once, each effect once."""

from apps.common.outbox.events import Event
from apps.common.outbox.publishing import publish
from apps.common.outbox.registry import on

__all__ = ["Event", "on", "publish"]
