"""What payments tells the house. `reference` is the asker's own id (an order's)."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from apps.common.money import Money
from apps.common.outbox import Event


@dataclass(frozen=True, kw_only=True)
class PaymentSucceeded(Event):
    """The provider's books show the money; published once per intent."""

    name: ClassVar[str] = "payments.payment-succeeded"
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 100
    aggregate_field: ClassVar[str] = "reference"

    intent_id: UUID
    reference: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event):
    """One attempt was declined; the buyer may try again."""

    name: ClassVar[str] = "payments.payment-failed"
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 100
    aggregate_field: ClassVar[str] = "reference"

    intent_id: UUID
    reference: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class PaymentQuarantined(Event):
    """The provider's books show another sum than was due: a person must look, once per intent."""

    name: ClassVar[str] = "payments.payment-quarantined"
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 100
    aggregate_field: ClassVar[str] = "reference"

    intent_id: UUID
    reference: UUID


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event):
    """A refund was written down; the provider is yet to be told. Refunds do not wait for others."""

    name: ClassVar[str] = "payments.refund-requested"
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 100
    aggregate_field: ClassVar[str] = "refund_id"

    refund_id: UUID
    reference: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class RefundSucceeded(Event):
    """The provider's books show the refund; published once per refund."""

    name: ClassVar[str] = "payments.refund-succeeded"
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 100
    aggregate_field: ClassVar[str] = "reference"

    refund_id: UUID
    reference: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class RefundFailed(Event):
    """The provider refused the refund, in its own words; the amount may be refunded again."""

    name: ClassVar[str] = "payments.refund-failed"
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 100
    aggregate_field: ClassVar[str] = "reference"

    refund_id: UUID
    reference: UUID
    amount: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class WebhookReceived(Event):
    """A provider's signed hint was stored."""

    name: ClassVar[str] = "payments.webhook-received"
    version: ClassVar[int] = 1
    aggregate_field: ClassVar[str] = "receipt_id"

    receipt_id: UUID


@dataclass(frozen=True, kw_only=True)
class SandboxChargeDecided(Event):
    """The sandbox, playing the provider, owes the shop a webhook."""

    name: ClassVar[str] = "payments.sandbox-charge-decided"
    version: ClassVar[int] = 1
    aggregate_field: ClassVar[str] = "charge_id"

    charge_id: UUID


@dataclass(frozen=True, kw_only=True)
class SandboxRefundDecided(Event):
    """The sandbox, playing the provider, owes the shop a webhook about a refund."""

    name: ClassVar[str] = "payments.sandbox-refund-decided"
    version: ClassVar[int] = 1
    aggregate_field: ClassVar[str] = "sandbox_refund_id"

    sandbox_refund_id: UUID
