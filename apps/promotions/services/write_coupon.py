"""A coupon's row and what it reaches, written from its terms; and what is audited of them."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from apps.promotions.contracts import CouponTerms
from apps.promotions.models import Coupon, CouponCategory, CouponProduct

_REACH = {"product_ids", "category_ids"}
_PRIVATE = {"note"}  # free text: it may name people, and an audit record is for ever
COLUMNS = tuple(one.name for one in fields(CouponTerms) if one.name not in _REACH)


def fill(row: Coupon, terms: CouponTerms) -> None:
    """Put the terms into the row's columns, unsaved."""
    for name in COLUMNS:
        setattr(row, name, getattr(terms, name))


def write_reach(row: Coupon, terms: CouponTerms) -> None:
    """Replace what the coupon reaches."""
    CouponProduct.objects.filter(coupon=row).delete()
    CouponCategory.objects.filter(coupon=row).delete()
    CouponProduct.objects.bulk_create(
        CouponProduct(coupon=row, product_id=key) for key in sorted(terms.product_ids)
    )
    CouponCategory.objects.bulk_create(
        CouponCategory(coupon=row, category_id=key) for key in sorted(terms.category_ids)
    )


def audited(terms: CouponTerms) -> dict[str, Any]:
    """The terms as an audit record keeps them."""
    names = (one.name for one in fields(CouponTerms))
    return {name: _plain(getattr(terms, name)) for name in names if name not in _PRIVATE}


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what is not the same, as it was and as it is."""
    changed = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
