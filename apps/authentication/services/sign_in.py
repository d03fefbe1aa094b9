"""Check an address and a password."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from apps.authentication.contracts import TokenPair, UserId
from apps.authentication.errors import WRONG_CREDENTIALS, WrongCredentials
from apps.authentication.events import UserSignedIn
from apps.authentication.limits import too_many_attempts
from apps.authentication.models import User
from apps.authentication.rules import normal_email
from apps.authentication.services.open_tokens import open_tokens
from apps.common import clock
from apps.common.outbox import publish


def sign_in(*, request: HttpRequest, email: str, password: str) -> tuple[UserId, TokenPair]:
    """Open tokens for the account with these credentials; `request` is what limits count by.

    Raises:
        WrongCredentials: whatever the reason.
        TooManyAttempts: this address or connection failed too often.
    """
    try:
        user = get_adapter(request).authenticate(
            request, email=normal_email(email), password=password
        )
    except ValidationError:
        raise too_many_attempts() from None
    if user is None:
        raise WrongCredentials(WRONG_CREDENTIALS)
    return UserId(user.pk), _open(user)


@transaction.atomic
def _open(user: User) -> TokenPair:
    User.objects.filter(pk=user.pk).update(last_login=clock.now())
    publish(UserSignedIn(user_id=user.pk))
    return open_tokens(user_id=UserId(user.pk))
