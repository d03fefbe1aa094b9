"""Who is behind a token."""

from django.utils.crypto import constant_time_compare

from apps.authentication import signing
from apps.authentication.models import TokenFamily
from apps.common import clock
from apps.common.db import Named, Plan, Prepared, plans
from apps.common.errors import InvalidToken

_FAMILY = Prepared(
    lambda: TokenFamily.objects.select_related("user").filter(
        pk=Named("family_id"), user_id=Named("user_id")
    )
)


def family_behind(access: str) -> TokenFamily:
    """Return the living family of an access token, with its user: one query.

    Raises:
        InvalidToken: wrong in any way, or its family or account has ended.
    """
    return plans.run(living_family(access))


def living_family(access: str) -> Plan[TokenFamily]:
    """Read what `family_behind` returns. Raises the same."""
    claims = signing.read_access_token(access)
    asked = {"family_id": claims.family_id, "user_id": claims.user_id}
    family = yield from plans.first(_FAMILY, **asked)
    if family is None or not is_live(family):
        raise InvalidToken
    return family


def is_live(family: TokenFamily) -> bool:
    """Tell whether a family counts: not ended, not too old, its account active, same password."""
    user = family.user
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return (
        family.ended_at is None
        and family.expires_at > clock.now()
        and user.is_active
        and any(constant_time_compare(family.auth_hash, known) for known in hashes)
    )
