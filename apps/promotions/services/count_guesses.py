"""Codes are short and worth money: an account may name only so many that do not exist."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F

from apps.common import clock
from apps.common.errors import TooManyRequests
from apps.promotions.errors import CouponRefused, Refusal
from apps.promotions.models import CouponGuesses

MAX_GUESSES = 20  # an hour
_COUNT = """
INSERT INTO promotions_couponguesses AS known (buyer_id, hour, count) VALUES (%s, %s, 1)
ON CONFLICT (buyer_id) DO UPDATE SET hour = EXCLUDED.hour,
  count = CASE WHEN known.hour = EXCLUDED.hour THEN known.count + 1 ELSE 1 END
RETURNING count
"""


@contextmanager
def counted_guesses(codes: Sequence[str], *, buyer_id: UUID) -> Iterator[None]:
    """Count a try before it is made, so that a hundred at once get no further; none without codes.

    A try that names no unknown code is taken back. Not inside a transaction: the refusal would
    undo its own count.

    Raises:
        TooManyRequests: with `retry_after` in seconds.
    """
    if not codes:
        yield
        return
    now = clock.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    if _count(buyer_id, hour) > MAX_GUESSES:
        wait = hour + timedelta(hours=1) - now
        sentence = "You named too many coupons that do not exist. Try again in the next hour."
        raise TooManyRequests(sentence, retry_after=int(wait.total_seconds()) + 1)
    is_guess = False
    try:
        yield
    except CouponRefused as error:
        is_guess = error.why is Refusal.UNKNOWN
        raise
    finally:
        if not is_guess:
            row = CouponGuesses.objects.filter(buyer_id=buyer_id, hour=hour)
            if not row.filter(count=1).delete()[0]:
                row.update(count=F("count") - 1)


def _count(buyer_id: UUID, hour: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [buyer_id, hour])
        return int(cursor.fetchone()[0])
