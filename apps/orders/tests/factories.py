"""Orders as they come about: through the services, so that money, stock and history fit."""

from typing import Any
from uuid import UUID

from apps.authentication.contracts import UserId
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.outbox.testing import deliver_events
from apps.customers.contracts import AddressFields
from apps.inventory import facade as inventory
from apps.orders.contracts import NewLine, OrderRequest, PlacedOrder
from apps.orders.models import Order, VendorPart
from apps.orders.services.pay_order import continue_payment
from apps.orders.services.place_order import place_order
from apps.orders.services.ship_part import ship_part
from apps.payments.gateways.sandbox import books
from apps.payments.models import Attempt, SandboxCharge
from apps.products.contracts import VariantId
from apps.products.models import Variant
from apps.products.tests.factories import ProductFactory, VariantFactory
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

RETURN_URL = "http://testserver/orders/x/return"
ADDRESS: AddressFields = {
    "name": "Ada Obi",
    "phone": "08031234567",
    "line1": "12 Adeniran Ogunsanya Street",
    "city": "Surulere",
    "lga": "Surulere",
    "state": "Lagos",
}


def new_buyer() -> User:
    buyer: User = UserFactory.create()
    return buyer


def new_variant(*, stock: int = 10, vendor: Vendor | None = None, **fields: Any) -> Variant:
    """A variant on sale for 12,500.00 naira with units on the shelf."""
    product = ProductFactory.create(vendor=vendor or VendorFactory.create())
    variant: Variant = VariantFactory.create(product=product, stock=stock, **fields)
    return variant


def item(variant: Variant, quantity: int = 1) -> NewLine:
    return NewLine(variant_id=VariantId(variant.id), quantity=quantity)


def wish(*lines: NewLine, buyer: User | None = None, **fields: Any) -> OrderRequest:
    """What a buyer asks for: these lines (or a cart, where `items=None` is said) to an address."""
    who = buyer or new_buyer()
    wanted = {"items": lines, "address": ADDRESS} | fields
    return OrderRequest(buyer_id=UserId(who.pk), payer_email=who.email, **wanted)


def place(
    *variants: Variant,
    buyer: User | None = None,
    quantity: int = 1,
    key: str | None = None,
    **fields: Any,
) -> PlacedOrder:
    """Order so many units of each variant."""
    lines = [item(variant, quantity) for variant in variants or [new_variant()]]
    return place_order(wish(*lines, buyer=buyer, **fields), key=key or new_id().hex)


def placed_order(*variants: Variant, **fields: Any) -> Order:
    """An order that waits for its money; the fields are those of `place`."""
    placed = place(*variants, **fields)
    return Order.objects.get(id=placed.order_id)


def decide(order: Order, outcome: SandboxCharge.Outcome) -> None:
    """The buyer presses a button on the sandbox's page; the shop has not heard of it yet."""
    attempts = Attempt.objects.filter(intent__reference=order.id)
    reference = str(attempts.latest("created_at", "id").id)
    books.decide(token=SandboxCharge.objects.get(reference=reference).token, outcome=outcome)


def approve(order: Order) -> None:
    """The buyer goes to the sandbox's page and approves."""
    continue_payment(order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL)
    decide(order, SandboxCharge.Outcome.APPROVED)


def settle_and_deliver(order: Order) -> Order:
    """The shop asks the provider and all events are delivered, but for the sandbox's own post."""
    from apps.payments import facade as payments  # noqa: PLC0415

    payments.settle(reference=order.id)
    deliver_events()
    order.refresh_from_db()
    return order


def paid_order(*variants: Variant, **fields: Any) -> Order:
    """An order whose money has arrived; the fields are those of `place`."""
    order = placed_order(*variants, **fields)
    approve(order)
    return settle_and_deliver(order)


def shipped_part(*, buyer: User | None = None) -> VendorPart:
    """The only part of a paid order, on its way."""
    part = VendorPart.objects.get(order=paid_order(buyer=buyer))
    ship(part)
    part.refresh_from_db()
    return part


def ship(part: VendorPart) -> None:
    """The vendor hands the part over."""
    ship_part(
        part_id=part.id,
        vendor_id=part.vendor_id,
        actor_id=part.order.buyer_id,
        tracking_number="GIG123456",
        carrier="GIG Logistics",
    )


def free(variant: Variant) -> int:
    """Units that nobody holds."""
    variant_id = VariantId(UUID(str(variant.id)))
    return inventory.available([variant_id])[variant_id]
