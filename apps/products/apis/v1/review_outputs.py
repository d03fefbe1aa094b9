"""The JSON that v1 sends about reviews: one serializer per contract."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import InstantField


class ReplyOut(serializers.Serializer[Any]):
    """The vendor's answer."""

    body = serializers.CharField()
    created_at = InstantField()
    edited_at = InstantField(allow_null=True)


class ReviewCardOut(serializers.Serializer[Any]):
    """One opinion; of its author a first name and an initial."""

    id = serializers.UUIDField()
    author_name = serializers.CharField()
    rating = serializers.IntegerField()
    title = serializers.CharField()
    body = serializers.CharField()
    fit = serializers.CharField(help_text="small, true, large, or empty")
    is_verified = serializers.BooleanField()
    helpful_count = serializers.IntegerField()
    created_at = InstantField()
    edited_at = InstantField(allow_null=True)
    reply = ReplyOut(allow_null=True)


class StarsOut(serializers.Serializer[Any]):
    """How many gave so many stars."""

    stars = serializers.IntegerField()
    count = serializers.IntegerField()
    percent = serializers.IntegerField()


class SummaryOut(serializers.Serializer[Any]):
    """What the published reviews come to."""

    average = serializers.FloatField(allow_null=True)
    count = serializers.IntegerField()
    stars = StarsOut(many=True)


class _PageOut(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ReviewListOut(_PageOut):
    """A page of a product's reviews, and what all of them come to."""

    summary = SummaryOut()
    results = ReviewCardOut(many=True)


class OwnReviewOut(serializers.Serializer[Any]):
    """A review for its author; `status` is published, waiting or hidden."""

    id = serializers.UUIDField()
    product_slug = serializers.CharField()
    product_title = serializers.CharField()
    rating = serializers.IntegerField(source="opinion.rating")
    title = serializers.CharField(source="opinion.title")
    body = serializers.CharField(source="opinion.body")
    fit = serializers.CharField(source="opinion.fit", allow_null=True)
    status = serializers.CharField()
    reason = serializers.CharField()
    helpful_count = serializers.IntegerField()
    created_at = InstantField()
    edited_at = InstantField(allow_null=True)
    reply = ReplyOut(allow_null=True)


class OwnReviewPageOut(_PageOut):
    """A page of one's own reviews."""

    results = OwnReviewOut(many=True)


class HelpfulOut(serializers.Serializer[Any]):
    """How many found it helpful."""

    helpful_count = serializers.IntegerField()


class VendorReviewOut(serializers.Serializer[Any]):
    """A review of one of the vendor's products."""

    product_slug = serializers.CharField()
    product_title = serializers.CharField()
    review = ReviewCardOut(source="card")


class VendorReviewPageOut(_PageOut):
    """A page of the vendor's reviews."""

    results = VendorReviewOut(many=True)


class ReportOut(serializers.Serializer[Any]):
    """One reader's report."""

    reason = serializers.CharField()
    note = serializers.CharField()


class QueuedReviewOut(serializers.Serializer[Any]):
    """A review before staff."""

    review_id = serializers.UUIDField()
    causes = serializers.ListField(child=serializers.CharField())
    opened_at = InstantField()
    is_published = serializers.BooleanField()
    product_slug = serializers.CharField()
    product_title = serializers.CharField()
    author_id = serializers.UUIDField(allow_null=True)
    rating = serializers.IntegerField(source="opinion.rating")
    title = serializers.CharField(source="opinion.title")
    body = serializers.CharField(source="opinion.body")
    reply = serializers.CharField()
    reports = ReportOut(many=True)


class QueuePageOut(_PageOut):
    """A page of the queue, oldest first."""

    results = QueuedReviewOut(many=True)
