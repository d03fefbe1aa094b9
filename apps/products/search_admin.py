"""Search for staff: which words mean the same, and what the vocabulary holds."""

from django.contrib import admin

from apps.common.admin import ReadOnly
from apps.products.models import Synonym, Term


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin[Synonym]):
    """Groups of words; a change counts from the next search on."""

    list_display = ("__str__", "is_one_way")
    list_filter = ("is_one_way",)
    search_fields = ("terms",)


@admin.register(Term)
class TermAdmin(ReadOnly, admin.ModelAdmin[Term]):
    """The vocabulary, read only: workers count it."""

    list_display = ("text", "kind", "documents", "matches")
    list_filter = ("kind",)
    search_fields = ("text__startswith",)
    ordering = ("-documents", "text")
    exclude = ("near",)
    show_full_result_count = False
