"""Pages of coupons."""

from functools import cache
from typing import Any

from apps.common import clock
from apps.common.db import Named, PageOf, Pages, Plan, plans
from apps.promotions import models
from apps.promotions.contracts import Coupon
from apps.promotions.selectors.coupons import coupon_of, coupons_of_vendor, filtered
from apps.vendors.contracts import VendorId


@cache
def _own(is_live: bool | None) -> Pages[models.Coupon]:  # noqa: FBT001 -- the shape
    vendor_id: Any = Named("vendor_id")
    now: Any = Named("now")
    return Pages(
        lambda: filtered(coupons_of_vendor(vendor_id), now=now, is_live=is_live),
        order=("-created_at", "-id"),
    )


def own_coupons(
    vendor_id: VendorId,
    *,
    is_live: bool | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Plan[PageOf[Coupon]]:
    """Read the coupons that one vendor pays for, newest first: one query.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    values = {"vendor_id": vendor_id, "now": clock.now()}
    page = yield from plans.page(_own(is_live), cursor=cursor, limit=limit, **values)
    return page.of(coupon_of)
