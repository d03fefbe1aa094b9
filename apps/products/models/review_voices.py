"""What others say to a review: the vendor's reply, votes, reports, and what staff decide."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.common import clock
from apps.common.models import Identified, Timestamped
from apps.products.review_states import CaseCause, CaseDecision, ReportReason


class ReviewReply(Timestamped):
    """The vendor's one answer to a review; `user` is who of the team wrote it last."""

    review = models.OneToOneField("products.Review", on_delete=models.CASCADE, related_name="reply")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(max_length=2000)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "review replies"
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="reply_says_something")]

    def __str__(self) -> str:
        return self.body[:60]


class HelpfulVote(models.Model):
    """One reader found one review helpful."""

    review = models.ForeignKey(
        "products.Review", on_delete=models.CASCADE, related_name="votes", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    voted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "user"], name="vote_once_per_reader")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.review_id}"


class ReviewReport(models.Model):
    """One reader asks staff to look at one review."""

    review = models.ForeignKey(
        "products.Review", on_delete=models.CASCADE, related_name="reports", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(
        max_length=12, choices=[(reason.value, reason.value) for reason in ReportReason]
    )
    note = models.CharField(max_length=500, blank=True)
    reported_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "user"], name="report_once_per_reader"),
            models.CheckConstraint(
                condition=Q(reason__in=[reason.value for reason in ReportReason]),
                name="report_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class ReviewCase(Identified):
    """A review before staff: why, and what they decided. Without a decision it is in the queue."""

    review = models.ForeignKey("products.Review", on_delete=models.CASCADE, related_name="cases")
    causes = models.CharField(max_length=60, help_text="Why, comma-separated.")
    opened_at = models.DateTimeField(default=clock.now)
    decision = models.CharField(
        max_length=9, blank=True, choices=[(one.value, one.value) for one in CaseDecision]
    )
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(decision=""), name="case_one_open_per_review"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | Q(
                    decision__in=[one.value for one in CaseDecision],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="case_decision_has_author",
            ),
            models.CheckConstraint(
                condition=~Q(decision=CaseDecision.HIDDEN) | ~Q(reason=""),
                name="case_hidden_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at", "id"], condition=Q(decision=""), name="case_queue")
        ]

    def __str__(self) -> str:
        return f"{self.causes}: {self.decision or 'waits'}"

    @property
    def because(self) -> list[CaseCause]:
        """Why it came before staff."""
        return [CaseCause(word) for word in self.causes.split(",")]
