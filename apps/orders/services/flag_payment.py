"""The provider's books show another sum than was due."""

from uuid import UUID

from django.db import transaction

from apps.common import audit
from apps.common.observability.logs import logger
from apps.orders.services.move_order import flag, locked_order

log = logger(__name__)


@transaction.atomic
def flag_payment(*, order_id: UUID) -> None:
    """Ask staff to look at an order whose payment does not fit, whenever that came out.

    Locks the order. It stays as it is: an unpaid one expires in its time.

    Raises:
        OrderNotFound: no such order.
    """
    order = locked_order(order_id)
    flag(order, reason="The provider reports another amount than was due")
    audit.record(
        "order.flagged",
        subject=f"order:{order.id}",
        actor_id=None,
        after={"status": order.status, "total": order.total.as_json()},
    )
    log.warning("order.needs_attention", order_id=str(order.id), reason="payment under review")
