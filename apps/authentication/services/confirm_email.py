"""Prove that a mailbox belongs to its account."""

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction

from apps.authentication.contracts import UserId
from apps.authentication.errors import InvalidLink
from apps.authentication.events import UserRegistered
from apps.authentication.rules import CONFIRM_LINK_LIFE
from apps.common.outbox import publish

_SALT = "authentication.confirm-email"
_MAX_KEY_LENGTH = 200


def confirmation_key(address: EmailAddress) -> str:
    """Return the key for a link; it can be made again at any time and lives for 3 days."""
    return signing.dumps(address.pk, salt=_SALT)


@transaction.atomic
def confirm_email(*, key: str) -> UserId:
    """Mark an address as confirmed. A second time changes nothing.

    Raises:
        InvalidLink: the key is not ours or has expired.
    """
    address = _address_of(key)
    if not address.verified:
        mark_confirmed(address)
    return UserId(address.user_id)


def mark_confirmed(address: EmailAddress) -> None:
    """Confirm a locked address; from now on its account may sign in."""
    address.verified = True
    address.save(update_fields=["verified"])
    publish(UserRegistered(user_id=address.user_id))


def check_confirmation_key(*, key: str) -> None:
    """Do nothing.

    Raises:
        InvalidLink: the key is not ours or has expired.
    """
    _pk_of(key)


def _address_of(key: str) -> EmailAddress:
    address = EmailAddress.objects.select_for_update().filter(pk=_pk_of(key)).first()
    if address is None:
        raise InvalidLink
    return address


def _pk_of(key: str) -> int:
    if len(key) > _MAX_KEY_LENGTH:
        raise InvalidLink
    try:
        pk: int = signing.loads(key, salt=_SALT, max_age=CONFIRM_LINK_LIFE)
    except (signing.BadSignature, ValueError):
        raise InvalidLink from None
    return pk
