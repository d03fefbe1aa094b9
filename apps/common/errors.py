"""The kinds of failure a domain may promise. The edges render them as RFC 9457 problems."""

from typing import Any, ClassVar


class DomainError(Exception):
    """A failure with a stable code and a sentence for a person.

    Attributes:
        code: stable, kebab-case; clients branch on it.
        title: what kind of failure, the same for every case of the code.
        status: the HTTP status of its kind.
        detail: what happened this time.
        members: further JSON members of the problem (ids, numbers; no personal data).
        errors: field name -> sentences, for input that can be corrected.
    """

    code: ClassVar[str] = "failed"
    title: ClassVar[str] = "The request failed"
    status: ClassVar[int] = 400

    def __init__(
        self,
        detail: str = "",
        *,
        errors: dict[str, list[str]] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or f"{self.title}."
        self.errors = errors or {}
        self.members = members


class BadRequest(DomainError):
    """The request cannot be read at all."""

    code, title, status = "bad-request", "The request cannot be read", 400


class SignInRequired(DomainError):
    """No valid sign-in came with the request."""

    code, title, status = "sign-in-required", "Sign in to do this", 401


class InvalidToken(SignInRequired):
    """A token that is not ours, not of this kind, expired, or ended."""

    code, title = "invalid-token", "The token is not valid"


class NotAllowed(DomainError):
    """Signed in, but not permitted."""

    code, title, status = "not-allowed", "This is not yours to do", 403


class NotFound(DomainError):
    """It does not exist, or not for this person: the two look the same on purpose."""

    code, title, status = "not-found", "Nothing here", 404


class NoSuchPage(NotFound):
    """The list ends before the page of this number; its first page exists even if it is empty."""

    code, title = "no-such-page", "The list has no such page"


class Conflict(DomainError):
    """The request is fine, but the present state does not admit it."""

    code, title, status = "conflict", "This cannot be done now", 409


class PreconditionFailed(DomainError):
    """It is no longer, or not yet, what the request says it must be (`If-Match`)."""

    code, title, status = "precondition-failed", "It is not what you expected", 412


class TooLarge(DomainError):
    """The body is larger than this address accepts."""

    code, title, status = "too-large", "The request is too large", 413


class UnsupportedMedia(DomainError):
    """The body has a type that this address does not read."""

    code, title, status = "unsupported-media-type", "The body has the wrong type", 415


class InvalidInput(DomainError):
    """Fields hold values that can be corrected."""

    code, title, status = "invalid-input", "Please correct the fields named", 422


class TooManyRequests(DomainError):
    """The limit of this address is reached for now."""

    code, title, status = "too-many-requests", "Too many requests", 429


class NotNow(DomainError):
    """A part of the shop is away for the moment; the same request may be sent again."""

    code, title, status = "not-now", "This is away for the moment", 503
