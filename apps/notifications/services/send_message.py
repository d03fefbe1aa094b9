"""Send what was written down."""

from uuid import UUID

from apps.common import clock
from apps.common.integrations.mail import send_mail
from apps.notifications.models import Message, MessageStatus
from apps.notifications.services.compose import compose


def send_message(*, message_id: UUID) -> bool:
    """Send a message unless it is sent; False when there was nothing to do.

    Makes a network call, so it opens no transaction around it. A crash between the SMTP server's
    OK and our mark leads to a repeat under the same Message-ID.

    Raises:
        MailRefused, OSError: the server did not take it; the outbox tries again.
    """
    message = Message.objects.get(pk=message_id)
    if message.status == MessageStatus.SENT:
        return False
    mail = compose(message)
    if mail:
        send_mail(
            to=mail.to,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            key=message.mail_key,
        )
    Message.objects.filter(pk=message.pk, copy=message.copy).update(
        status=MessageStatus.SENT, sent_at=clock.now()
    )
    return True
