"""Address books in the admin, to read: only their owners write them."""

from django.contrib import admin

from apps.common.admin import ReadOnly
from apps.customers.models import Address


@admin.register(Address)
class AddressAdmin(ReadOnly, admin.ModelAdmin[Address]):
    """Addresses, found by person, phone or place."""

    list_display = ("name", "user", "phone", "city", "state", "is_default", "updated_at")
    list_filter = ("country", "state", "is_default")
    search_fields = ("=id", "user__email", "name", "phone", "line1", "city")
    list_select_related = ("user",)
    date_hierarchy = "created_at"
