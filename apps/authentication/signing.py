"""Makes and reads tokens. Knows keys and nothing of the database.

TOKEN_SIGNING_KEYS holds secrets, newest first: the first signs, each of them verifies, so that a
key is changed while tokens of the old one still count.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from apps.authentication.rules import ACCESS_LIFE
from apps.common import clock
from apps.common.errors import InvalidToken

ISSUER = "fashionistar"
AUDIENCE = "fashionistar-api"
ALGORITHM = "EdDSA"
KIND = "at+jwt"
MAX_LENGTH = 2048
_CLAIMS = ["iss", "aud", "sub", "sid", "iat", "exp"]


@dataclass(frozen=True)
class Claims:
    """What an access token says: whose it is, and which family it came from."""

    user_id: UUID
    family_id: UUID


@cache
def _private_keys() -> dict[str, Ed25519PrivateKey]:
    keys = [
        Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"access:" + key.encode()).digest())
        for key in settings.TOKEN_SIGNING_KEYS
    ]
    return {_key_id(key.public_key()): key for key in keys}


def _key_id(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def access_token(claims: Claims) -> str:
    """Return a signed JWT that lives for ACCESS_LIFE."""
    now = clock.now()
    content = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(claims.user_id),
        "sid": str(claims.family_id),
        "iat": now,
        "exp": now + ACCESS_LIFE,
    }
    key_id, key = next(iter(_private_keys().items()))
    return jwt.encode(content, key, ALGORITHM, headers={"kid": key_id, "typ": KIND})


def read_access_token(token: str) -> Claims:
    """Return the claims of an access token of ours.

    Raises:
        InvalidToken: wrong in any way: form, kind, key, algorithm, issuer, audience, age.
    """
    if len(token) > MAX_LENGTH:
        raise InvalidToken
    try:
        content = _verified(token)
        return Claims(user_id=UUID(content["sub"]), family_id=UUID(content["sid"]))
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError, RecursionError):
        raise InvalidToken from None


def _verified(token: str) -> dict[str, Any]:
    header = jwt.get_unverified_header(token)
    key = _private_keys().get(header.get("kid", ""))
    if key is None or header.get("typ") != KIND:
        raise InvalidToken
    content: dict[str, Any] = jwt.decode(
        token,
        key.public_key(),
        algorithms=[ALGORITHM],
        issuer=ISSUER,
        audience=AUDIENCE,
        options={"require": _CLAIMS},
    )
    return content


def first_refresh_token() -> str:
    """Return a new random refresh token, 256 bits."""
    return secrets.token_urlsafe(32)


def successors(refresh: str) -> list[str]:
    """Return what may follow a refresh token, one per key, newest first.

    The successor is derived, not random: the second of two parallel tabs gets the same answer as
    the first although only hashes are stored. Without the key nobody can derive it.
    """
    return [
        hmac.new(b"refresh:" + key.encode(), refresh.encode(), hashlib.sha256).hexdigest()
        for key in settings.TOKEN_SIGNING_KEYS
    ]


def digest(refresh: str) -> str:
    """Return what is stored of a refresh token."""
    return hashlib.sha256(refresh.encode("utf-8", "surrogatepass")).hexdigest()
