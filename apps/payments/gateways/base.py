"""What the shop asks of a payment provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from apps.common.money import Money


class Outcome(StrEnum):
    """What a provider's books say about a charge."""

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
class Verdict:
    """A charge as the provider's books show it; `amount` is None where they show no charge."""

    reference: str
    outcome: Outcome
    amount: Money | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WebhookHint:
    """What a signed webhook claims. A hint: the books decide."""

    kind: str
    reference: str


class Gateway(Protocol):
    """One provider. Calls may use the network: never inside a transaction."""

    name: str

    def start(self, charge: ChargeRequest) -> str:
        """Answer the hosted page's address; the same reference answers the same charge."""
        ...

    def verify(self, reference: str) -> Verdict:
        """Look the charge up in the provider's books."""
        ...

    def read_webhook(self, *, body: bytes, headers: Mapping[str, str]) -> WebhookHint:
        """Check the signature of the raw body, then read it.

        Raises:
            BadSignature: the body is not signed by the provider.
            BadWebhook: it is, but cannot be read.
        """
        ...
