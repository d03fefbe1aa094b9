"""Stock for staff: a form that goes through the service corrects counts; the rest is read."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.authentication.contracts import UserId
from apps.common.admin import ReadOnly
from apps.common.large_admin import Large
from apps.inventory import facade
from apps.inventory.models import (
    BackInStockRequest,
    LowStockDefault,
    Movement,
    Reservation,
    Stock,
    StockSheet,
)
from apps.inventory.rules import MAX_UNITS
from apps.products.contracts import VariantId


class CountForm(forms.ModelForm[Stock]):
    """What is on the shelf, and why the count changes."""

    counted = forms.IntegerField(min_value=0, max_value=MAX_UNITS, label="On hand")
    reason = forms.CharField(max_length=120)

    class Meta:
        model = Stock
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counted"].initial = self.instance.on_hand


@admin.register(Stock)
class StockAdmin(Large, admin.ModelAdmin[Stock]):
    """Counts; a correction is a movement like any other."""

    form = CountForm
    list_display = ("variant", "on_hand", "reserved", "available", "low_at")
    list_select_related = ("variant__product",)
    search_fields = ("variant__sku", "variant__product__title", "variant__barcode")
    readonly_fields = ("variant", "reserved", "available")
    fields = ("variant", "reserved", "available", "counted", "reason")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The first count makes the row."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Stock | None = None) -> bool:
        """Its log names it."""
        return False

    def save_model(self, request: HttpRequest, obj: Stock, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Send the count through the service, which logs it and refuses what buyers hold."""
        facade.set_on_hand(
            variant_id=VariantId(obj.pk),
            quantity=form.cleaned_data["counted"],
            reason=form.cleaned_data["reason"],
            actor_id=UserId(UUID(str(request.user.pk))),
        )


@admin.register(Reservation)
class ReservationAdmin(ReadOnly, Large, admin.ModelAdmin[Reservation]):
    """Who holds what, until when."""

    list_display = ("reference", "variant", "quantity", "status", "expires_at")
    list_filter = ("status", "expires_at")
    list_select_related = ("variant__product",)
    search_fields = ("=reference", "variant__sku")


@admin.register(Movement)
class MovementAdmin(ReadOnly, Large, admin.ModelAdmin[Movement]):
    """The log."""

    list_display = (
        "at",
        "variant",
        "kind",
        "cause",
        "quantity",
        "on_hand_before",
        "on_hand_after",
        "reserved_before",
        "reserved_after",
        "reason",
        "actor",
    )
    list_filter = ("kind", "cause", "at")
    list_select_related = ("variant__product", "actor")
    search_fields = ("=reference", "variant__sku", "reason")
    ordering = ("-id",)


@admin.register(LowStockDefault)
class LowStockDefaultAdmin(ReadOnly, admin.ModelAdmin[LowStockDefault]):
    """Vendors with a threshold of their own."""

    list_display = ("vendor", "low_at")
    list_select_related = ("vendor",)
    search_fields = ("vendor__store_name",)
    show_full_result_count = False


@admin.register(BackInStockRequest)
class BackInStockRequestAdmin(ReadOnly, admin.ModelAdmin[BackInStockRequest]):
    """Who waits for what."""

    list_display = ("created_at", "variant", "buyer", "told_at")
    list_filter = ("created_at", "told_at")
    list_select_related = ("variant__product", "buyer")
    search_fields = ("variant__sku", "buyer__email")
    ordering = ("-created_at",)
    show_full_result_count = False


@admin.register(StockSheet)
class StockSheetAdmin(ReadOnly, admin.ModelAdmin[StockSheet]):
    """Uploaded CSVs of the last day."""

    list_display = ("created_at", "vendor", "uploaded_by", "applied_at")
    list_select_related = ("vendor", "uploaded_by")
    search_fields = ("=id", "vendor__store_name")
    ordering = ("-created_at",)
    show_full_result_count = False
