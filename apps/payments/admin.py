"""Staff see payments; nobody edits money."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.common import clock
from apps.common.admin import ReadOnly
from apps.payments.gateways.sandbox.refunds import decide_refund
from apps.payments.models import (
    Attempt,
    Intent,
    Refund,
    SandboxCharge,
    SandboxRefund,
    WebhookReceipt,
)
from apps.payments.models.refunds import UNSETTLED


class AttemptInline(ReadOnly, admin.TabularInline[Attempt, Intent]):
    """The tries at the provider."""

    model = Attempt
    fields = readonly_fields = ("id", "status", "reason", "created_at", "updated_at")
    extra = 0


class RefundInline(ReadOnly, admin.TabularInline[Refund, Intent]):
    """What went back, or is on its way."""

    model = Refund
    fields = readonly_fields = (
        "id",
        "amount_minor",
        "status",
        "reason",
        "answer",
        "created_at",
        "settled_at",
    )
    extra = 0


@admin.register(Intent)
class IntentAdmin(ReadOnly, admin.ModelAdmin[Intent]):
    """Payments by reference, payer and state."""

    list_display = ("reference", "amount_text", "status", "gateway", "payer_email", "created_at")
    list_filter = ("status", "gateway", "created_at")
    search_fields = ("=reference", "payer_email", "=attempts__id")
    ordering = ("-created_at",)
    inlines = (AttemptInline, RefundInline)

    @admin.display(description="amount", ordering="amount_minor")
    def amount_text(self, intent: Intent) -> str:
        """The amount as people write it."""
        return intent.amount.text()


class Stuck(admin.SimpleListFilter):
    """Refunds without an end an hour after they were asked for: a person should look."""

    title = "progress"
    parameter_name = "progress"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The one choice beside all."""
        return [("stuck", "Stuck for an hour")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Refund]) -> QuerySet[Refund]:
        """Those that wait, if that was chosen."""
        if self.value() != "stuck":
            return queryset
        long_ago = clock.now() - timedelta(hours=1)
        return queryset.filter(status__in=UNSETTLED, created_at__lte=long_ago)


@admin.register(Refund)
class RefundAdmin(ReadOnly, admin.ModelAdmin[Refund]):
    """Refunds, their states, and how often the provider was asked about them."""

    list_display = (
        "created_at",
        "payment",
        "amount_text",
        "status",
        "reason",
        "answer",
        "submitted_at",
        "looks",
        "settled_at",
    )
    list_filter = (Stuck, "status", "created_at")
    list_select_related = ("intent",)
    search_fields = ("=id", "=intent__reference", "intent__payer_email")
    ordering = ("-created_at",)

    @admin.display(description="payment", ordering="intent__reference")
    def payment(self, refund: Refund) -> str:
        """The reference of the payment: its asker's own id."""
        return str(refund.intent.reference)

    @admin.display(description="amount", ordering="amount_minor")
    def amount_text(self, refund: Refund) -> str:
        """The amount as people write it."""
        return refund.amount.text()


@admin.register(SandboxRefund)
class SandboxRefundAdmin(ReadOnly, admin.ModelAdmin[SandboxRefund]):
    """The sandbox provider's own books of refunds."""

    list_display = ("reference", "charge", "outcome", "created_at", "decided_at")
    list_filter = ("outcome",)
    list_select_related = ("charge",)
    search_fields = ("=reference", "=charge__reference")
    ordering = ("-created_at",)
    actions = ("approve", "decline")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may play the bank."""
        return request.user.has_perm("payments.change_sandboxrefund")

    @admin.action(description="Play the bank: make it", permissions=["decide"])
    def approve(self, request: HttpRequest, chosen: QuerySet[SandboxRefund]) -> None:
        """Make the chosen refunds that are pending."""
        self._decide(request, chosen, SandboxCharge.Outcome.APPROVED)

    @admin.action(description="Play the bank: refuse it", permissions=["decide"])
    def decline(self, request: HttpRequest, chosen: QuerySet[SandboxRefund]) -> None:
        """Refuse the chosen refunds that are pending."""
        self._decide(request, chosen, SandboxCharge.Outcome.DECLINED)

    def _decide(
        self,
        request: HttpRequest,
        chosen: QuerySet[SandboxRefund],
        outcome: SandboxCharge.Outcome,
    ) -> None:
        for refund in chosen:
            decided = decide_refund(reference=refund.reference, outcome=outcome)
            self.message_user(request, f"{refund.reference} is {decided.outcome}.")


@admin.register(WebhookReceipt)
class WebhookReceiptAdmin(ReadOnly, admin.ModelAdmin[WebhookReceipt]):
    """Webhooks as they came in."""

    list_display = ("received_at", "gateway", "kind", "attempt_reference")
    list_filter = ("gateway", "kind")
    search_fields = ("=attempt_reference", "=digest")
    ordering = ("-received_at",)


@admin.register(SandboxCharge)
class SandboxChargeAdmin(ReadOnly, admin.ModelAdmin[SandboxCharge]):
    """The sandbox provider's books; the page's token stays hidden."""

    list_display = ("reference", "outcome", "refund_fault", "created_at", "decided_at")
    list_filter = ("outcome",)
    search_fields = ("=reference", "payer_email")
    exclude = ("token",)
