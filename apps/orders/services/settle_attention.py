"""Somebody looked at a flagged order."""

from uuid import UUID

from django.db import transaction

from apps.common import audit
from apps.common.errors import InvalidInput
from apps.orders.errors import NothingToSettle
from apps.orders.services.move_order import locked_order
from apps.orders.services.note_timeline import note

MAX_REASON = 150


@transaction.atomic
def settle_attention(*, order_id: UUID, actor_id: UUID, reason: str) -> None:
    """Take `needs_attention` away and say why. Locks the order; moves neither money nor goods.

    The reason stands in the audit alone: buyers and vendors read the timeline.

    Raises:
        InvalidInput: the reason is empty, too long, or holds what cannot be seen.
        OrderNotFound: there is none.
        NothingToSettle: nobody needs to look at it, or somebody else just did.
    """
    said = reason.strip()
    if not said or len(said) > MAX_REASON or not said.isprintable():
        sentence = f"1 to {MAX_REASON} visible characters."
        raise InvalidInput("Some fields are not right.", errors={"reason": [sentence]})
    order = locked_order(order_id)
    if not order.needs_attention:
        raise NothingToSettle("It is settled already, or was never flagged.")
    order.needs_attention = False
    order.save(update_fields=["needs_attention"])
    note(order, reason="Looked at and settled", actor_id=actor_id)
    audit.record(
        "order.attention-settled",
        subject=f"order:{order.id}",
        actor_id=actor_id,
        before={"needs_attention": True, "status": order.status},
        after={"needs_attention": False, "status": order.status},
        reason=said,
    )
