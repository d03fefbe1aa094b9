"""Sign API clients out."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from apps.authentication import signing
from apps.authentication.contracts import UserId
from apps.authentication.models import TokenFamily
from apps.common import clock


@transaction.atomic
def sign_out(*, refresh: str | None = None, family_id: UUID | None = None) -> None:
    """End the family of a refresh or access token. Unknown and ended ones change nothing."""
    asked = Q(pk=family_id)
    if refresh:
        asked |= Q(tokens__digest=signing.digest(refresh))
    ids = TokenFamily.objects.filter(asked, ended_at=None).values("pk")
    for family in TokenFamily.objects.select_for_update().filter(pk__in=ids, ended_at=None):
        end_family(family, reason="logout")


@transaction.atomic
def sign_out_everywhere(*, user_id: UserId) -> None:
    """End every family of an account (staff do this when a device was stolen)."""
    families = TokenFamily.objects.select_for_update().filter(user_id=user_id, ended_at=None)
    for family in families.order_by("pk"):
        end_family(family, reason="staff")


def end_family(family: TokenFamily, *, reason: str) -> None:
    """End a locked family: its refresh and access tokens are refused from now on."""
    family.ended_at = clock.now()
    family.end_reason = reason
    family.save(update_fields=["ended_at", "end_reason"])
