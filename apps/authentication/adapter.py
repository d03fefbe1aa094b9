"""Where allauth's page flows meet our rules."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from apps.authentication.contracts import SecurityMail
from apps.authentication.errors import WRONG_CREDENTIALS
from apps.authentication.events import SecurityMailWanted, UserSignedIn
from apps.authentication.models import User
from apps.common.outbox import publish


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """ACCOUNT_ADAPTER."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG_CREDENTIALS
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the account if it may sign in; pages and API alike, with allauth's rate limits.

        A locked account and one without a confirmed address look like a wrong password: else
        registering a stranger's address and signing in would tell whether it was known. For the
        second the confirmation is sent again.
        """
        user: User | None = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            return None
        if EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
            return user
        with transaction.atomic():
            publish(SecurityMailWanted(user_id=user.pk, mail=SecurityMail.CONFIRM_EMAIL))
        return None

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Tell the house that somebody signed in."""
        with transaction.atomic():
            publish(UserSignedIn(user_id=user.pk))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        """Queue the only notice that these flows have: the password was changed or set."""
        with transaction.atomic():
            publish(SecurityMailWanted(user_id=user.pk, mail=SecurityMail.PASSWORD_CHANGED))
