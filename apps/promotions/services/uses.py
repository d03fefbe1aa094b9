"""The one place where `used` moves: by conditional updates, under the coupons' locks.

Coupons are locked in id order, before stock. The conditional update is what keeps the total limit;
the lock is what keeps the limit per buyer, and a reference from being answered twice.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import F

from apps.promotions.models import Coupon, Redemption

_TAKE = """
UPDATE promotions_coupon SET used = used + 1
WHERE id = ANY(%s::uuid[]) AND (total_limit IS NULL OR used < total_limit)
RETURNING id
"""


def take(coupon_ids: Collection[UUID]) -> frozenset[UUID]:
    """Count one use of each; return those that had one left. If some had not, roll back."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [list(coupon_ids)])
        return frozenset(row[0] for row in cursor.fetchall())


def give_back(coupon_ids: Collection[UUID]) -> None:
    """Count one use of each less. The caller has their locks."""
    Coupon.objects.filter(pk__in=coupon_ids).update(used=F("used") - 1)


def lock_coupons_of(reference: UUID) -> None:
    """Lock the coupons that the reference used, in id order."""
    used = Redemption.objects.filter(reference=reference).values("coupon_id")
    locked = Coupon.objects.select_for_update(no_key=True).filter(pk__in=used)
    list(locked.order_by("pk").values_list("pk"))
