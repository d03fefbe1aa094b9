"""Turn a message into a mail: who gets it and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from apps.authentication import facade as authentication
from apps.notifications.models import Message
from apps.notifications.services.letters import letter_of


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to go."""

    to: Sequence[str]
    subject: str
    text: str
    html: str


def compose(message: Message) -> Mail | None:
    """Render a message from the present state of what it is about; None if nobody needs it."""
    letter = letter_of(message)
    contacts = authentication.contacts_of(letter.to)
    if not contacts:
        return None
    context = {
        **letter.context,
        "site_url": settings.SITE_URL,
        "name": next(iter(contacts.values())).name,
    }
    template = f"notifications/{message.kind}"
    return Mail(
        to=[contact.email for contact in contacts.values()],
        subject=render_to_string(f"{template}.txt#subject", context).strip(),
        text=render_to_string(f"{template}.txt", context).strip() + "\n",
        html=render_to_string(f"{template}.html", context),
    )
