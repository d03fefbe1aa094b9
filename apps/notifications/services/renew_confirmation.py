"""Prepare a confirmation for being sent once more."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.notifications.errors import NothingToSendAgain
from apps.notifications.models import Message, MessageKind, MessageStatus
from apps.orders import facade as orders


@transaction.atomic
def renew_confirmation(*, order_id: UUID, buyer_id: UUID) -> UUID:
    """Open a further copy of an order's confirmation; return the message's id.

    Raises:
        OrderNotFound: no such order of this buyer.
        NothingToSendAgain: the order is not paid.
    """
    orders.order_for(order_id=order_id, buyer_id=buyer_id)
    confirmation = Message.objects.filter(kind=MessageKind.ORDER_CONFIRMATION, about_id=order_id)
    # A new Message-ID, or receivers would take the copy for a repeat and hide it.
    if not confirmation.update(status=MessageStatus.QUEUED, copy=F("copy") + 1):
        raise NothingToSendAgain("It is sent once the payment has arrived.")
    return confirmation.values_list("pk", flat=True).get()
