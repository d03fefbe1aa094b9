"""The goods of a return are back at the vendor."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common.errors import InvalidInput
from apps.common.failpoints import failpoint
from apps.common.money import Money
from apps.common.outbox import publish
from apps.inventory import facade as inventory
from apps.inventory.contracts import StockLine
from apps.orders.contracts import Party
from apps.orders.errors import FewerLeft, UnknownLine
from apps.orders.events import ReturnReceived
from apps.orders.models import OrderLine, Return, ReturnLine
from apps.orders.refund_rules import capped
from apps.orders.services.lock_part import only
from apps.orders.services.lock_return import locked_return, move_return
from apps.orders.services.send_money_back import send_money_back
from apps.orders.states import RETURN, RefundKind, ReturnStatus, Side
from apps.products.contracts import VariantId


@transaction.atomic
def receive_return(
    *, return_id: UUID, by: Party, restocked: Mapping[UUID, int] | None = None
) -> None:
    """Take approved goods back: what was paid for them goes back to the buyer.

    Locks the order, the payment, then stock rows in id order. Units that are not fit for sale are
    written off.

    Args:
        return_id: the return.
        by: the vendor, or staff for it.
        restocked: units by variant that go back on the shelf, the rest is written off; None puts
            all of them there.

    Raises:
        ReturnNotFound: no such return for this party.
        NotAllowed: the buyer asks.
        UnknownLine, FewerLeft, InvalidInput: `restocked` does not fit the return.
        IllegalTransition: it is not approved, or was received before.
    """
    only(by, Side.VENDOR)
    found = locked_return(return_id, by)
    RETURN.check(ReturnStatus(found.status), ReturnStatus.RECEIVED)
    lines = list(ReturnLine.objects.filter(of=found).select_related("line").order_by("id"))
    _sort_out(lines, restocked)
    amount = _count(found, lines)
    failpoint("orders.return.after-count")
    found.refund = send_money_back(
        found.part, amount=amount, kind=RefundKind.RETURN, reason="Returned", by=by
    )
    failpoint("orders.return.after-refund")
    move_return(found, ReturnStatus.RECEIVED, reason="Return received", by=by)
    _shelve(found, lines, by)
    failpoint("orders.return.before-commit")
    _tell(found)


def _sort_out(lines: list[ReturnLine], restocked: Mapping[UUID, int] | None) -> None:
    """Note how many units of each line are fit for sale."""
    if restocked is None:
        restocked = {back.line.variant_id: back.quantity for back in lines}
    known = {back.line.variant_id: back.quantity for back in lines}
    for variant_id, units in restocked.items():
        if variant_id not in known:
            raise UnknownLine("A line is not part of this return.", variant_id=str(variant_id))
        if units < 0:
            raise InvalidInput(errors={"restocked": ["Not below zero."]})
        if units > known[variant_id]:
            left = known[variant_id]
            raise FewerLeft(f"{left} come back.", variant_id=str(variant_id), left=left)
    for back in lines:
        back.restocked = restocked.get(back.line.variant_id, 0)
    ReturnLine.objects.bulk_update(lines, ["restocked"])


def _count(found: Return, lines: list[ReturnLine]) -> Money:
    """Count the units as returned; answer what goes back for them."""
    left = found.part.refundable
    worths = capped([back.line.worth(back.quantity, left.currency) for back in lines], left)
    for back, worth in zip(lines, worths, strict=True):
        back.line.returned_quantity += back.quantity
        back.line.refunded_minor += worth.minor
    OrderLine.objects.bulk_update(
        [back.line for back in lines], ["returned_quantity", "refunded_minor"]
    )
    return sum(worths, start=Money.zero(left.currency))


def _shelve(found: Return, lines: list[ReturnLine], by: Party) -> None:
    kinds = inventory.MovementKind
    for kind in (kinds.RETURN, kinds.DAMAGE):
        units = [(back, _units(back, is_fit=kind is kinds.RETURN)) for back in lines]
        stock = [
            StockLine(VariantId(back.line.variant_id), count) for back, count in units if count
        ]
        if stock:
            inventory.take_back(
                stock,
                reference=found.id,
                kind=kind,
                reason=f"Return: {found.reason}",
                actor_id=UserId(by.user_id),
            )


def _units(back: ReturnLine, *, is_fit: bool) -> int:
    fit = back.restocked or 0
    return fit if is_fit else back.quantity - fit


def _tell(found: Return) -> None:
    part = found.part
    publish(
        ReturnReceived(
            return_id=found.id,
            order_id=part.order_id,
            part_id=part.id,
            vendor_id=part.vendor_id,
            buyer_id=part.order.buyer_id,
            refund_id=found.refund_id,
        )
    )
