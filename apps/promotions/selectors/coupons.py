"""Reads of coupons: rows with what they reach, and the contracts made of them."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from apps.common.db import Named, Plan, Prepared, plans
from apps.promotions import models
from apps.promotions.contracts import Coupon, CouponId, CouponTerms
from apps.promotions.errors import CouponNotFound
from apps.promotions.states import CouponKind, CouponScope, Funder
from apps.vendors.contracts import VendorId


def rows() -> QuerySet[models.Coupon]:
    """All coupons, each with the ids that it reaches: one query."""
    products = models.CouponProduct.objects.filter(coupon=OuterRef("pk"))
    categories = models.CouponCategory.objects.filter(coupon=OuterRef("pk"))
    return models.Coupon.objects.annotate(
        product_ids=ArraySubquery(products.values("product_id")),
        category_ids=ArraySubquery(categories.values("category_id")),
    )


def coupons_called(codes: Collection[str], *, is_locked: bool = False) -> dict[str, Coupon]:
    """The coupons of these codes; locked in id order until the end of the transaction."""
    found = rows().filter(code__in=codes).order_by("pk")
    if is_locked:
        found = found.select_for_update(of=("self",), no_key=True)
    return {row.code: coupon_of(row) for row in found}


def coupon(coupon_id: CouponId, *, vendor_id: VendorId | None = None) -> Coupon:
    """Follow `own_coupon` on the caller's connection. Raises what it does."""
    return plans.run(own_coupon(coupon_id, vendor_id=vendor_id))


@cache
def _own(of_vendor: bool) -> Prepared[models.Coupon]:  # noqa: FBT001 -- the shape
    pk: Any = Named("pk")
    vendor_id: Any = Named("vendor_id") if of_vendor else None
    return Prepared(lambda: _called(rows(), pk, vendor_id))


def own_coupon(coupon_id: CouponId, *, vendor_id: VendorId | None = None) -> Plan[Coupon]:
    """Read one coupon; with `vendor_id` only one that this vendor pays for.

    Raises:
        CouponNotFound: there is none, or not for this vendor; the two look the same.
    """
    known = _own(vendor_id is not None)
    row = yield from plans.first(known, pk=coupon_id, vendor_id=vendor_id)
    if row is None:
        raise CouponNotFound("There is no such coupon.")
    return coupon_of(row)


def coupon_row(
    found: QuerySet[models.Coupon], coupon_id: CouponId, *, vendor_id: VendorId | None
) -> models.Coupon:
    """One row of these, which may be locked. Raises what `own_coupon` does."""
    row = _called(found, coupon_id, vendor_id).first()
    if row is None:
        raise CouponNotFound("There is no such coupon.")
    return row


def _called(
    found: QuerySet[models.Coupon], coupon_id: CouponId, vendor_id: VendorId | None
) -> QuerySet[models.Coupon]:
    own = found if vendor_id is None else _paid_by(found, vendor_id)
    return own.filter(pk=coupon_id)


def coupons_of_vendor(vendor_id: VendorId) -> QuerySet[models.Coupon]:
    """What one vendor pays for."""
    return _paid_by(rows(), vendor_id)


def _paid_by(found: QuerySet[models.Coupon], vendor_id: VendorId) -> QuerySet[models.Coupon]:
    return found.filter(vendor_id=vendor_id, funder=Funder.VENDOR)


def filtered(
    found: QuerySet[models.Coupon],
    *,
    now: datetime,
    is_live: bool | None = None,
    **equal: Any,
) -> QuerySet[models.Coupon]:
    """Narrow a list: `is_live` means active and inside its window now; None narrows nothing."""
    found = found.filter(**{name: value for name, value in equal.items() if value is not None})
    live = Q(is_active=True, starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now))
    return found if is_live is None else found.filter(live if is_live else ~live)


def redemptions_of(coupon_id: UUID) -> QuerySet[models.Redemption]:
    """Every use of one coupon."""
    return models.Redemption.objects.filter(coupon_id=coupon_id)


def coupon_of(row: Any) -> Coupon:
    """The contract of a row of `rows()`."""
    return Coupon(
        id=CouponId(row.pk), terms=terms_of(row), used=row.used, created_at=row.created_at
    )


def terms_of(row: Any) -> CouponTerms:
    """What is agreed about a row of `rows()`."""
    return CouponTerms(
        code=row.code,
        kind=CouponKind(row.kind),
        currency=row.currency,
        scope=CouponScope(row.scope),
        funder=Funder(row.funder),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        percent_bp=row.percent_bp,
        amount_minor=row.amount_minor,
        cap_minor=row.cap_minor,
        minimum_minor=row.minimum_minor,
        total_limit=row.total_limit,
        per_buyer_limit=row.per_buyer_limit,
        is_first_order_only=row.is_first_order_only,
        is_active=row.is_active,
        note=row.note,
        vendor_id=row.vendor_id,
        product_ids=frozenset(row.product_ids),
        category_ids=frozenset(row.category_ids),
    )
