"""Messages as staff see them."""

from django.contrib import admin

from apps.common.admin import ReadOnly
from apps.notifications.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin[Message]):
    """What was told about which order."""

    list_display = ["created_at", "kind", "status", "order_id", "variant_id", "copy", "sent_at"]
    list_filter = ["kind", "status", "created_at"]
    search_fields = ["order_id", "variant_id", "about_id", "id"]
    ordering = ["-created_at"]
