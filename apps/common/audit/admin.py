"""The audit as staff see it: to search and to read."""

from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from apps.common.audit.models import AuditRecord, AuditSeal
from apps.common.audit.selectors import NEWEST, known_actions
from apps.common.read_only_admin import ReadOnly


class ActionFilter(admin.SimpleListFilter):
    """One action."""

    title = "action"
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Offer what was ever recorded."""
        return [(action, action) for action in known_actions()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditRecord]
    ) -> QuerySet[AuditRecord]:
        """Narrow to the chosen one."""
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditRecord)
class AuditRecordAdmin(ReadOnly, admin.ModelAdmin[AuditRecord]):
    """Records, newest first. People are ids: who may see their names opens the account."""

    list_display = ("at", "action", "subject", "actor_id", "request_id", "reason")
    list_filter = (ActionFilter, "at")
    fields = (*list_display, "before", "after", "seal")
    readonly_fields = ("seal",)
    search_fields = ("subject",)  # shows the field; `get_search_results` answers
    search_help_text = "A whole subject (order:…), an account's id, or a request's id"
    ordering = NEWEST
    date_hierarchy = "at"
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditRecord], search_term: str
    ) -> tuple[QuerySet[AuditRecord], bool]:
        """Find whole words by their indexes; parts of words would read the whole table."""
        term = search_term.strip()
        return (queryset.filter(_matching(term)) if term else queryset), False

    @admin.display(description="seal")
    def seal(self, row: AuditRecord) -> str:
        """Return the record's place, as `audit_verify` names it."""
        found = AuditSeal.objects.filter(record_id=row.pk).first()
        return f"chain {found.chain}, seal {found.seq}" if found else "none"


def _matching(term: str) -> Q:
    wanted = Q(subject=term) | Q(request_id=term)
    try:
        return wanted | Q(actor_id=UUID(term))
    except ValueError:
        return wanted
