"""A house's own coupons: make one, see how it goes, end it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.common import clock
from apps.common.db import plans
from apps.common.money import Money
from apps.promotions import facade as promotions
from apps.promotions.contracts import Coupon, CouponId, CouponTerms
from apps.storefront.answers import done, members_only, page, post_only, sent
from apps.storefront.cart_access import signed_in_id
from apps.storefront.coupon_form import CouponForm, make_coupon
from apps.vendors import facade as vendors


@dataclass(frozen=True)
class CouponRow:
    """One coupon as its house reads it; `tone` colours the tag."""

    coupon: Coupon
    gives: str
    minimum: Money | None
    state: str
    tone: str


@require_http_methods(["GET", "POST"])
@page
@members_only
def show(request: HttpRequest) -> HttpResponse:
    """List the coupons; a POST makes one."""
    user_id = signed_in_id(request)
    vendor = vendors.require_vendor(user_id)
    form = CouponForm(sent(request))
    if form.is_bound and (made := done(form, make_coupon, vendor_id=vendor.id, actor_id=user_id)):
        messages.success(request, f"{made.terms.code} is made.")
        return redirect("storefront:vendor_coupons")
    found = plans.run(promotions.own_coupons(vendor.id, cursor=request.GET.get("cursor")))
    now = clock.now()
    context = {
        "vendor": vendor,
        "form": form,
        "rows": [_row(coupon, now) for coupon in found.rows],
        "next": found.next_cursor,
        "previous": found.previous_cursor,
    }
    return render(request, "storefront/vendor/coupons.html", context)


@page
@members_only
@post_only
def end(request: HttpRequest, coupon_id: UUID) -> HttpResponse:
    """Let nobody use a coupon any more."""
    user_id = signed_in_id(request)
    vendor = vendors.require_vendor(user_id)
    ended = promotions.end_coupon(CouponId(coupon_id), actor_id=user_id, vendor_id=vendor.id)
    messages.success(request, f"{ended.terms.code} has ended.")
    return redirect("storefront:vendor_coupons")


def _row(coupon: Coupon, now: datetime) -> CouponRow:
    terms = coupon.terms
    state, tone = _state(coupon, now)
    minimum = Money(terms.minimum_minor, terms.currency)
    return CouponRow(coupon, _gives(terms), minimum or None, state, tone)


def _gives(terms: CouponTerms) -> str:
    if terms.percent_bp is not None:
        percent = f"{(Decimal(terms.percent_bp) / 100).normalize():f} % off"
        cap = terms.cap_minor
        return percent if cap is None else f"{percent}, at most {_naira(cap, terms)}"
    if terms.amount_minor is not None:
        return f"{_naira(terms.amount_minor, terms)} off"
    return "Free delivery"


def _naira(minor: int, terms: CouponTerms) -> str:
    return Money(minor, terms.currency).text().removesuffix(".00")


def _state(coupon: Coupon, now: datetime) -> tuple[str, str]:
    terms = coupon.terms
    if not terms.is_active or (terms.ends_at is not None and terms.ends_at <= now):
        return "Ended", "bad"
    if terms.starts_at > now:
        return "Not started", "warn"
    if terms.total_limit is not None and coupon.used >= terms.total_limit:
        return "Used up", "warn"
    return "Running", "good"
