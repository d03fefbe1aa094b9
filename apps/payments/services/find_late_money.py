"""Money for payments that were given up, when webhook and browser return were both lost."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from apps.common import clock
from apps.payments.models import Attempt, Intent
from apps.payments.states import AttemptStatus

# From the start of the attempt. Paystack's own webhooks are repeated for 72 hours.
ASK_FOR = timedelta(days=3)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


def ask_later(intent: Intent) -> None:
    """Have the provider asked about the attempt that a cancelled payment leaves open, if any."""
    left_open = Attempt.objects.filter(intent=intent, status=AttemptStatus.OPEN)
    left_open.update(ask_at=clock.now() + FIRST_PAUSE, asks=0)


@transaction.atomic
def take_late_payments(*, limit: int) -> list[UUID]:
    """Answer the references of cancelled payments to ask the provider about now.

    The next question is put off before this one is made, with growing pauses, until the attempt
    is three days old.
    """
    waiting = Attempt.objects.filter(status=AttemptStatus.OPEN, ask_at__lte=clock.now())
    due = list(
        waiting.order_by("ask_at")
        .select_related("intent")
        .select_for_update(skip_locked=True, of=("self",))[:limit]
    )
    for attempt in due:
        attempt.asks += 1
        attempt.ask_at = _next(attempt)
    Attempt.objects.bulk_update(due, ["ask_at", "asks"])
    return [attempt.intent.reference for attempt in due]


def _next(attempt: Attempt) -> datetime | None:
    following = clock.now() + min(FIRST_PAUSE * 2**attempt.asks, LONGEST_PAUSE)
    return following if following < attempt.created_at + ASK_FOR else None
