"""What the shop asks of a payment provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from apps.common.money import Money


class Outcome(StrEnum):
    """What a provider's books say about a charge or a refund."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"  # the provider has never heard of it


@dataclass(frozen=True, kw_only=True)
class ChargeRequest:
    """One charge to start. `reference` is ours, unique, and the provider's idempotency key."""

    reference: str
    amount: Money
    payer_email: str
    return_url: str


@dataclass(frozen=True, kw_only=True)
class RefundRequest:
    """One refund of a charge. `reference` is ours, unique, and the provider's idempotency key."""

    reference: str
    charge_reference: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A charge or refund as the provider's books show it; `amount` is None where they do not."""

    reference: str
    outcome: Outcome
    amount: Money | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WebhookHint:
    """What a signed webhook claims. A hint: the books decide."""

    kind: str
    reference: str


class NoAnswer(Exception):
    """The provider may or may not have done what was asked: only its books can tell."""


class Gateway(Protocol):
    """One provider. Calls may use the network: never inside a transaction."""

    name: str

    def start(self, charge: ChargeRequest) -> str:
        """Answer the hosted page's address; the same reference answers the same charge."""
        ...

    def verify(self, reference: str) -> Verdict:
        """Look the charge up in the provider's books."""
        ...

    def refund(self, request: RefundRequest) -> Verdict:
        """Give money back; the same reference answers the same refund. A refusal is a verdict.

        Raises:
            NoAnswer: whether the refund was made is not known.
        """
        ...

    def verify_refund(self, request: RefundRequest) -> Verdict:
        """Look a refund up in the provider's books, by its reference.

        Raises:
            NoAnswer: they cannot be read now.
        """
        ...

    def read_webhook(self, *, body: bytes, headers: Mapping[str, str]) -> WebhookHint:
        """Check the signature of the raw body, then read it.

        Raises:
            BadSignature: the body is not signed by the provider.
            BadWebhook: it is, but cannot be read.
        """
        ...
