"""Whether what is agreed about a coupon makes sense: each wrong field with its sentence."""

from collections.abc import Iterator

from django.conf import settings

from apps.common.errors import InvalidInput
from apps.products import facade as products
from apps.promotions.contracts import CouponTerms
from apps.promotions.rules import (
    MAX_CATEGORIES,
    MAX_LIMIT,
    MAX_MINOR,
    MAX_NOTE,
    MAX_PRODUCTS,
    WHOLE_BP,
    YEARS,
    canonical,
)
from apps.promotions.states import CouponKind, CouponScope, Funder
from apps.vendors import facade as vendors

type Faults = Iterator[tuple[str, str]]


def check_terms(terms: CouponTerms) -> CouponTerms:
    """Return the terms when a coupon can be made of them. At most 3 queries.

    Raises:
        InvalidInput: with a sentence for each field that is wrong.
    """
    errors: dict[str, list[str]] = {}
    for rule in (_code, _amounts, _limits, _window, _note, _owner, _reach):
        for name, sentence in rule(terms):
            errors.setdefault(name, []).append(sentence)
    if errors:
        raise InvalidInput("Some fields are not right.", errors=errors)
    return terms


def _code(terms: CouponTerms) -> Faults:
    if canonical(terms.code) != terms.code:
        yield "code", "3 to 32 letters, digits, - and _; the first a letter or digit."
    if terms.currency != settings.DEFAULT_CURRENCY:
        yield "currency", f"The shop sells in {settings.DEFAULT_CURRENCY}."


def _amounts(terms: CouponTerms) -> Faults:
    is_percentage = terms.kind is CouponKind.PERCENTAGE
    if is_percentage and not 1 <= (terms.percent_bp or 0) <= WHOLE_BP:
        yield "percent_bp", f"1 to {WHOLE_BP} basis points: 1000 is 10 %."
    if not is_percentage and terms.percent_bp is not None:
        yield "percent_bp", "Only a percentage has one."
    if not is_percentage and terms.cap_minor is not None:
        yield "cap", "Only a percentage has one."
    if (terms.kind is CouponKind.FIXED) == (terms.amount_minor is None):
        yield "amount", "A fixed coupon has one, no other does."
    for name, minor in (("amount", terms.amount_minor), ("cap", terms.cap_minor)):
        if minor is not None and not 1 <= minor <= MAX_MINOR:
            yield name, "More than nothing, and not more than anybody has."
    if not 0 <= terms.minimum_minor <= MAX_MINOR:
        yield "minimum", "Nothing or more, and not more than anybody has."


def _limits(terms: CouponTerms) -> Faults:
    limits = {"total_limit": terms.total_limit, "per_buyer_limit": terms.per_buyer_limit}
    for name, limit in limits.items():
        if limit is not None and not 1 <= limit <= MAX_LIMIT:
            yield name, f"1 to {MAX_LIMIT}, or none."


def _window(terms: CouponTerms) -> Faults:
    for name, moment in (("starts_at", terms.starts_at), ("ends_at", terms.ends_at)):
        if moment is not None and (moment.tzinfo is None or moment.year not in YEARS):
            yield name, "A moment with its offset, from 2000 to 2100."
            return
    if terms.ends_at is not None and terms.ends_at <= terms.starts_at:
        yield "ends_at", "After the start."


def _note(terms: CouponTerms) -> Faults:
    if len(terms.note) > MAX_NOTE or (terms.note and not terms.note.isprintable()):
        yield "note", f"At most {MAX_NOTE} visible characters."


def _owner(terms: CouponTerms) -> Faults:
    is_vendors = terms.funder is Funder.VENDOR
    if is_vendors and terms.scope is CouponScope.EVERYTHING:
        yield "scope", "A vendor's coupon is for its own goods."
    if (is_vendors or terms.scope is CouponScope.VENDOR) == (terms.vendor_id is None):
        yield "vendor_id", "The vendor who pays, or whose goods it is for; else none."
    if terms.vendor_id is not None and not vendors.vendors_by_id([terms.vendor_id]):
        yield "vendor_id", "There is no such vendor."


def _reach(terms: CouponTerms) -> Faults:
    """Another vendor's product looks like one that does not exist."""
    if (terms.scope is CouponScope.PRODUCTS) != bool(terms.product_ids):
        yield "product_ids", "A coupon for products names some, no other does."
    if (terms.scope is CouponScope.CATEGORIES) != bool(terms.category_ids):
        yield "category_ids", "A coupon for categories names some, no other does."
    if len(terms.product_ids) > MAX_PRODUCTS:
        yield "product_ids", f"At most {MAX_PRODUCTS}."
    elif terms.product_ids:
        owners = products.owners_of(terms.product_ids)
        is_strange = terms.paid_by is not None and set(owners.values()) - {terms.paid_by}
        if len(owners) != len(terms.product_ids) or is_strange:
            yield "product_ids", "One of them does not exist."
    if len(terms.category_ids) > MAX_CATEGORIES:
        yield "category_ids", f"At most {MAX_CATEGORIES}."
    elif terms.category_ids != products.known_categories(terms.category_ids):
        yield "category_ids", "One of them does not exist."
