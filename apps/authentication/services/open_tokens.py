"""Sign an API client in: a new family of tokens."""

from django.db import transaction

from apps.authentication import signing
from apps.authentication.contracts import TokenPair, UserId
from apps.authentication.models import RefreshToken, TokenFamily, User
from apps.authentication.rules import ACCESS_LIFE, REFRESH_ABSOLUTE_LIFE, REFRESH_IDLE_LIFE
from apps.common import clock


@transaction.atomic
def open_tokens(*, user_id: UserId) -> TokenPair:
    """Start a family for an account whose credentials the caller has checked."""
    user = User.objects.get(pk=user_id)
    now = clock.now()
    family = TokenFamily.objects.create(
        user=user, auth_hash=user.get_session_auth_hash(), expires_at=now + REFRESH_ABSOLUTE_LIFE
    )
    refresh = signing.first_refresh_token()
    RefreshToken.objects.create(
        digest=signing.digest(refresh), family=family, expires_at=now + REFRESH_IDLE_LIFE
    )
    return pair(family, refresh)


def pair(family: TokenFamily, refresh: str) -> TokenPair:
    """Return a refresh token together with a fresh access token of its family."""
    access = signing.access_token(signing.Claims(user_id=family.user_id, family_id=family.pk))
    return TokenPair(access, refresh, int(ACCESS_LIFE.total_seconds()))
