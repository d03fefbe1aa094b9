"""What buyers say about a product."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.common.models import Identified, Timestamped


class Review(Identified, Timestamped):
    """A rating from 1 to 5 with a few words."""

    product = models.ForeignKey(
        "products.Product", on_delete=models.CASCADE, related_name="reviews"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    author_name = models.CharField(max_length=80)
    rating = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField(max_length=4000, blank=True)
    is_published = models.BooleanField(default=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="review_rating_one_to_five"
            )
        ]
        indexes = [
            models.Index(
                fields=["product", "-created_at"],
                condition=Q(is_published=True),
                name="review_newest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.rating}"
