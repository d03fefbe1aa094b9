"""Mail: the one place that knows Django's mail API (6.1 changes it). Tests use Django's outbox."""

import smtplib
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives


class MailRefused(Exception):
    """The server did not take the mail. Says its code, and not whom it was for: it gets logged."""


def send_mail(*, to: Sequence[str], subject: str, text: str, html: str, key: str) -> None:
    """Send one mail over SMTP. A network call: never inside a transaction.

    Args:
        to: addresses, at least one.
        subject: one line; line breaks in it are folded into spaces.
        text: the plain part.
        html: the same for those who show it.
        key: the same for every repeat, so that a receiver can tell a repeat from a new mail; the
            Message-ID is made of it.

    Raises:
        MailRefused, OSError: not accepted; it may be sent again under the same key.
    """
    message_id = f"<{key}@{urlsplit(settings.SITE_URL).hostname}>"
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        to=list(to),
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _ in error.recipients.values()})
        raise MailRefused(f"every recipient is refused: {codes}") from None
    except smtplib.SMTPResponseException as error:
        raise MailRefused(f"the server answered {error.smtp_code}") from None
