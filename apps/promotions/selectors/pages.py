"""Pages of coupons."""

from apps.common import clock
from apps.common.http.pagination import PageOf, keyset_page
from apps.promotions.contracts import Coupon
from apps.promotions.selectors.coupons import coupon_of, coupons_of_vendor, filtered
from apps.vendors.contracts import VendorId


def own_coupons(
    vendor_id: VendorId,
    *,
    is_live: bool | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOf[Coupon]:
    """The coupons that one vendor pays for, newest first: one query.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    own = filtered(coupons_of_vendor(vendor_id), now=clock.now(), is_live=is_live)
    page = keyset_page(own, order=("-created_at", "-id"), cursor=cursor, limit=limit)
    return PageOf([coupon_of(row) for row in page.rows], page.next_cursor, page.previous_cursor)
