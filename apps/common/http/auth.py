"""Who is asking, for Ninja endpoints. The composition root names the function that knows tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from apps.common.errors import SignInRequired


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in account, as far as endpoints need to know it."""

    id: UUID
    email: str
    name: str
    is_staff: bool = False


class SignedIn(HttpRequest):
    """A request whose bearer token was accepted (a type for annotations)."""

    auth: Principal


class GuestOrSignedIn(HttpRequest):
    """A request of a guest (`auth.principal` is None) or of an account (for annotations)."""

    auth: "Visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who may or may not have signed in."""

    principal: Principal | None


@cache
def _principal_of() -> Callable[[str], Principal | None]:
    function: Callable[[str], Principal | None] = import_string(settings.PRINCIPAL_OF)
    return function


async def _bearer(request: HttpRequest) -> Principal | None:
    """Return the account of the bearer token, None without a header.

    Raises:
        SignInRequired: a header came, but its token is not accepted.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    principal = None
    if scheme.lower() == "bearer" and token:
        principal = await sync_to_async(_principal_of())(token.strip())
    if principal is None:
        raise SignInRequired("The token is not valid or has expired.")
    request.principal = principal  # type: ignore[attr-defined] # for the request log
    return principal


async def signed_in(request: HttpRequest) -> Principal:
    """Ninja auth: only with a valid bearer token."""
    principal = await _bearer(request)
    if principal is None:
        raise SignInRequired("Send an access token as `Authorization: Bearer …`.")
    return principal


async def guest_or_signed_in(request: HttpRequest) -> Visitor:
    """Ninja auth: anyone; a wrong token is still refused."""
    return Visitor(await _bearer(request))
