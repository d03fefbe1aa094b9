"""Exchange a refresh token for its successor."""

from django.db import transaction

from apps.authentication import signing
from apps.authentication.contracts import TokenPair
from apps.authentication.models import RefreshToken, TokenFamily
from apps.authentication.rules import REFRESH_GRACE, REFRESH_IDLE_LIFE
from apps.authentication.selectors.tokens import is_live
from apps.authentication.services.end_tokens import end_family
from apps.authentication.services.open_tokens import pair
from apps.common import clock
from apps.common.errors import InvalidToken
from apps.common.observability.logs import logger

log = logger(__name__)


def refresh_tokens(*, refresh: str) -> TokenPair:
    """Replace a refresh token. Locks its family.

    For REFRESH_GRACE after that the old token still answers, with the same successor (two tabs).
    Later use means that two parties hold it, and ends the family.

    Raises:
        InvalidToken: unknown, expired, ended, used again, or its account may not sign in.
    """
    answer = _rotate(refresh)  # commits in either case: the end of a family must stay
    if answer is None:
        raise InvalidToken
    return answer


@transaction.atomic
def _rotate(refresh: str) -> TokenPair | None:
    digest = signing.digest(refresh)
    family = (
        TokenFamily.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(tokens__digest=digest)
        .first()
    )
    if family is None or not is_live(family):
        return None
    token = RefreshToken.objects.get(digest=digest)  # only now: another tab may have replaced it
    if token.replaced_at is None:
        return _replace(family, token, refresh)
    if clock.now() - token.replaced_at <= REFRESH_GRACE:
        return pair(family, _newest(refresh))
    end_family(family, reason="reuse")
    log.warning("tokens.reused", user_id=str(family.user_id), family_id=str(family.pk))
    return None


def _replace(family: TokenFamily, token: RefreshToken, refresh: str) -> TokenPair | None:
    now = clock.now()
    if token.expires_at <= now:
        return None
    token.replaced_at = now
    token.save(update_fields=["replaced_at"])
    successor = signing.successors(refresh)[0]
    RefreshToken.objects.create(
        digest=signing.digest(successor),
        family=family,
        expires_at=min(now + REFRESH_IDLE_LIFE, family.expires_at),
    )
    return pair(family, successor)


def _newest(refresh: str) -> str:
    """Follow the successors of a replaced token to the one that counts now."""
    while True:
        spelled = {signing.digest(text): text for text in signing.successors(refresh)}
        token = RefreshToken.objects.filter(digest__in=spelled).first()
        if token is None:  # the key it was derived with has been retired meanwhile
            raise InvalidToken
        refresh = spelled[token.digest]
        if token.replaced_at is None:
            return refresh
