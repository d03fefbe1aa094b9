"""Lock the order of a part, and read the part as it is under the lock."""

from uuid import UUID

from apps.common.errors import NotAllowed
from apps.orders.contracts import Party
from apps.orders.errors import PartNotFound
from apps.orders.models import VendorPart
from apps.orders.selectors.parties import parts_of
from apps.orders.services.move_order import locked_order
from apps.orders.states import Side


def locked_part(part_id: UUID, by: Party) -> VendorPart:
    """The part with its order, which stays locked until the end of the transaction.

    Raises:
        PartNotFound: there is none, or not for this party.
    """
    order_id = parts_of(by).filter(id=part_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise PartNotFound("There is no such order.")
    order = locked_order(order_id)
    part = VendorPart.objects.get(id=part_id)
    part.order = order
    return part


def only(by: Party, *sides: Side) -> None:
    """Refuse a side that this is not for; staff always may.

    Raises:
        NotAllowed: with the sides that may.
    """
    if by.side not in {*sides, Side.STAFF}:
        raise NotAllowed(f"This is for the {' or '.join(sides)}.")
