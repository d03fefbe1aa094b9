"""Reads of accounts for neighbours."""

from collections.abc import Iterable

from apps.authentication.contracts import Contact, UserId
from apps.authentication.errors import NoSuchAccount
from apps.authentication.models import User
from apps.authentication.rules import normal_email


def contacts_of(ids: Iterable[UserId]) -> dict[UserId, Contact]:
    """Return whom to write to, by id; ids that nobody has are left out."""
    rows = User.objects.filter(pk__in=list(ids)).values_list("pk", "email", "name")
    return {UserId(pk): Contact(UserId(pk), email, name) for pk, email, name in rows}


def contact_of(user_id: UserId) -> Contact:
    """Return whom to write to.

    Raises:
        NoSuchAccount: nobody has this id.
    """
    try:
        return contacts_of([user_id])[user_id]
    except KeyError:
        raise NoSuchAccount from None


def user_id_by_email(email: str) -> UserId | None:
    """Return the active account with this address, in any case."""
    found = User.objects.filter(email=normal_email(email), is_active=True)
    pk = found.values_list("pk", flat=True).first()
    return UserId(pk) if pk else None


def account(user_id: UserId) -> User:
    """Return the account itself, for this domain's own endpoints.

    Raises:
        NoSuchAccount: nobody has this id.
    """
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NoSuchAccount
    return user
