"""Placing an order: all of it or nothing, once per key, at the shop's own prices."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.authentication.contracts import UserId
from apps.cart import facade as cart
from apps.cart.contracts import CartOwner
from apps.cart.errors import CartChanged, CartEmpty
from apps.common.ids import new_id
from apps.common.outbox.models import OutboxEvent
from apps.customers.errors import AddressNotFound, InvalidAddress
from apps.customers.tests.factories import AddressFactory
from apps.delivery.contracts import MethodId
from apps.delivery.errors import MethodNotOffered, NotDeliveredThere
from apps.delivery.models import DeliveryMethod
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.inventory.errors import OutOfStock
from apps.inventory.models import Reservation
from apps.orders.errors import AddressMissing, DuplicateLine, NotForSale, NothingToOrder
from apps.orders.models import Order, OrderLine, TimelineEntry, VendorPart
from apps.orders.services.place_order import place_order
from apps.orders.tests.factories import ADDRESS, free, item, new_buyer, new_variant, place, wish
from apps.payments.errors import PaymentsUnavailable
from apps.payments.models import Intent, SandboxCharge
from apps.products.contracts import VariantId
from apps.products.states import ProductStatus
from apps.vendors.contracts import VendorId
from apps.vendors.states import VendorStatus
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
TABLES = (Order, VendorPart, OrderLine, TimelineEntry, Intent, Reservation)


def rows() -> list[int]:
    return [table.objects.count() for table in TABLES]


def test_an_order_holds_its_stock_and_opens_its_payment() -> None:
    gown = new_variant(stock=5)
    placed = place(gown, quantity=2)
    order = Order.objects.get(number=placed.number)
    assert (order.status, order.items_minor, order.delivery_minor) == (
        "pending",
        2_500_000,
        250_000,
    )
    assert placed.total.minor == order.total_minor == 2_750_000
    assert free(gown) == 3
    intent = Intent.objects.get(reference=order.id)
    assert (intent.id, intent.amount_minor) == (placed.intent_id, 2_750_000)
    assert OutboxEvent.objects.filter(name="orders.order-placed").count() == 1
    assert [entry.to_status for entry in order.timeline.all()] == ["pending"]


def test_each_vendor_gets_a_part_with_its_own_delivery_and_rate() -> None:
    cheap, dear = VendorFactory.create(commission_bp=700), VendorFactory.create()
    first = new_variant(vendor=dear, price_minor=5_000_000)
    second, third = new_variant(vendor=cheap), new_variant(vendor=dear, price_minor=100)
    order = Order.objects.get(id=place(first, second, third).order_id)
    parts = order.parts.order_by("position")
    assert [
        (part.vendor_id, part.items_minor, part.delivery_minor, part.commission_bp)
        for part in parts
    ] == [(dear.id, 5_000_100, 0, 1000), (cheap.id, 1_250_000, 250_000, 700)]
    assert [part.number for part in parts] == [f"{order.number}-1", f"{order.number}-2"]
    assert order.total_minor == 5_000_100 + 1_250_000 + 250_000


def test_each_part_goes_as_its_buyer_chose_and_keeps_how() -> None:
    gown, cap = new_variant(), new_variant()
    rider = MethodFactory.create(name="Rider", fee_minor=150_000)
    fetch = MethodFactory.create(
        vendor=cap.product.vendor,
        name="Atelier",
        kind="pickup",
        fee_minor=0,
        min_days=0,
        max_days=1,
        pickup_address="3 Aba Road, Port Harcourt",
    )
    express = MethodFactory.create(name="Express", fee_minor=400_000, min_days=1, max_days=1)
    choice = {VendorId(gown.product.vendor_id): MethodId(express.pk)}
    placed = place_order(wish(item(gown), item(cap), delivery=choice), key="k" * 8)
    DeliveryMethod.objects.update(name="Renamed", max_days=9, fee_minor=1)
    parts = VendorPart.objects.filter(order_id=placed.order_id).order_by("position")
    assert [(part.delivery_method, part.delivery_kind, part.delivery_minor) for part in parts] == [
        ("Express", "courier", 400_000),
        ("Atelier", "pickup", 0),
    ]
    assert [
        (part.delivery_min_days, part.delivery_max_days, part.pickup_address) for part in parts
    ] == [(1, 1, ""), (0, 1, fetch.pickup_address)]
    assert placed.total.minor == 2_500_000 + 400_000
    assert rider.pk != express.pk


def test_what_cannot_be_delivered_cannot_be_ordered() -> None:
    gown, other = new_variant(), new_variant()
    theirs = MethodFactory.create(vendor=other.product.vendor)
    vendor_id = VendorId(gown.product.vendor_id)
    before = rows()
    cases: tuple[tuple[dict[VendorId, MethodId | None], type[Exception]], ...] = (
        ({vendor_id: MethodId(theirs.pk)}, MethodNotOffered),
        ({VendorId(new_id()): None}, MethodNotOffered),
    )
    for delivery, refusal in cases:
        with pytest.raises(refusal):
            place_order(wish(item(gown), delivery=delivery), key="k" * 8)
    MethodFactory.create(zone=ZoneFactory.create(states=["Kano"]))
    with pytest.raises(NotDeliveredThere):
        place(gown)
    assert rows() == before


def test_a_line_keeps_what_was_sold() -> None:
    gown = new_variant(sale_price_minor=900_000, colour_name="Indigo")
    place(gown, quantity=3)
    gown.product.title, gown.price_minor = "Renamed", 1
    gown.product.save()
    line = OrderLine.objects.get()
    assert (line.title.startswith("Ankara gown"), line.colour) == (True, "Indigo")
    assert (line.unit_price_minor, line.line_total_minor) == (900_000, 2_700_000)


def test_a_cart_becomes_an_order_and_is_empty_then() -> None:
    buyer, gown = new_buyer(), new_variant()
    owner = CartOwner(user_id=UserId(buyer.pk))
    cart.add_line(owner=owner, variant_id=VariantId(gown.id), quantity=4)
    home = AddressFactory.create(user=buyer)
    asked = wish(
        buyer=buyer, items=None, owner=owner, address=None, address_id=home.id, note="Ring twice"
    )
    placed = place_order(asked, key="k" * 8)
    order = Order.objects.get(id=placed.order_id)
    assert order.items_minor == 5_000_000
    assert order.note == "Ring twice"
    assert order.address["line1"] == home.line1
    assert cart.view_cart(owner).lines == ()
    with pytest.raises(CartEmpty):
        place_order(asked, key="other-key")


def test_a_cart_whose_price_changed_is_not_ordered() -> None:
    buyer, gown = new_buyer(), new_variant()
    owner = CartOwner(user_id=UserId(buyer.pk))
    cart.add_line(owner=owner, variant_id=VariantId(gown.id), quantity=1)
    gown.price_minor = 1_300_000
    gown.save()
    before = rows()
    with pytest.raises(CartChanged):
        place_order(wish(buyer=buyer, items=None, owner=owner), key="k" * 8)
    assert rows() == before
    assert len(cart.view_cart(owner).lines) == 1


def test_a_known_key_answers_its_first_order() -> None:
    buyer, gown = new_buyer(), new_variant(stock=5)
    first = place(gown, buyer=buyer, key="same-key")
    again = place(gown, buyer=buyer, key="same-key")
    other = place(gown, key="same-key")
    assert first == again != other
    assert free(gown) == 3


def test_short_stock_leaves_nothing_behind() -> None:
    plenty, short = new_variant(stock=9), new_variant(stock=1)
    before = rows()
    with pytest.raises(OutOfStock) as refusal:
        place(plenty, short, quantity=2)
    assert refusal.value.members["available"] == 1
    assert rows() == before
    assert (free(plenty), free(short)) == (9, 1)


def unsellable() -> dict[str, UUID]:
    draft, closed = new_variant(), new_variant(vendor=VendorFactory.create())
    draft.product.status = ProductStatus.DRAFT
    draft.product.save()
    closed.vendor.status = VendorStatus.SUSPENDED
    closed.vendor.save()
    retired = new_variant(is_active=False)
    return {
        "draft": draft.id,
        "closed store": closed.id,
        "retired": retired.id,
        "another currency": new_variant(currency="USD").id,
        "unknown": new_id(),
        "a product's id": draft.product_id,
    }


@pytest.mark.parametrize(
    "case", ["draft", "closed store", "retired", "another currency", "unknown", "a product's id"]
)
def test_what_is_not_on_sale_cannot_be_ordered(case: str) -> None:
    variant_id = VariantId(unsellable()[case])
    before = rows()
    wanted = item(new_variant())
    other = type(wanted)(variant_id=variant_id, quantity=1)
    with pytest.raises(NotForSale):
        place_order(wish(wanted, other), key="k" * 8)
    assert rows() == before


def test_items_must_be_there_and_differ() -> None:
    line = item(new_variant())
    for asked, refusal in (
        (wish(), NothingToOrder),
        (wish(line, line), DuplicateLine),
        (wish(items=None), NothingToOrder),
    ):
        with pytest.raises(refusal):
            place_order(asked, key="k" * 8)


def test_an_order_needs_one_address_of_the_buyer() -> None:
    gown, buyer = new_variant(), new_buyer()
    mine, theirs = AddressFactory.create(user=buyer), AddressFactory.create()
    cases: tuple[tuple[dict[str, Any], type[Exception]], ...] = (
        ({}, AddressMissing),
        ({"address_id": mine.id, "address": ADDRESS}, AddressMissing),
        ({"address_id": theirs.id}, AddressNotFound),
        ({"address_id": new_id()}, AddressNotFound),
        ({"address": ADDRESS | {"state": "Atlantis"}}, InvalidAddress),
    )
    for where, refusal in cases:
        with pytest.raises(refusal):
            asked = wish(item(gown), buyer=buyer, **({"address": None} | where))
            place_order(asked, key="k" * 8)
    assert not Order.objects.exists()


def test_no_gateway_no_order(settings) -> None:
    gown = new_variant()
    settings.PAYMENT_GATEWAYS = []
    before = rows()
    with pytest.raises(PaymentsUnavailable):
        place(gown)
    assert rows() == before


def test_placing_makes_no_call_inside_the_transaction() -> None:
    place(new_variant())
    attempt = Intent.objects.get().attempts.get()
    assert attempt.redirect_url == ""
    assert not SandboxCharge.objects.exists()


def test_an_order_of_3_lines_from_2_vendors_takes_few_statements() -> None:
    """Its own, without the request's token and the payment page; see test_orders_v2."""
    one, two = VendorFactory.create(), VendorFactory.create()
    goods = [new_variant(vendor=one), new_variant(vendor=two), new_variant(vendor=two)]
    buyer = new_buyer()
    with transaction.atomic(), CaptureQueriesContext(connection) as statements:
        place(*goods, buyer=buyer)
    assert len(statements) <= 20, len(statements)


def test_the_timeline_cannot_be_rewritten() -> None:
    place(new_variant())
    for change in (
        lambda: TimelineEntry.objects.update(reason="never happened"),
        lambda: TimelineEntry.objects.all().delete(),
    ):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            change()
    assert TimelineEntry.objects.get().reason == "Order placed"
