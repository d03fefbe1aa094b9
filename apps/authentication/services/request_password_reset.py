"""Ask for a link that sets a new password."""

from django.db import transaction

from apps.authentication.contracts import SecurityMail
from apps.authentication.events import SecurityMailWanted
from apps.authentication.models import User
from apps.authentication.rules import normal_email
from apps.common.ids import new_id
from apps.common.outbox import publish


@transaction.atomic
def request_password_reset(*, email: str) -> None:
    """Queue the mail. For an unknown address an id that nobody has: the same work, no mail."""
    user_id = User.objects.filter(email=normal_email(email)).values_list("pk", flat=True).first()
    publish(SecurityMailWanted(user_id=user_id or new_id(), mail=SecurityMail.PASSWORD_RESET))
