"""Where an order stands after its sale, and the shortest way there."""

import io
from typing import Any
from uuid import UUID

from PIL import Image

from apps.authentication.contracts import UserId
from apps.authentication.facade import access_token_for
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.inventory.models import Movement, Stock
from apps.orders import facade
from apps.orders.contracts import Party
from apps.orders.models import Order, Refund, VendorPart
from apps.orders.states import ReturnReason
from apps.orders.tests.factories import new_variant, paid_order, ship
from apps.payments import facade as payments
from apps.products.models import Variant


def buyer_of(part: VendorPart) -> Party:
    return Party.buyer(part.order.buyer_id)


def vendor_of(part: VendorPart) -> Party:
    return Party.vendor(part.order.buyer_id, vendor_id=part.vendor_id)


def staff() -> Party:
    person: User = UserFactory.create(is_staff=True)
    return Party.staff(person.pk)


def paid_part(*variants: Variant, quantity: int = 1, buyer: User | None = None) -> VendorPart:
    """The first part of a paid order."""
    order = paid_order(*variants, quantity=quantity, buyer=buyer)
    part: VendorPart = VendorPart.objects.select_related("order").get(order=order, position=1)
    return part


def delivered_part(*variants: Variant, quantity: int = 1, buyer: User | None = None) -> VendorPart:
    """The first part of a paid order, in the buyer's hands."""
    part = paid_part(*variants, quantity=quantity, buyer=buyer)
    ship(part)
    facade.confirm_delivery(part_id=part.id, buyer_id=part.order.buyer_id)
    return again(part)


def again(part: VendorPart) -> VendorPart:
    """The part and its order as they are now."""
    fresh: VendorPart = VendorPart.objects.select_related("order").get(id=part.id)
    return fresh


def asked_back(part: VendorPart, variant: Variant, quantity: int = 1) -> UUID:
    """A return that the vendor has not answered."""
    return facade.request_return(
        part_id=part.id,
        by=buyer_of(part),
        lines={variant.id: quantity},
        reason=ReturnReason.DOES_NOT_FIT,
    )


def approved(part: VendorPart, variant: Variant, quantity: int = 1) -> UUID:
    """A return that the vendor waits for."""
    return_id = asked_back(part, variant, quantity)
    facade.approve_return(return_id=return_id, by=vendor_of(part))
    return return_id


def on_hand(variant: Variant) -> int:
    count: int = Stock.objects.get(variant=variant).on_hand
    return count


def gone_back(order: Order) -> tuple[int, int, int]:
    """Minor units that went back: by our refunds, by our parts, by payments. They must agree."""
    ours = sum(Refund.objects.filter(order=order).values_list("amount_minor", flat=True))
    parts = sum(VendorPart.objects.filter(order=order).values_list("refunded_minor", flat=True))
    state = payments.payment_of(order.id)
    assert state is not None
    return ours, parts, state.refunded.minor


def took_back(variant: Variant, kind: str) -> int:
    """Units that came back by the stock's own log."""
    return sum(
        Movement.objects.filter(variant=variant, kind=kind).values_list("quantity", flat=True)
    )


def picture(colour: str = "red", *, fmt: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(written, fmt)
    return written.getvalue()


def gown(**fields: object) -> Variant:
    return new_variant(**fields)  # type: ignore[arg-type]


def upload(api: Any, path: str, user: User, **fields: Any) -> Any:
    """Answer of a multipart POST."""
    token = access_token_for(UserId(user.pk))
    return api.client.post(path, fields, headers={"Authorization": f"Bearer {token}"})
