"""The failures that payments promises."""

from apps.common.errors import BadRequest, Conflict, DomainError, InvalidInput, NotFound, TooLarge


class PaymentsUnavailable(Conflict):
    """No gateway takes payments here."""

    code, title = "payments-unavailable", "Payments are not available"


class UnknownGateway(NotFound):
    """A webhook came for a gateway that is not enabled."""

    code, title = "unknown-gateway", "Unknown payment gateway"


class UnknownPayment(NotFound):
    """Nothing is to be paid under this reference."""

    code, title = "unknown-payment", "Unknown payment"


class PaymentClosed(Conflict):
    """The payment is over: paid, cancelled or under review."""

    code, title = "payment-closed", "This payment is closed"


class BadSignature(DomainError):
    """A webhook is not signed by its provider."""

    code, title, status = "bad-signature", "The signature does not match", 401


class BadWebhook(BadRequest):
    """A signed webhook that cannot be read."""

    code, title = "bad-webhook", "The webhook cannot be read"


class WebhookTooLarge(TooLarge):
    """A webhook above the size cap."""

    code, title = "webhook-too-large", "The webhook is too large"


class PaymentNotReceived(Conflict):
    """Nothing has arrived that could be given back."""

    code, title = "payment-not-received", "This payment has not arrived"


class RefundExceedsPayment(Conflict):
    """The payment has less left than the refund asks for; `refundable` says how much."""

    code, title = "refund-exceeds-payment", "More than can be refunded"


class RefundDiffers(Conflict):
    """The refund's id already stands for another payment or amount."""

    code, title = "refund-differs", "This refund's id is taken"


class InvalidRefund(InvalidInput):
    """The amount of a refund is not above zero, or in another currency than the payment."""

    code, title = "invalid-refund", "This cannot be refunded so"
