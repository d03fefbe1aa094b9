"""Turn a message into a mail: who gets it and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string

from apps.authentication import facade as authentication
from apps.authentication.contracts import UserId
from apps.notifications.models import Message, MessageKind
from apps.orders import facade as orders
from apps.orders.contracts import OrderDetail, PartView
from apps.vendors import facade as vendors

_TO_VENDOR = {MessageKind.VENDOR_NOTICE, MessageKind.PART_DELIVERED}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to go."""

    to: Sequence[str]
    subject: str
    text: str
    html: str


def compose(message: Message) -> Mail:
    """Render a message from the present state of its order."""
    order = orders.order_for_notice(message.order_id)
    part = _part(order, message.about_id)
    recipients = (
        vendors.notice_recipients(part.vendor.id)
        if part and message.kind in _TO_VENDOR
        else [UserId(order.buyer_id)]
    )
    contacts = authentication.contacts_of(recipients)
    context = {
        "order": order,
        "part": part,
        "site_url": settings.SITE_URL,
        "name": next((contact.name for contact in contacts.values()), ""),
    }
    template = f"notifications/{message.kind}"
    return Mail(
        to=[contact.email for contact in contacts.values()],
        subject=render_to_string(f"{template}.txt#subject", context).strip(),
        text=render_to_string(f"{template}.txt", context).strip() + "\n",
        html=render_to_string(f"{template}.html", context),
    )


def _part(order: OrderDetail, about_id: UUID) -> PartView | None:
    return next((part for part in order.parts if part.id == about_id), None)
