"""What neighbours may ask of payments. They give a reference of their own, nothing else."""

from apps.payments.errors import (
    PaymentClosed,
)
from apps.payments.selectors.payments import payment_of, payments_of
from apps.payments.selectors.refunds import refunds_of
from apps.payments.services.cancel_intent import cancel_intent
from apps.payments.services.open_intent import open_intent
from apps.payments.services.refund_payment import refund
from apps.payments.services.settle_intent import settle
from apps.payments.services.start_intent import start_intent

__all__ = [
    "PaymentClosed",
    "cancel_intent",
    "open_intent",
    "payment_of",
    "payments_of",
    "refund",
    "refunds_of",
    "settle",
    "start_intent",
]
