"""Paid units are called off before they are sent."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.common.failpoints import failpoint
from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.outbox import publish
from apps.inventory import facade as inventory
from apps.inventory.contracts import StockLine
from apps.orders.contracts import OrderId, Party
from apps.orders.errors import NotCancellable, NotYetPaid
from apps.orders.events import PartCancelled
from apps.orders.models import OrderLine, VendorPart
from apps.orders.refund_rules import capped
from apps.orders.services.count_units import chosen_units
from apps.orders.services.free_coupons import free_coupons
from apps.orders.services.lock_part import locked_part
from apps.orders.services.move_part import end_order, move_part
from apps.orders.services.note_timeline import note
from apps.orders.services.send_money_back import send_money_back
from apps.orders.states import PartStatus, RefundKind
from apps.products.contracts import VariantId

type Units = list[tuple[OrderLine, int]]


@transaction.atomic
def cancel_units(
    *, part_id: UUID, by: Party, lines: Mapping[UUID, int] | None = None, reason: str = ""
) -> OrderId:
    """Call units of a paid part off: the money goes back, the units return to the shelf.

    Buyer, vendor and staff may. What was paid for the units goes back; with the last of them the
    delivery too, and with the last of the whole order its coupons. Locks the order, the coupons,
    the payment, then stock rows in id order. Answers the order.

    Args:
        part_id: the part.
        by: who asks.
        lines: units by variant; None is everything that is left.
        reason: in their own words.

    Raises:
        PartNotFound: no such part for this party.
        NotYetPaid: the order waits for its money; cancel the order instead.
        NotCancellable: the part is sent, or over.
        InvalidInput, UnknownLine, FewerLeft: the lines do not fit the part.
    """
    part = locked_part(part_id, by)
    _refuse_unless_paid(part)
    found = OrderLine.objects.filter(part=part).order_by("id")
    left = {line: line.kept for line in found}
    units = chosen_units(left, lines)
    is_whole = sum(left.values()) == sum(count for _, count in units)
    if is_whole:
        free_coupons(part.order, ending=[part.id])
    _give_up(part, units, is_whole=is_whole, by=by, reason=reason)
    if is_whole:
        move_part(part, PartStatus.REFUNDED, reason="Called off", by=by)
        end_order(part.order, by=by)
    failpoint("orders.call-off.before-commit")
    return OrderId(part.order_id)


def _refuse_unless_paid(part: VendorPart) -> None:
    if part.status == PartStatus.PENDING:
        raise NotYetPaid("Cancel the order instead: it is not paid.")
    if part.status != PartStatus.PAID:
        raise NotCancellable(f"It is {part.status}.", status=part.status)


def _give_up(part: VendorPart, units: Units, *, is_whole: bool, by: Party, reason: str) -> None:
    count = sum(quantity for _, quantity in units)
    words = f"{count} called off by the {by.side}" + (f": {reason}" if reason else "")
    note(part.order, part=part, reason=words, actor_id=by.user_id)
    amount = _count(part, units, is_whole=is_whole)
    failpoint("orders.call-off.after-count")
    send_money_back(part, amount=amount, kind=RefundKind.CANCELLATION, reason=words, by=by)
    failpoint("orders.call-off.after-refund")
    inventory.take_back(
        [StockLine(VariantId(line.variant_id), quantity) for line, quantity in units],
        reference=part.id,
        kind=inventory.MovementKind.RETURN,
        reason=words,
        actor_id=UserId(by.user_id),
    )
    audit.record(
        "part.cancelled",
        subject=f"part:{part.id}",
        actor_id=by.user_id,
        before={"status": part.status},
        after={line.sku: line.cancelled_quantity for line, _ in units},
        reason=reason,
    )
    _tell(part, count, is_whole=is_whole, by=by, reason=reason)


def _count(part: VendorPart, units: Units, *, is_whole: bool) -> Money:
    """Count the units off their lines; answer what goes back for them."""
    left = part.refundable
    worths = capped([line.worth(count, left.currency) for line, count in units], left)
    for (line, count), worth in zip(units, worths, strict=True):
        line.cancelled_quantity += count
        line.refunded_minor += worth.minor
    OrderLine.objects.bulk_update(
        [line for line, _ in units], ["cancelled_quantity", "refunded_minor"]
    )
    return left if is_whole else sum(worths, start=Money.zero(left.currency))


def _tell(part: VendorPart, units: int, *, is_whole: bool, by: Party, reason: str) -> None:
    publish(
        PartCancelled(
            cancellation_id=new_id(),
            order_id=part.order_id,
            part_id=part.id,
            vendor_id=part.vendor_id,
            buyer_id=part.order.buyer_id,
            by=by.side,
            units=units,
            is_whole=is_whole,
            reason=reason,
        )
    )
