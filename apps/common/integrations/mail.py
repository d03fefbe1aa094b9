"""Mail: the one place that knows Django's mail API (6.1 changes it). Tests use Django's outbox."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives


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
        smtplib.SMTPException, OSError: not accepted; it may be sent again under the same key.
    """
    message_id = f"<{key}@{urlsplit(settings.SITE_URL).hostname}>"
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        to=list(to),
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    mail.send()
