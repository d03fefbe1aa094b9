"""Give the uses of an order back, and take them again when its money comes late."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.common import clock
from apps.promotions.models import Redemption
from apps.promotions.services.uses import give_back, lock_coupons_of, take
from apps.promotions.states import REDEMPTION, RedemptionStatus


class _Gone(Exception):
    """A use that was released belongs to somebody else now."""


@transaction.atomic(savepoint=False)
def release(reference: UUID) -> bool:
    """Give the held uses back, once. False when there are none: released before, or never used.

    Belongs into the caller's transaction, before stock is touched: locks the coupons in id order.
    """
    lock_coupons_of(reference)
    held = _rows(reference, RedemptionStatus.HELD)
    if not held:
        return False
    _turn(held, RedemptionStatus.RELEASED)
    give_back([row.coupon_id for row in held])
    return True


@transaction.atomic(savepoint=False)
def reclaim(reference: UUID) -> bool:
    """Hold the released uses again: money came late. False, and nothing held, if one is gone.

    True too when nothing was released. A coupon that ended meanwhile is still honoured; its limits
    are kept. Locks the coupons in id order: call it before stock is touched.
    """
    lock_coupons_of(reference)
    released = _rows(reference, RedemptionStatus.RELEASED)
    if not released:
        return True
    try:
        with transaction.atomic():
            _hold_again(released)
    except (_Gone, IntegrityError):  # the second: another first order of the buyer is live
        return False
    return True


def _hold_again(rows: Sequence[Redemption]) -> None:
    ids = [row.coupon_id for row in rows]
    if len(take(ids)) != len(rows):
        raise _Gone
    _turn(rows, RedemptionStatus.HELD)
    live = Counter(
        Redemption.objects.filter(
            coupon_id__in=ids, buyer_id=rows[0].buyer_id, status=RedemptionStatus.HELD
        ).values_list("coupon_id", flat=True)
    )
    for row in rows:
        limit = row.coupon.per_buyer_limit
        if limit is not None and live[row.coupon_id] > limit:
            raise _Gone


def _rows(reference: UUID, status: RedemptionStatus) -> list[Redemption]:
    rows = Redemption.objects.filter(reference=reference, status=status)
    return list(rows.select_related("coupon").order_by("id"))


def _turn(rows: Sequence[Redemption], status: RedemptionStatus) -> None:
    for row in rows:
        REDEMPTION.check(RedemptionStatus(row.status), status)
    Redemption.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=status,
        released_at=clock.now() if status is RedemptionStatus.RELEASED else None,
    )
