"""Refunds whose answer did not come."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from apps.common import clock
from apps.payments.models import Refund
from apps.payments.models.refunds import UNSETTLED

FIRST_PAUSE = timedelta(minutes=1)
# An outage of the provider is noticed as over within this.
LONGEST_PAUSE = timedelta(minutes=10)


@transaction.atomic
def take_due_refunds(*, limit: int) -> list[UUID]:
    """Answer the unsettled refunds that are to be looked up now, longest waiting first.

    Their next look is put off before this one is made, with growing pauses, so that one which
    fails keeps no other.
    """
    now = clock.now()
    waiting = Refund.objects.filter(status__in=UNSETTLED, look_at__lte=now).order_by("look_at")
    due = list(waiting.select_for_update(skip_locked=True)[:limit])
    for refund in due:
        refund.look_at = now + min(FIRST_PAUSE * 2 ** min(refund.looks, 10), LONGEST_PAUSE)
        refund.looks += 1
    Refund.objects.bulk_update(due, ["look_at", "looks"])
    return [refund.id for refund in due]
