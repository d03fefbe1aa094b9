"""Who is asking, for Ninja endpoints. The composition root names the function that knows tokens."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from apps.common import reads
from apps.common.db import Plan
from apps.common.errors import InvalidToken, SignInRequired


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
def _principal_of() -> Callable[[str], Plan[Principal | None]]:
    function: Callable[[str], Plan[Principal | None]] = import_string(settings.PRINCIPAL_OF)
    return function


async def _bearer(request: HttpRequest) -> Principal | None:
    """Return the account of the bearer token, None without a header.

    Raises:
        InvalidToken: a header came, but its token is not accepted.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    principal = None
    if scheme.lower() == "bearer" and token:
        principal = await reads.run(_principal_of()(token.strip()))
    if principal is None:
        raise InvalidToken
    request.principal = principal  # type: ignore[attr-defined] # for the request log
    return principal


async def _signed_in(request: HttpRequest) -> Principal:
    principal = await _bearer(request)
    if principal is None:
        raise SignInRequired("Send an access token as `Authorization: Bearer …`.")
    return principal


async def _guest_or_signed_in(request: HttpRequest) -> Visitor:
    return Visitor(await _bearer(request))


class Bearer:
    """A Ninja auth that the OpenAPI description knows; the scheme has the class's name."""

    is_async = True
    openapi_security_schema: ClassVar = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}

    def __init__(self, who: Callable[[HttpRequest], Awaitable[Principal | Visitor]]) -> None:
        self._who = who

    async def __call__(self, request: HttpRequest) -> Principal | Visitor:
        """Return who asks, for `request.auth`."""
        return await self._who(request)


signed_in = Bearer(_signed_in)  # only with a valid bearer token
guest_or_signed_in = Bearer(_guest_or_signed_in)  # anyone; a wrong token is still refused
