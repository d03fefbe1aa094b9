"""What this domain does about events."""

from apps.authentication.contracts import SecurityMail, UserId
from apps.authentication.events import SecurityMailWanted
from apps.authentication.services.send_security_mail import send_security_mail
from apps.common.outbox import on


@on(SecurityMailWanted, queue="emails")
def send_wanted_mail(event: SecurityMailWanted) -> None:
    """Send the mail that a service asked for."""
    send_security_mail(user_id=UserId(event.user_id), mail=SecurityMail(event.mail))
