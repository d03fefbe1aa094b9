"""Discounts add up to the minor unit, whatever the basket; no database."""

from collections import defaultdict

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.common.ids import new_id
from apps.common.money import Money, total
from apps.products.contracts import CategoryId
from apps.promotions.contracts import Basket
from apps.promotions.errors import CouponRefused
from apps.promotions.rules import shared
from apps.promotions.selectors.uses import Asker
from apps.promotions.services.choose_coupons import check_coupons, reached
from apps.promotions.services.take_off import take_off
from apps.promotions.states import CouponKind, CouponScope, Funder
from apps.promotions.tests.factories import LONG_AGO, basket, coupon, line
from apps.vendors.contracts import VendorId

ONE_KOBO_TO_A_TRILLION = st.integers(1, 10**12)
CURRENCIES = st.sampled_from(["NGN", "JPY", "UGX", "KWD"])  # 2, 0, 0 and 3 decimals
VENDORS = [VendorId(new_id()) for _ in range(3)]


@st.composite
def baskets(draw):
    """One to six lines of up to three vendors, with deliveries that may be free."""
    currency = draw(CURRENCIES)
    lines = tuple(
        line(minor, vendor_id=draw(st.sampled_from(VENDORS)), currency=currency)
        for minor in draw(st.lists(ONE_KOBO_TO_A_TRILLION, min_size=1, max_size=6))
    )
    fees = {vendor: Money(draw(st.integers(0, 10**9)), currency) for vendor in VENDORS}
    return Basket(lines, {one.vendor_id: fees[one.vendor_id] for one in lines})


@st.composite
def terms(draw, funder=Funder.PLATFORM):
    """Any kind of coupon; a vendor's one belongs to one of the three."""
    kind = draw(st.sampled_from(list(CouponKind)))
    found = {"kind": kind, "funder": funder, "code": f"C{draw(st.integers(100, 10**9))}"}
    if kind is CouponKind.PERCENTAGE:
        found["percent_bp"] = draw(st.one_of(st.just(10_000), st.integers(1, 10_000)))
        found["cap_minor"] = draw(st.one_of(st.none(), ONE_KOBO_TO_A_TRILLION))
    elif kind is CouponKind.FIXED:
        found["amount_minor"] = draw(ONE_KOBO_TO_A_TRILLION)
    if funder is Funder.VENDOR:
        found |= paid_by(draw(st.sampled_from(VENDORS)))
    return found


def paid_by(vendor_id):
    return {"vendor_id": vendor_id, "funder": Funder.VENDOR, "scope": CouponScope.VENDOR}


def priced(goods, *all_terms):
    coupons = [coupon(**one | {"currency": goods.currency}) for one in all_terms]
    try:
        return take_off(coupons, goods)
    except CouponRefused:
        assume(False)


@given(goods=baskets(), one=terms())
def test_the_shares_of_one_coupon_add_up_and_none_is_above_its_line(goods, one):
    [discount] = priced(goods, one)
    costs = {line.variant_id: line.total for line in goods.lines}
    assert all(Money.zero(goods.currency) < share for share in discount.lines.values())
    assert all(share <= costs[key] for key, share in discount.lines.items())
    assert all(share <= goods.deliveries[key] for key, share in discount.deliveries.items())
    items = total([line.total for line in goods.lines], goods.currency)
    match one["kind"]:
        case CouponKind.PERCENTAGE:
            whole = items.percent(one["percent_bp"]).minor
            assert discount.total.minor == min(whole, one["cap_minor"] or whole)
        case CouponKind.FIXED:
            assert discount.total.minor == min(one["amount_minor"], items.minor)
        case CouponKind.FREE_DELIVERY:
            assert discount.total == total(list(goods.deliveries.values()), goods.currency)


@given(goods=baskets(), own=st.lists(terms(Funder.VENDOR), max_size=4), platform=terms())
def test_stacked_coupons_never_take_more_than_there_is(goods, own, platform):
    by_payer = {one["vendor_id"]: one for one in own}
    discounts = priced(goods, platform, *by_payer.values())
    assert discounts[-1].funder is Funder.PLATFORM
    off: defaultdict[object, int] = defaultdict(int)
    for discount in discounts:
        assert discount.total.minor == sum(
            share.minor for share in [*discount.lines.values(), *discount.deliveries.values()]
        )
        for key, share in [*discount.lines.items(), *discount.deliveries.items()]:
            off[key] += share.minor
    for one in goods.lines:
        assert 0 <= off[one.variant_id] <= one.total.minor
    for vendor_id, fee in goods.deliveries.items():
        assert 0 <= off[vendor_id] <= fee.minor
    paid = sum(one.total.minor for one in goods.lines) + sum(
        fee.minor for fee in goods.deliveries.values()
    )
    assert 0 <= sum(discount.total.minor for discount in discounts) <= paid


@given(goods=baskets())
def test_all_of_it_off_leaves_exactly_nothing(goods):
    [discount] = priced(goods, {"percent_bp": 10_000})
    assert discount.lines == {one.variant_id: one.total for one in goods.lines}


@given(goods=baskets(), own=terms(Funder.VENDOR))
def test_a_vendors_coupon_touches_only_its_own(goods, own):
    [discount] = priced(goods, own)
    mine = {one.variant_id for one in goods.lines if one.vendor_id == own["vendor_id"]}
    assert set(discount.lines) <= mine
    assert set(discount.deliveries) <= {own["vendor_id"]}
    assert discount.vendor_id == own["vendor_id"]


@given(off=ONE_KOBO_TO_A_TRILLION, parts=st.lists(st.integers(0, 10**12), min_size=1, max_size=9))
def test_shares_stay_within_their_parts(off, parts):
    assume(off <= sum(parts))
    money = [Money(part, "NGN") for part in parts]
    shares = shared(Money(off, "NGN"), money)
    assert sum(share.minor for share in shares) == off
    assert all(0 <= share.minor <= part for share, part in zip(shares, parts, strict=True))
    with pytest.raises(ValueError, match="more is taken off"):
        shared(Money(sum(parts) + 1, "NGN"), money)


@pytest.mark.parametrize(
    ("minor", "points", "off"),
    [(1, 10_000, 1), (25, 1_000, 2), (35, 1_000, 4), (10**12, 3_333, 333_300_000_000)],
)
def test_a_percentage_is_rounded_half_even_once(minor, points, off):
    [discount] = take_off([coupon(percent_bp=points)], basket(minor))
    assert discount.total.minor == off


def test_three_lines_of_a_third_lose_no_kobo():
    [discount] = take_off([coupon(percent_bp=1_000)], basket(3_333, 3_333, 3_334))
    assert sorted(share.minor for share in discount.lines.values()) == [333, 333, 334]


def test_a_percentage_that_rounds_to_nothing_is_refused():
    with pytest.raises(CouponRefused) as refused:
        take_off([coupon(percent_bp=5_000)], basket(1))
    assert refused.value.members["why"] == "not-for-these-items"


def test_the_vendors_coupon_comes_first_whatever_the_order_of_the_codes():
    goods = basket(10_000)
    vendor_id = goods.lines[0].vendor_id
    own = coupon(
        code="OWN50",
        percent_bp=5_000,
        vendor_id=vendor_id,
        funder=Funder.VENDOR,
        scope=CouponScope.VENDOR,
    )
    for pile in ([coupon(), own], [own, coupon()]):
        taken = [(one.code, one.total.minor) for one in take_off(pile, goods)]
        assert taken == [("OWN50", 5_000), ("SAVE10", 500)]


def test_a_platform_coupon_finds_nothing_after_a_vendors_full_one():
    goods = basket(10_000)
    vendor_id = goods.lines[0].vendor_id
    own = coupon(
        percent_bp=10_000, vendor_id=vendor_id, funder=Funder.VENDOR, scope=CouponScope.VENDOR
    )
    with pytest.raises(CouponRefused):
        take_off([coupon(), own], goods)


def test_free_delivery_is_that_of_the_vendors_it_reaches():
    mine, other = VENDORS[:2]
    fee = Money(250_000, "NGN")
    goods = Basket((line(1, vendor_id=mine), line(1, vendor_id=other)), {mine: fee, other: fee})
    everywhere = coupon(kind=CouponKind.FREE_DELIVERY)
    assert take_off([everywhere], goods)[0].deliveries == {mine: fee, other: fee}
    own = coupon(
        kind=CouponKind.FREE_DELIVERY,
        vendor_id=mine,
        funder=Funder.VENDOR,
        scope=CouponScope.VENDOR,
    )
    assert take_off([own], goods)[0].deliveries == {mine: fee}


def test_a_coupon_of_a_category_reaches_what_stands_below_it():
    clothes, gowns = CategoryId(new_id()), CategoryId(new_id())
    gown, shoe = line(5_000, category_ids={clothes, gowns}), line(5_000)
    goods = Basket((gown, shoe))
    found = coupon(scope=CouponScope.CATEGORIES, category_ids=frozenset({clothes}))
    assert take_off([found], goods)[0].lines == {gown.variant_id: Money(500, "NGN")}


def test_a_vendors_coupon_for_products_does_not_reach_anothers():
    mine = VENDORS[0]
    own, foreign = line(100, vendor_id=mine), line(100, vendor_id=VENDORS[1])
    found = coupon(
        scope=CouponScope.PRODUCTS,
        funder=Funder.VENDOR,
        vendor_id=mine,
        product_ids=frozenset({own.product_id, foreign.product_id}),
    )
    assert reached(found.terms, Basket((own, foreign))) == [own]


def test_the_minimum_looks_at_what_the_coupon_is_for():
    mine = VENDORS[0]
    goods = Basket((line(999, vendor_id=mine), line(10_000, vendor_id=VENDORS[1])))
    found = coupon(minimum_minor=1_000, scope=CouponScope.VENDOR, vendor_id=mine)
    with pytest.raises(CouponRefused) as refused:
        check_coupons(["X"], {"X": found}, basket=goods, asker=Asker(True), now=LONG_AGO)
    assert refused.value.members["why"] == "minimum"


def test_a_basket_has_lines_each_variant_once_and_no_negative_sum():
    one = line(1)
    for lines in [(), (one, one), (line(-1),)]:
        with pytest.raises(ValueError, match=r"basket|less than nothing"):
            Basket(lines)
