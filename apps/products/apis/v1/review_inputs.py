"""The JSON and the query strings that v1 reads about reviews."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import read
from apps.common.http.texts import Text, WholeNumber
from apps.products import review_rules
from apps.products.review_contracts import Opinion
from apps.products.review_states import CaseDecision, Fit, ReportReason

FITS = [fit.value for fit in Fit]


class ReviewIn(serializers.Serializer[Any]):
    """What a buyer says. On PATCH only what is sent changes."""

    rating = WholeNumber(min_value=review_rules.LOWEST, max_value=review_rules.HIGHEST)
    title = Text(max_length=review_rules.MAX_REVIEW_TITLE, required=False, allow_blank=True)
    body = Text(max_length=review_rules.MAX_BODY, required=False, allow_blank=True)
    fit = serializers.ChoiceField(FITS, required=False, allow_null=True)

    @classmethod
    def opinion(cls, body: Any) -> Opinion:
        """Return a whole opinion."""
        return Opinion(**read(cls, body))


class ReportIn(serializers.Serializer[Any]):
    """Why staff should look at a review."""

    reason = serializers.ChoiceField([reason.value for reason in ReportReason])
    note = Text(max_length=review_rules.MAX_NOTE, required=False, default="", allow_blank=True)


class ReplyIn(serializers.Serializer[Any]):
    """The vendor's answer."""

    body = Text(max_length=review_rules.MAX_REPLY)


class DecisionIn(serializers.Serializer[Any]):
    """What staff make of a review; whoever hides one says why."""

    decision = serializers.ChoiceField([one.value for one in CaseDecision])
    reason = Text(max_length=review_rules.MAX_NOTE, required=False, default="", allow_blank=True)


class VendorFiltersIn(serializers.Serializer[Any]):
    """What a vendor's reviews are narrowed to."""

    stars = serializers.IntegerField(required=False, min_value=1, max_value=5)
    answered = serializers.BooleanField(required=False, allow_null=True, default=None)
    cursor = serializers.CharField(required=False, max_length=500)


class QueueFiltersIn(serializers.Serializer[Any]):
    """Where the queue goes on."""

    cursor = serializers.CharField(required=False, max_length=500)
