"""Payments: intents, attempts, gateways, webhooks."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


class PaymentsConfig(AppConfig):
    """The payments domain."""

    name = "apps.payments"
    label = "payments"
    verbose_name = "Payments"

    def ready(self) -> None:
        """Register the domain's system check."""
        register(check_gateways)


def check_gateways(**kwargs: Any) -> list[CheckMessage]:
    """Refuse unknown gateways, play money in production, and a sandbox without its secret."""
    from apps.payments.gateways.registry import GATEWAYS  # noqa: PLC0415  # models are not ready

    enabled = set(settings.PAYMENT_GATEWAYS)
    faults: list[CheckMessage] = [
        Error(f"PAYMENT_GATEWAYS names an unknown gateway: {name}.", id="payments.E001")
        for name in sorted(enabled - GATEWAYS.keys())
    ]
    if "sandbox" in enabled and settings.ENVIRONMENT == "production":
        hint = "Remove sandbox from PAYMENT_GATEWAYS."
        faults.append(Error("Anyone can buy with play money.", hint=hint, id="payments.E002"))
    if "sandbox" in enabled and not settings.SANDBOX_SECRET:
        faults.append(Error("The sandbox needs SANDBOX_SECRET.", id="payments.E003"))
    return faults
