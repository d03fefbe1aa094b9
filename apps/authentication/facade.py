"""What neighbours may ask of identity."""

from apps.authentication.contracts import UserId
from apps.authentication.selectors.accounts import (
    contact_of,
    contacts_of,
    user_id_by_email,
)
from apps.authentication.selectors.tokens import living_family
from apps.authentication.services.create_account import create_account
from apps.authentication.services.open_tokens import open_tokens
from apps.common.db import Plan
from apps.common.errors import InvalidToken
from apps.common.http.auth import Principal

__all__ = [
    "access_token_for",
    "contact_of",
    "contacts_of",
    "create_account",
    "open_tokens",
    "principal_of",
    "user_id_by_email",
]


def principal_of(token: str) -> Plan[Principal | None]:
    """Read the account behind an access token, None for any token that does not count."""
    try:
        user = (yield from living_family(token)).user
    except InvalidToken:
        return None
    return Principal(id=user.pk, email=user.email, name=user.name, is_staff=user.is_staff)


def access_token_for(user_id: UserId) -> str:
    """Sign an account in without asking for credentials; for tests and tools of our own."""
    return open_tokens(user_id=user_id).access
