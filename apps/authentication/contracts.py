"""What neighbours may know about an account."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

UserId = NewType("UserId", UUID)


class SecurityMail(StrEnum):
    """The mails this domain sends by itself."""

    CONFIRM_EMAIL = "confirm-email"
    ALREADY_REGISTERED = "already-registered"
    PASSWORD_RESET = "password-reset"  # noqa: S105 -- the name of a mail
    PASSWORD_CHANGED = "password-changed"  # noqa: S105


@dataclass(frozen=True)
class Contact:
    """Whom to write to."""

    id: UserId
    email: str
    name: str


@dataclass(frozen=True)
class TokenPair:
    """A short access token and the refresh token that replaces it; `expires_in` is in seconds."""

    access: str
    refresh: str
    expires_in: int
