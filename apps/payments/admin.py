"""Staff see payments; nobody edits money."""

from django.contrib import admin

from apps.common.admin import ReadOnly
from apps.payments.models import Attempt, Intent, SandboxCharge, WebhookReceipt


class AttemptInline(ReadOnly, admin.TabularInline[Attempt, Intent]):
    """The tries at the provider."""

    model = Attempt
    fields = readonly_fields = ("id", "status", "reason", "created_at", "updated_at")
    extra = 0


@admin.register(Intent)
class IntentAdmin(ReadOnly, admin.ModelAdmin[Intent]):
    """Payments by reference, payer and state."""

    list_display = ("reference", "amount_text", "status", "gateway", "payer_email", "created_at")
    list_filter = ("status", "gateway", "created_at")
    search_fields = ("=reference", "payer_email", "=attempts__id")
    ordering = ("-created_at",)
    inlines = (AttemptInline,)

    @admin.display(description="amount", ordering="amount_minor")
    def amount_text(self, intent: Intent) -> str:
        """The amount as people write it."""
        return intent.amount.text()


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

    list_display = ("reference", "outcome", "created_at", "decided_at")
    list_filter = ("outcome",)
    search_fields = ("=reference", "payer_email")
    exclude = ("token",)
