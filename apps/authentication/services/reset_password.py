"""Set a password without the old one, by right of the mailbox."""

from allauth.account.models import EmailAddress
from django.db import transaction

from apps.authentication.contracts import UserId
from apps.authentication.models import User
from apps.authentication.services.confirm_email import mark_confirmed


@transaction.atomic
def reset_password(*, user_id: UserId, password: str) -> None:
    """Set the password; every session and token of before is dead with the old one.

    The caller has checked the link. Who held it owns the mailbox, so the address is confirmed too.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    address = EmailAddress.objects.select_for_update().filter(user=user, email=user.email).first()
    if address is not None and not address.verified:
        mark_confirmed(address)
