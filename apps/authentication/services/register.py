"""Ask for an account."""

from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.db import transaction

from apps.authentication.contracts import SecurityMail
from apps.authentication.events import SecurityMailWanted
from apps.authentication.models import User
from apps.authentication.services.checks import (
    check_email,
    check_name,
    check_password,
    collect,
)
from apps.common.ids import new_id
from apps.common.outbox import publish


def register(*, email: str, password: str, name: str) -> None:
    """Create an account that its mailbox must confirm; the same for a known address.

    Both ways hash a password twice, write, and queue one mail, so neither the answer nor its time
    tells whether the address has an account.

    Raises:
        UnacceptableInput: the input itself cannot be taken.
    """
    clean = collect(
        email=lambda: check_email(email),
        name=lambda: check_name(name),
        password=lambda: check_password(password, email=email, name=name),
    )
    hashed = hashers.make_password(password)  # outside the transaction: it takes a while
    claim = User(id=new_id(), email=clean["email"], name=clean["name"], password=hashed)
    _claim(claim, password=password)


@transaction.atomic
def _claim(claim: User, *, password: str) -> None:
    User.objects.bulk_create([claim], ignore_conflicts=True)
    user = User.objects.select_for_update().get(email=claim.email)
    address, _ = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True}
    )
    is_repeat = hashers.check_password(password, user.password)  # always: it takes a while, too
    mail = SecurityMail.ALREADY_REGISTERED
    if is_repeat and not address.verified:
        mail = SecurityMail.CONFIRM_EMAIL
    elif not address.verified:
        _let_the_mailbox_decide(user)
    publish(SecurityMailWanted(user_id=user.pk, mail=mail))


def _let_the_mailbox_decide(user: User) -> None:
    """Two people claim an unconfirmed address: from now on only a reset link sets its password.

    Otherwise whoever came first could wait with a known password for the owner's confirmation.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
