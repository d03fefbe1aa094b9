"""A picture of a product and the smaller copies made of it."""

from typing import Any

from django.db import models
from django.db.models import Q

from apps.common.models import Identified, Timestamped
from apps.products.states import MediaStatus


def original_path(media: "Media", _: str) -> str:
    """Name the stored original after its row; an uploaded name is never used."""
    return f"products/{media.product_id}/{media.id}/original.jpg"


def _no_renditions() -> list[dict[str, Any]]:
    return []


class Media(Identified, Timestamped):
    """A picture: the sanitised original, and its renditions once a worker made them.

    An imported picture begins as a `source_url` without `image`; `problem` says why it could
    not be fetched so far. `checksum` is of the bytes that arrived, so a second upload is known.
    """

    product = models.ForeignKey("products.Product", on_delete=models.CASCADE, related_name="media")
    variant = models.ForeignKey(
        "products.Variant", null=True, blank=True, on_delete=models.SET_NULL, related_name="media"
    )
    image = models.ImageField(upload_to=original_path, blank=True, max_length=200)
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    alt = models.CharField("alternative text", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(
        max_length=8,
        choices=[(status.value, status.value) for status in MediaStatus],
        default=MediaStatus.PENDING,
    )
    renditions = models.JSONField(default=_no_renditions, blank=True, editable=False)
    checksum = models.CharField(max_length=64, blank=True, editable=False)
    source_url = models.CharField(max_length=2000, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "media"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in MediaStatus]),
                name="media_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=MediaStatus.READY) | ~Q(image=""), name="media_ready_has_image"
            ),
            models.CheckConstraint(
                condition=~Q(image="") | ~Q(source_url=""), name="media_has_image_or_source"
            ),
            models.UniqueConstraint(
                fields=["product", "checksum"],
                condition=~Q(checksum=""),
                name="media_once_per_product",
            ),
            models.UniqueConstraint(
                fields=["product", "source_url"],
                condition=~Q(source_url=""),
                name="media_source_once_per_product",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status=MediaStatus.PENDING),
                name="media_pending",
            )
        ]

    def __str__(self) -> str:
        return self.alt or str(self.id)
