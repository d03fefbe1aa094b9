"""A coupon between JSON and its terms, the same for both doors."""

import re
from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings

from apps.common import clock
from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.promotions.contracts import Coupon, CouponTerms, TermChanges
from apps.promotions.states import CouponKind, CouponScope, Funder
from apps.vendors.contracts import VendorId

_AMOUNTS = ("amount", "cap", "minimum")
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,3})?")


def new_terms(
    sent: Mapping[str, Any], *, funder: Funder, vendor_id: VendorId | None
) -> CouponTerms:
    """The terms of a new coupon: from now on, for all that its funder may give, unless said.

    Raises:
        InvalidInput: an amount is none, or in another currency than the shop's.
    """
    changes: Any = changes_of(
        {name: value for name, value in sent.items() if name not in {"code", "kind"}}
    )
    scope = CouponScope.VENDOR if funder is Funder.VENDOR else CouponScope.EVERYTHING
    return CouponTerms(
        **{"starts_at": clock.now(), "scope": scope} | changes,
        code=sent["code"],
        kind=CouponKind(sent["kind"]),
        currency=settings.DEFAULT_CURRENCY,
        funder=funder,
        vendor_id=vendor_id,
    )


def changes_of(sent: Mapping[str, Any]) -> TermChanges:
    """What was sent, as terms: amounts as minor units, lists as sets.

    Raises:
        InvalidInput: an amount is none, or in another currency than the shop's.
    """
    changes: Any = {name: value for name, value in sent.items() if name not in _AMOUNTS}
    for name in _AMOUNTS:
        if name in sent:
            changes[f"{name}_minor"] = _minor(name, sent[name])
    if changes.get("minimum_minor", 0) is None:
        changes["minimum_minor"] = 0
    if changes.get("starts_at", 0) is None:
        changes["starts_at"] = clock.now()
    if "scope" in changes:
        changes["scope"] = CouponScope(changes["scope"])
    for name in ("product_ids", "category_ids"):
        if name in changes:
            changes[name] = frozenset(changes[name])
    return cast("TermChanges", changes)


def shown(coupon: Coupon) -> dict[str, Any]:
    """Everything about a coupon, for its owner and for staff; amounts as money."""
    terms = coupon.terms
    return {
        "id": coupon.id,
        "code": terms.code,
        "kind": terms.kind,
        "percent_bp": terms.percent_bp,
        "amount": _money(terms.amount_minor, terms.currency),
        "cap": _money(terms.cap_minor, terms.currency),
        "minimum": _money(terms.minimum_minor, terms.currency),
        "starts_at": terms.starts_at,
        "ends_at": terms.ends_at,
        "total_limit": terms.total_limit,
        "per_buyer_limit": terms.per_buyer_limit,
        "used": coupon.used,
        "is_first_order_only": terms.is_first_order_only,
        "scope": terms.scope,
        "funder": terms.funder,
        "vendor_id": terms.vendor_id,
        "product_ids": sorted(terms.product_ids),
        "category_ids": sorted(terms.category_ids),
        "is_active": terms.is_active,
        "note": terms.note,
        "created_at": coupon.created_at,
    }


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _minor(name: str, sent: Mapping[str, str] | None) -> int | None:
    if sent is None:
        return None
    if sent["currency"] != settings.DEFAULT_CURRENCY:
        raise _wrong(f"{name}.currency", f"The shop sells in {settings.DEFAULT_CURRENCY}.")
    if not _AMOUNT.fullmatch(sent["amount"]):
        raise _wrong(f"{name}.amount", "An amount such as 1500.00.")
    try:
        return Money.of(sent["amount"], sent["currency"]).minor
    except ValueError as error:
        raise _wrong(f"{name}.amount", f"{error}.") from error


def _wrong(name: str, sentence: str) -> InvalidInput:
    return InvalidInput("Some fields are not right.", errors={name: [sentence]})
