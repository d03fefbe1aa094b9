"""An order with so many of everything below it, written as rows: services would take minutes."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from apps.authentication.models import User
from apps.common import clock
from apps.common.ids import new_id
from apps.orders.models import (
    Dispute,
    DisputeEvidence,
    Order,
    OrderLine,
    Refund,
    Return,
    ReturnLine,
    ReturnPhoto,
    Shipment,
    TimelineEntry,
    VendorPart,
)
from apps.payments.tests.factories import IntentFactory
from apps.products.models import Variant
from apps.vendors.models import Vendor

PRICE = 1_250_000
ADDRESS = dict.fromkeys(("line2", "landmark", "postcode"), "") | {
    "name": "Ada Obi",
    "phone": "+2348031234567",
    "line1": "12 Adeniran Ogunsanya Street",
    "city": "Surulere",
    "lga": "Surulere",
    "state": "Lagos",
    "country": "NG",
}


class Sale(NamedTuple):
    """The ids of an order and of one of each thing below it."""

    order_id: UUID
    part_id: UUID
    return_id: UUID
    dispute_id: UUID


def sale(buyer: User, store: Vendor, variants: Sequence[Variant]) -> Sale:
    """An order whose only part was delivered, with a return, a dispute, … for each variant."""
    now, minor = clock.now(), PRICE * len(variants)
    sums = {"items_minor": minor, "delivery_minor": 0, "placed_at": now}
    order = Order.objects.create(
        number=f"FS-TEST-{Order.objects.count():04}",
        buyer=buyer,
        key=new_id().hex,
        status="completed",
        currency="NGN",
        total_minor=minor,
        address=ADDRESS,
        note="Ring “twice”.",
        expires_at=now,
        paid_at=now,
        **sums,
    )
    IntentFactory.create(reference=order.id, amount_minor=minor)
    part = VendorPart.objects.create(
        order=order, vendor=store, position=1, status="delivered", commission_bp=1000, **sums
    )
    Shipment.objects.create(
        part=part, carrier="GIG", tracking_number="G1", shipped_at=now, delivered_at=now
    )
    for entry in (part, None):
        TimelineEntry.objects.create(order=order, part=entry, to_status="paid", reason="paid")
    found = [_after(buyer, part, _line(part, variant), n) for n, variant in enumerate(variants)]
    return Sale(order.id, part.id, *found[-1])


def _line(part: VendorPart, variant: Variant) -> OrderLine:
    return OrderLine.objects.create(
        part=part,
        variant=variant,
        title="Agbada",
        slug="agbada",
        sku=variant.sku,
        image_url="/media/a.webp",
        unit_price_minor=PRICE,
        quantity=1,
        line_total_minor=PRICE,
    )


def _after(buyer: User, part: VendorPart, line: OrderLine, number: int) -> tuple[UUID, UUID]:
    """A return of the line and a quarrel about it, each with its money; their ids."""
    TimelineEntry.objects.create(order=part.order, part=part, reason=f"step {number}")
    asked = Return.objects.create(part=part, reason="damaged", refund=_refund(part, "return"))
    ReturnLine.objects.create(of=asked, line=line, quantity=1)
    ReturnPhoto.objects.create(of=asked, file="returns/a.webp")
    dispute = Dispute.objects.create(
        part=part,
        status="for-buyer" if number else "open",
        reason="other",
        refund=_refund(part, "dispute"),
    )
    words: dict[str, Any] = {"dispute": dispute, "author": buyer}
    DisputeEvidence.objects.create(side="buyer", text="Torn.", file="disputes/a.pdf", **words)
    DisputeEvidence.objects.create(side="vendor", text="It was whole.", **words)
    return asked.id, dispute.id


def _refund(part: VendorPart, kind: str) -> Refund:
    return Refund.objects.create(
        order=part.order, part=part, kind=kind, amount_minor=100, reason="torn"
    )
