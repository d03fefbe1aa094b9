"""Reviews for staff: who said what, what waits, and deciding it through the service."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.authentication.contracts import UserId
from apps.common.admin import ReadOnly
from apps.products import facade
from apps.products.contracts import ReviewId
from apps.products.models import Review, ReviewCase, ReviewReply, ReviewReport
from apps.products.review_states import CaseDecision
from apps.products.services.moderate_review import call_in


class ReplyInline(ReadOnly, admin.StackedInline[ReviewReply, Review]):
    """What the vendor answered."""

    model = ReviewReply
    extra = 0
    fields = ("body", "user", "created_at", "edited_at")
    readonly_fields = fields


class ReportInline(ReadOnly, admin.TabularInline[ReviewReport, Review]):
    """Why readers want it looked at."""

    model = ReviewReport
    extra = 0
    fields = ("reason", "note", "reported_at")
    readonly_fields = fields


@admin.register(Review)
class ReviewAdmin(ReadOnly, admin.ModelAdmin[Review]):
    """What buyers said, read only; an action puts a review into the queue."""

    list_display = ("product", "rating", "title", "is_published", "is_verified", "created_at")
    list_filter = ("is_published", "is_verified", "rating", "created_at")
    list_select_related = ("product",)
    search_fields = ("=id", "product__title", "author_name", "user__email", "title", "body")
    inlines = (ReplyInline, ReportInline)
    actions = ("look_at",)
    show_full_result_count = False

    def has_call_in_permission(self, request: HttpRequest) -> bool:
        """Who may decide may also ask for a decision."""
        return request.user.has_perm("products.change_reviewcase")

    @admin.action(description="Put into the queue", permissions=["call_in"])
    def look_at(self, request: HttpRequest, chosen: QuerySet[Review]) -> None:
        """Bring the chosen reviews before staff."""
        called = [call_in(review_id=ReviewId(review.pk)) for review in chosen]
        self.message_user(request, f"{len(called)} reviews wait for a decision.", messages.SUCCESS)


class DecisionForm(forms.ModelForm[ReviewCase]):
    """What staff decide, and why."""

    decision = forms.ChoiceField(choices=[(one.value, one.value) for one in CaseDecision])
    reason = forms.CharField(
        max_length=500, required=False, help_text="Who hides it says why: the author reads it."
    )

    class Meta:
        model = ReviewCase
        fields = ("decision", "reason")

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where one is owed."""
        values = super().clean() or self.cleaned_data
        if values.get("decision") == CaseDecision.HIDDEN and not values.get("reason"):
            self.add_error("reason", "Say why: the author reads it.")
        return values


@admin.register(ReviewCase)
class ReviewCaseAdmin(admin.ModelAdmin[ReviewCase]):
    """The queue: without a decision first, oldest first."""

    form = DecisionForm
    list_display = ("product", "rating", "causes", "decision", "opened_at", "decided_by")
    list_filter = ("decision", "opened_at")
    list_select_related = ("review__product", "decided_by")
    search_fields = ("=review__id", "review__product__title", "review__title", "review__body")
    ordering = ("decision", "opened_at")
    fields = (
        *("product", "rating", "review_title", "words", "is_published", "causes", "reports"),
        *("decision", "reason", "decided_by", "decided_at"),
    )
    readonly_fields = tuple(name for name in fields if name not in {"decision", "reason"})
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Words and readers open cases."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ReviewCase | None = None) -> bool:
        """A decision stands; another one begins with another case."""
        is_open = obj is None or obj.decided_at is None  # the form has set `decision` by now
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ReviewCase | None = None) -> bool:
        """What was decided stays known."""
        return False

    def save_model(self, request: HttpRequest, obj: ReviewCase, form: Any, change: Any) -> None:
        """Decide through the service, so that the rating and the audit follow."""
        facade.decide_review(
            review_id=ReviewId(obj.review_id),
            by=UserId(UUID(str(request.user.pk))),
            decision=CaseDecision(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"],
        )

    @admin.display(description="product")
    def product(self, case: ReviewCase) -> str:
        """What the review is about."""
        return case.review.product.title

    @admin.display(description="rating")
    def rating(self, case: ReviewCase) -> int:
        """The stars."""
        return case.review.rating

    @admin.display(description="title")
    def review_title(self, case: ReviewCase) -> str:
        """Its headline."""
        return case.review.title

    @admin.display(description="words")
    def words(self, case: ReviewCase) -> str:
        """What it says."""
        return case.review.body

    @admin.display(description="shown to readers", boolean=True)
    def is_published(self, case: ReviewCase) -> bool:
        """Whether readers see it now."""
        return case.review.is_published

    @admin.display(description="reports")
    def reports(self, case: ReviewCase) -> str:
        """What readers wrote."""
        found = case.review.reports.all()
        return "; ".join(f"{one.reason}: {one.note}" if one.note else one.reason for one in found)
