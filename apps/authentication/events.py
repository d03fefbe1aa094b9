"""What happened to accounts. Ids only: links and codes are made when the mail is sent."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from apps.common.outbox import Event


@dataclass(frozen=True, kw_only=True)
class UserRegistered(Event):
    """A new account confirmed its address and may sign in."""

    name: ClassVar = "authentication.user-registered"
    version: ClassVar = 1
    aggregate_field: ClassVar = "user_id"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserSignedIn(Event):
    """Somebody signed in, on a page or through the API."""

    name: ClassVar = "authentication.user-signed-in"
    version: ClassVar = 1
    aggregate_field: ClassVar = "user_id"
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class SecurityMailWanted(Event):
    """A mail about the account itself is due. An id that nobody has sends nothing."""

    name: ClassVar = "authentication.security-mail-wanted"
    version: ClassVar = 1
    aggregate_field: ClassVar = "user_id"
    user_id: UUID
    mail: str
