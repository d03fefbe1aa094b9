import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cart import facade
from apps.cart.models import CartLine
from apps.cart.rules import notice_about
from apps.cart.tests.factories import buyer, filled, guest
from apps.common.money import Money
from apps.customers.tests.factories import AddressFactory
from apps.delivery.contracts import Destination, MethodId
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.inventory import facade as inventory
from apps.inventory.tests.factories import stocked
from apps.products.models import Product, Variant
from apps.products.states import ProductStatus
from apps.products.tests.factories import ProductFactory
from apps.vendors.contracts import VendorId


def naira(major):
    return Money(major * 100, "NGN")


@pytest.mark.django_db
def test_an_empty_cart_costs_nothing():
    view = facade.view_cart(guest())
    assert (view.id, view.lines, view.by_vendor, view.total, view.units) == (
        None,
        (),
        (),
        naira(0),
        0,
    )


@pytest.mark.django_db
def test_totals_are_per_vendor_with_delivery_free_from_the_set_sum():
    mine, theirs = ProductFactory.create(), ProductFactory.create()
    shirt = stocked(9, product=mine, price_minor=1_000_000)
    cap = stocked(9, product=mine, price_minor=500_050)
    coat = stocked(9, product=theirs, price_minor=5_000_000)
    view = facade.view_cart(filled(buyer(), {shirt: 2, coat: 1, cap: 1}))
    groups = [(group.vendor.id, group.items_total, group.delivery) for group in view.by_vendor]
    assert groups == [
        (mine.vendor_id, Money(2_500_050, "NGN"), naira(2500)),
        (theirs.vendor_id, naira(50_000), naira(0)),
    ]
    assert view.items_total == Money(7_500_050, "NGN")
    assert (view.delivery_total, view.total) == (naira(2500), Money(7_750_050, "NGN"))
    assert (view.notices, view.units) == ((), 4)


@pytest.mark.django_db
def test_a_changed_price_is_told_until_the_buyer_accepts_it():
    shirt = stocked(9, price_minor=1_250_000)
    owner = filled(buyer(), {shirt: 2})
    Variant.objects.update(price_minor=1_500_000)
    for _ in range(2):
        [line] = facade.view_cart(owner).lines
        assert line.notice == "price changed from ₦12,500.00 to ₦15,000.00"
        assert (line.unit_price, line.line_total) == (naira(15_000), naira(30_000))
    assert facade.accept_changes(owner=owner).notices == ()
    assert CartLine.objects.get().quantity == 2


@pytest.mark.django_db
def test_shrunken_stock_is_told_and_accepting_lowers_the_line():
    shirt, cap = stocked(9), stocked(9)
    owner = filled(buyer(), {shirt: 5, cap: 1})
    inventory.set_on_hand(variant_id=shirt, quantity=2, reason="test")
    inventory.set_on_hand(variant_id=cap, quantity=0, reason="test")
    assert [line.notice for line in facade.view_cart(owner).lines] == ["only 2 left", "sold out"]
    [line] = facade.accept_changes(owner=owner).lines
    assert (line.variant_id, line.quantity, line.notice) == (shirt, 2, None)


@pytest.mark.django_db
def test_what_is_no_longer_sold_is_told_and_adds_nothing():
    shirt = stocked(9)
    owner = filled(buyer(), {shirt: 2})
    Product.objects.update(status=ProductStatus.ARCHIVED)
    view = facade.view_cart(owner)
    assert view.lines[0].notice == "no longer sold"
    assert view.notices == (f"{view.lines[0].title}: no longer sold",)
    assert (view.items_total, view.delivery_total) == (naira(0), naira(0))
    assert facade.accept_changes(owner=owner).lines == ()


@pytest.mark.django_db
def test_looking_takes_the_same_number_of_queries_for_any_cart(django_assert_num_queries):
    small = filled(buyer(), {stocked(2): 1})
    large = filled(buyer(), {stocked(2): 1 for _ in range(12)})
    for owner in (small, large):
        with django_assert_num_queries(7):
            facade.view_cart(owner)


@given(
    seen=st.integers(0, 10**12),
    price=st.integers(0, 10**12),
    quantity=st.integers(1, 1000),
    available=st.integers(0, 2000),
    is_sold=st.booleans(),
)
def test_there_is_a_notice_exactly_when_the_line_cannot_be_bought_as_seen(
    seen, price, quantity, available, is_sold
):
    notice = notice_about(
        seen=Money(seen, "NGN"),
        price=Money(price, "NGN"),
        quantity=quantity,
        available=available,
        is_sold=is_sold,
    )
    assert (notice is None) == (is_sold and quantity <= available and seen == price)


@pytest.mark.django_db
def test_delivery_is_priced_for_the_destination_and_by_the_choice():
    shirt = stocked(9, price_minor=1_000_000)
    house = VendorId(Product.objects.get(variants=shirt).vendor_id)
    lagos, kano = ZoneFactory.create(), ZoneFactory.create(states=["Kano"])
    MethodFactory.create(name="Rider", zone=lagos)
    van = MethodFactory.create(name="Van", zone=lagos, fee_minor=400_000)
    MethodFactory.create(name="Bus", zone=kano, fee_minor=300_000)
    owner = filled(guest(), {shirt: 1})

    def seen(place=None, chosen=None):
        view = facade.view_cart(owner, destination=place, chosen=chosen)
        [group] = view.by_vendor
        goes_by = group.goes_by.name if group.goes_by else None
        assert view.total == group.items_total + group.delivery
        return [option.name for option in group.options], goes_by, group.delivery

    assert seen() == (["Standard delivery"], "Standard delivery", naira(2500))
    place = Destination("NG", "Lagos")
    assert seen(place) == (["Rider", "Van"], "Rider", naira(1500))
    assert seen(place, {house: MethodId(van.pk)})[1:] == ("Van", naira(4000))
    assert seen(Destination("NG", "Kano"), {house: MethodId(van.pk)})[1:] == ("Bus", naira(3000))
    assert seen(Destination("GB", "London")) == ([], None, naira(0))
    assert not facade.view_cart(owner, destination=Destination("GB", "London")).is_delivered_there


@pytest.mark.django_db
def test_without_a_destination_the_default_address_counts():
    owner = filled(buyer(), {stocked(9): 1})
    MethodFactory.create(name="Bus", zone=ZoneFactory.create(states=["Kano"]))
    assert facade.view_cart(owner).destination is None
    AddressFactory.create(
        user_id=owner.user_id, state="Kano", lga="Kano Municipal", is_default=True
    )
    view = facade.view_cart(owner)
    assert view.destination == Destination("NG", "Kano")
    assert [option.name for option in view.by_vendor[0].options] == ["Bus"]
