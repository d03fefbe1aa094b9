"""Vendors for staff: search, filters, approval. A status moves by actions only."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.authentication.contracts import UserId
from apps.common.errors import DomainError
from apps.vendors import facade
from apps.vendors.contracts import VendorId
from apps.vendors.models import Vendor, VendorMember, VendorStatusChange


class MemberInline(admin.TabularInline[VendorMember, Vendor]):
    """The team."""

    model = VendorMember
    extra = 0
    autocomplete_fields = ("user",)
    readonly_fields = ("created_at",)


class StatusChangeInline(admin.TabularInline[VendorStatusChange, Vendor]):
    """The history of the approval, read only."""

    model = VendorStatusChange
    extra = 0
    can_delete = False
    readonly_fields = ("at", "from_status", "to_status", "reason", "actor")

    def has_add_permission(self, request: HttpRequest, obj: Vendor | None = None) -> bool:
        """The history writes itself."""
        return False


@admin.register(Vendor)
class VendorAdmin(admin.ModelAdmin[Vendor]):
    """Stores; opened and closed by actions, which keep the history."""

    list_display = ("store_name", "slug", "status", "city", "state", "commission_bp", "created_at")
    list_filter = ("status", "country", "state", "created_at")
    search_fields = ("store_name", "slug", "support_email", "members__user__email")
    readonly_fields = ("slug", "status", "approved_at", "approved_by", "created_at", "updated_at")
    inlines = (MemberInline, StatusChangeInline)
    actions = ("approve", "suspend", "send_back")
    date_hierarchy = "created_at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A vendor applies itself; its slug, owner and history begin there."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Vendor | None = None) -> bool:
        """Orders name it; it is suspended instead."""
        return False

    @admin.action(description="Approve: open to the public", permissions=["change"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Vendor]) -> None:
        """Open the chosen vendors."""
        self._each(request, chosen, lambda pk, by: facade.approve_vendor(vendor_id=pk, by=by))

    @admin.action(description="Suspend: close to the public", permissions=["change"])
    def suspend(self, request: HttpRequest, chosen: QuerySet[Vendor]) -> None:
        """Close the chosen vendors."""
        self._each(request, chosen, lambda pk, by: facade.suspend_vendor(vendor_id=pk, by=by))

    @admin.action(description="Send back to its owner", permissions=["change"])
    def send_back(self, request: HttpRequest, chosen: QuerySet[Vendor]) -> None:
        """Send the chosen applications back."""
        reason = "Sent back by staff"
        self._each(
            request,
            chosen,
            lambda pk, by: facade.send_back_vendor(vendor_id=pk, by=by, reason=reason),
        )

    def _each(
        self,
        request: HttpRequest,
        chosen: QuerySet[Vendor],
        move: Callable[[VendorId, UserId], object],
    ) -> None:
        """Move each by itself and tell which could not be."""
        by = UserId(UUID(str(request.user.pk)))
        for vendor in chosen:
            try:
                move(VendorId(vendor.pk), by)
            except DomainError as error:
                self.message_user(request, f"{vendor}: {error.detail}", messages.WARNING)
            else:
                self.message_user(request, f"{vendor}: done.", messages.SUCCESS)
