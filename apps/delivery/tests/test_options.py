import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from apps.common.ids import new_id
from apps.common.money import Money
from apps.delivery import facade
from apps.delivery.contracts import Destination, MethodId, MethodKind, days_text
from apps.delivery.errors import MethodNotOffered, NotDeliveredThere, UnknownPlace
from apps.delivery.rules import fee_of
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.vendors.contracts import VendorId
from apps.vendors.tests.factories import VendorFactory

LAGOS, KANO, LONDON = (
    Destination("NG", "Lagos"),
    Destination("NG", "Kano"),
    Destination("GB", "Greater London"),
)


def naira(major):
    return Money(major * 100, "NGN")


def vendor():
    return VendorId(VendorFactory.create().pk)


def offered(vendor_id, destination, items=10_000):
    options = facade.options_for({vendor_id: naira(items)}, destination)[vendor_id]
    return [(option.name, option.fee) for option in options]


@pytest.mark.django_db
@pytest.mark.parametrize("destination", [LAGOS, LONDON, None])
@pytest.mark.parametrize(
    ("items", "fee"), [(0, 0), (1, 2500), (49_999, 2500), (50_000, 0), (90_000, 0)]
)
def test_without_any_method_the_flat_rule_stands_in(destination, items, fee):
    house = vendor()
    [option] = facade.options_for({house: naira(items)}, destination)[house]
    assert (option.method_id, option.vendor_id, option.fee) == (None, house, naira(fee))
    assert (option.kind, option.days) == (MethodKind.COURIER, "2 to 7 days")


@pytest.mark.django_db
def test_a_vendors_own_methods_for_the_place_replace_the_shops():
    mine, other = vendor(), vendor()
    MethodFactory.create(name="Shop")
    lagos = ZoneFactory.create()
    MethodFactory.create(name="Own rider", vendor_id=mine, zone=lagos)
    assert offered(mine, LAGOS) == [("Own rider", naira(1500))]
    assert offered(mine, KANO) == [("Shop", naira(1500))]
    assert offered(other, LAGOS) == [("Shop", naira(1500))]


@pytest.mark.django_db
def test_a_method_that_is_off_is_not_offered_and_does_not_replace():
    mine = vendor()
    MethodFactory.create(name="Shop")
    MethodFactory.create(vendor_id=mine, is_active=False)
    assert offered(mine, LAGOS) == [("Shop", naira(1500))]


@pytest.mark.django_db
def test_where_no_method_of_the_shop_reaches_nothing_is_offered():
    house = vendor()
    MethodFactory.create(zone=ZoneFactory.create())
    assert offered(house, KANO) == []
    assert offered(house, LAGOS) != []


@pytest.mark.django_db
def test_a_zone_without_states_is_the_whole_of_its_countries():
    house = vendor()
    MethodFactory.create(name="Air", zone=ZoneFactory.create(countries=["GB", "US"], states=[]))
    MethodFactory.create(name="Road", zone=ZoneFactory.create(states=[]))
    assert [name for name, _ in offered(house, LONDON)] == ["Air"]
    assert [name for name, _ in offered(house, KANO)] == ["Road"]
    assert offered(house, Destination("FR", "Paris")) == []


@pytest.mark.django_db
def test_while_the_place_is_unknown_methods_for_everywhere_count_else_the_flat_rule():
    house = vendor()
    MethodFactory.create(name="Lagos only", zone=ZoneFactory.create())
    assert offered(house, None) == [("Standard delivery", naira(2500))]
    MethodFactory.create(name="Everywhere")
    assert offered(house, None) == [("Everywhere", naira(1500))]


@pytest.mark.django_db
def test_the_cheapest_courier_is_first_and_pickup_last():
    house = vendor()
    MethodFactory.create(
        name="Atelier", kind="pickup", fee_minor=0, pickup_address="3 Aba Road, Port Harcourt"
    )
    MethodFactory.create(name="Express", fee_minor=400_000)
    MethodFactory.create(name="Slow, later", fee_minor=100_000, position=2)
    MethodFactory.create(name="Slow", fee_minor=100_000, position=1)
    names = [name for name, _ in offered(house, LAGOS)]
    assert names == ["Slow", "Slow, later", "Express", "Atelier"]


@pytest.mark.django_db
def test_what_is_free_from_a_worth_is_compared_by_what_it_costs_then():
    house = vendor()
    MethodFactory.create(name="Plain", fee_minor=100_000)
    MethodFactory.create(name="Free from 20,000", fee_minor=300_000, free_from_minor=2_000_000)
    assert offered(house, LAGOS, 19_999)[0] == ("Plain", naira(1000))
    assert offered(house, LAGOS, 20_000)[0] == ("Free from 20,000", naira(0))


@pytest.mark.django_db
def test_methods_in_a_currency_that_the_shop_does_not_count_in_are_left_out():
    house = vendor()
    MethodFactory.create(currency="USD")
    assert offered(house, LAGOS) == [("Standard delivery", naira(2500))]


@pytest.mark.django_db
@pytest.mark.parametrize("setting", ["nothing", "the shop's", "their own", "elsewhere"])
def test_any_number_of_vendors_takes_one_statement(setting):
    items = {vendor(): naira(1000) for _ in range(12)}
    zone = ZoneFactory.create()
    if setting == "the shop's":
        MethodFactory.create(zone=zone)
    if setting == "elsewhere":
        MethodFactory.create(zone=ZoneFactory.create(states=["Kano"]))
    if setting == "their own":
        for house in items:
            MethodFactory.create(vendor_id=house, zone=zone)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        options = facade.options_for(items, LAGOS)
    assert len(options) == 12
    assert len(seen) == 1


@pytest.mark.django_db
def test_the_buyers_choice_is_taken_and_the_first_without_one():
    house, other = vendor(), vendor()
    MethodFactory.create(name="Plain", fee_minor=100_000)
    express = MethodFactory.create(name="Express", fee_minor=400_000)
    options = facade.options_for({house: naira(1), other: naira(1)}, LAGOS)
    taken = facade.choose(options, {house: MethodId(express.pk), other: None})
    assert (taken[house].name, taken[other].name) == ("Express", "Plain")


@pytest.mark.django_db
def test_another_vendors_method_cannot_be_chosen():
    house, other = vendor(), vendor()
    theirs = MethodFactory.create(vendor_id=other)
    options = facade.options_for({house: naira(1)}, LAGOS)
    with pytest.raises(MethodNotOffered):
        facade.choose(options, {house: MethodId(theirs.pk)})
    with pytest.raises(MethodNotOffered):
        facade.choose(options, {other: MethodId(theirs.pk)})


def test_where_nothing_is_offered_nothing_can_be_chosen():
    house = VendorId(new_id())
    with pytest.raises(NotDeliveredThere) as refusal:
        facade.choose({house: ()}, {})
    assert refusal.value.members == {"vendor_id": str(house)}


@pytest.mark.parametrize(
    ("country", "state", "found"),
    [
        ("ng", "  lagos ", LAGOS),
        ("NG", "fct", Destination("NG", "FCT")),
        ("GB", "Greater  London", LONDON),
    ],
)
def test_a_destination_is_read_in_any_spelling(country, state, found):
    assert facade.destination(country=country, state=state) == found


@pytest.mark.parametrize(
    ("country", "state"), [("NG", "Lagoss"), ("NG", ""), ("XX", "a"), ("", "")]
)
def test_a_place_that_does_not_exist_is_refused(country, state):
    with pytest.raises(UnknownPlace):
        facade.destination(country=country, state=state)


@pytest.mark.django_db
def test_terms_name_the_lowest_fee_of_a_vendor_else_of_the_shop():
    mine, other = vendor(), vendor()
    flat = facade.terms_of(mine)
    assert (flat.fee, flat.free_from) == (naira(2500), naira(50_000))
    MethodFactory.create(fee_minor=200_000, free_from_minor=6_000_000)
    MethodFactory.create(fee_minor=300_000, free_from_minor=5_000_000)
    MethodFactory.create(vendor_id=mine, fee_minor=90_000)
    own, shops = facade.terms_of(mine), facade.terms_of(other)
    assert (own.fee, own.free_from) == (naira(900), None)
    assert (shops.fee, shops.free_from) == (naira(2000), naira(50_000))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"fee_minor": -1},
        {"free_from_minor": 0},
        {"min_days": 4},
        {"max_days": 366},
        {"kind": "drone"},
        {"name": ""},
        {"kind": "pickup"},
        {"pickup_address": "3 Aba Road"},
    ],
)
def test_the_database_refuses_a_method_that_makes_no_sense(wrong):
    with pytest.raises(IntegrityError):
        MethodFactory.create(**wrong)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"countries": []}, {"name": ""}, {"countries": ["NG", "GH"]}, {"countries": ["GH"]}]
)
def test_the_database_refuses_a_zone_that_makes_no_sense(wrong):
    with pytest.raises(IntegrityError):
        ZoneFactory.create(**wrong)


@pytest.mark.django_db
def test_two_zones_of_the_shop_have_two_names():
    ZoneFactory.create(name="South West")
    with pytest.raises(IntegrityError):
        ZoneFactory.create(name="South West")


@given(
    items=st.integers(0, 10**13),
    fee=st.integers(0, 10**9),
    free_from=st.none() | st.integers(1, 10**13),
)
def test_the_fee_is_flat_below_the_set_worth_and_nothing_from_it(items, fee, free_from):
    threshold = None if free_from is None else Money(free_from, "NGN")
    due = fee_of(Money(items, "NGN"), fee=Money(fee, "NGN"), free_from=threshold)
    is_free = items == 0 or (free_from is not None and items >= free_from)
    assert due == Money(0 if is_free else fee, "NGN")


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (0, 0, "the same day"),
        (1, 1, "1 day"),
        (3, 3, "3 days"),
        (0, 1, "up to 1 day"),
        (0, 2, "up to 2 days"),
        (2, 7, "2 to 7 days"),
    ],
)
def test_days_are_written_for_people(least, most, text):
    assert days_text(least, most) == text
