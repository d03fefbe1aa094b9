"""Who is asking, for DRF endpoints."""

from uuid import UUID

from rest_framework.request import Request

from apps.common.errors import SignInRequired


def requester_id(request: Request) -> UUID:
    """Return the id of the signed-in account.

    Raises:
        SignInRequired: nobody signed in.
    """
    pk: UUID | None = getattr(request.user, "pk", None)  # the user is None without a token
    if pk is None:
        raise SignInRequired
    return pk
