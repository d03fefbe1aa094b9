"""Housekeeping of the floor's own tables."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from leased_tasks import task

from apps.common import clock
from apps.common.audit.anchors import write_anchor
from apps.common.audit.places import place_at
from apps.common.http.idempotency_models import IdempotencyKey
from apps.common.models import TaskTicket
from apps.common.observability.logs import logger
from apps.common.outbox.models import Delivery, DeliveryStatus, OutboxEvent

log = logger(__name__)
KEEP_KEYS = timedelta(days=7)
KEEP_EVENTS = timedelta(days=30)


@task(backend="analytics", queue_name="low_priority", priority=-10, unique=True)
def purge_old_rows() -> dict[str, int]:
    """Delete keys and task tickets after 7 days, delivered events after 30."""
    TaskTicket.objects.filter(created_at__lt=clock.now() - KEEP_KEYS).delete()
    keys, _ = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEEP_KEYS).delete()
    unfinished = Delivery.objects.filter(event=OuterRef("pk")).exclude(status=DeliveryStatus.DONE)
    old = OutboxEvent.objects.filter(created_at__lt=clock.now() - KEEP_EVENTS)
    events, _ = old.filter(~Exists(unfinished)).delete()
    return {"keys": keys, "events": events}


@task(retry=0, unique=True)
def anchor_audit() -> int | None:
    """Append the heads of the audit's chains to AUDIT_ANCHOR; return how many.

    A place that is away is a warning in the log, nothing more: the chains stay whole without
    it, and the next anchor, 5 minutes later, covers what this one would have.
    """
    try:
        return len(write_anchor(place_at(settings.AUDIT_ANCHOR)).heads)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 -- each storage has errors of its own
        log.warning("audit.anchor-away", place=settings.AUDIT_ANCHOR, error=str(error))
        return None
