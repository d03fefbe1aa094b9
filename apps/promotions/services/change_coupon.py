"""Change what is agreed about a coupon, end it, or remove one that nobody used."""

from dataclasses import replace

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.promotions.contracts import Coupon, CouponId, CouponTerms, TermChanges
from apps.promotions.errors import CouponUsed, LimitBelowUses
from apps.promotions.models import Coupon as CouponRow
from apps.promotions.models import Redemption
from apps.promotions.selectors.coupons import coupon, coupon_row, rows, terms_of
from apps.promotions.services.check_terms import check_terms
from apps.promotions.services.write_coupon import (
    COLUMNS,
    audited,
    differences,
    fill,
    write_reach,
)
from apps.vendors.contracts import VendorId


@transaction.atomic
def change_coupon(
    coupon_id: CouponId,
    changes: TermChanges,
    *,
    actor_id: UserId | None,
    vendor_id: VendorId | None = None,
) -> Coupon:
    """Change the terms that are named; orders that used the coupon keep what they got.

    With `vendor_id` only a coupon that this vendor pays for. Locks the coupon's row.

    Raises:
        CouponNotFound: there is none, or not for this vendor.
        InvalidInput: a coupon cannot be made of the new terms.
        LimitBelowUses: it has more live uses than the new limit.
    """
    row = _locked(coupon_id, vendor_id)
    before = terms_of(row)
    terms = check_terms(replace(before, **changes))
    if terms == before:
        return coupon(coupon_id)
    if terms.total_limit is not None and terms.total_limit < row.used:
        raise LimitBelowUses(f"It has {row.used} uses.", used=row.used)
    _save(row, before, terms)
    is_end = before.is_active and not terms.is_active
    was, now = differences(audited(before), audited(terms))
    audit.record(
        "coupon.ended" if is_end else "coupon.changed",
        subject=f"coupon:{row.pk}",
        actor_id=actor_id,
        before=was,
        after=now,
    )
    return coupon(coupon_id)


def end_coupon(
    coupon_id: CouponId, *, actor_id: UserId | None, vendor_id: VendorId | None = None
) -> Coupon:
    """Let nobody use it any more. A repeat does nothing.

    Raises:
        CouponNotFound: there is none, or not for this vendor.
    """
    return change_coupon(coupon_id, {"is_active": False}, actor_id=actor_id, vendor_id=vendor_id)


@transaction.atomic
def remove_coupon(coupon_id: CouponId, *, actor_id: UserId | None) -> None:
    """Remove a coupon that no order ever used.

    Raises:
        CouponNotFound: there is none.
        CouponUsed: an order used it, if only for a while: end it instead.
    """
    row = _locked(coupon_id, None)
    if Redemption.objects.filter(coupon=row).exists():
        raise CouponUsed("End it instead.")
    terms = terms_of(row)
    CouponRow.objects.filter(pk=row.pk).delete()
    audit.record(
        "coupon.removed", subject=f"coupon:{coupon_id}", actor_id=actor_id, before=audited(terms)
    )


def _locked(coupon_id: CouponId, vendor_id: VendorId | None) -> CouponRow:
    return coupon_row(rows().select_for_update(of=("self",)), coupon_id, vendor_id=vendor_id)


def _save(row: CouponRow, before: CouponTerms, terms: CouponTerms) -> None:
    fill(row, terms)
    row.save(update_fields=COLUMNS)  # never `used`
    if (before.product_ids, before.category_ids) != (terms.product_ids, terms.category_ids):
        write_reach(row, terms)
