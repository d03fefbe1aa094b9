"""Bearer tokens for DRF. Cookies count nowhere in the APIs, so there is nothing to forge."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from apps.authentication.models import TokenFamily, User
from apps.authentication.selectors.tokens import family_behind
from apps.common.errors import InvalidToken


class Bearer(BaseAuthentication):
    """`Authorization: Bearer <access token>`; `request.auth` is the token's family."""

    def authenticate(self, request: Request) -> tuple[User, TokenFamily] | None:
        """Return the account behind the token, None without a header.

        Raises:
            InvalidToken: a header came that does not count.
        """
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise InvalidToken("Use the scheme Bearer.")
        family = family_behind(token.strip())
        return family.user, family

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return "Bearer"


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the documentation describes it."""

    target_class = Bearer
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """Return the OpenAPI security scheme."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
