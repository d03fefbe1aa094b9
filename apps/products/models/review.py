"""What buyers say about a product, and who may say it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.common.models import Identified, Timestamped
from apps.products.review_states import Fit

SHOWN = Q(is_published=True)


class Review(Identified, Timestamped):
    """A rating from 1 to 5 with a few words.

    Readers see it while `is_published`; what waits for staff or was hidden has a `ReviewCase`.
    `author_name` is for reviews that came without an account; others take the account's.
    `helpful_count` repeats the number of votes.
    """

    product = models.ForeignKey(
        "products.Product", on_delete=models.CASCADE, related_name="reviews", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    author_name = models.CharField(max_length=80, blank=True)
    rating = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField(max_length=4000, blank=True)
    fit = models.CharField(
        max_length=5, blank=True, db_default="", choices=[(fit.value, fit.value) for fit in Fit]
    )
    is_published = models.BooleanField(default=True)
    is_verified = models.BooleanField(default=False, db_default=False)
    helpful_count = models.PositiveIntegerField(default=0, db_default=0)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="review_rating_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(fit__in=["", *(fit.value for fit in Fit)]), name="review_fit_known"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(author_name=""), name="review_has_author"
            ),
            models.UniqueConstraint(
                fields=["product", "user"],
                condition=Q(user__isnull=False),
                name="review_once_per_buyer",
            ),
        ]
        indexes = [
            models.Index(
                F("product"),
                F("created_at").desc(),
                F("id").desc(),
                condition=SHOWN,
                name="review_newest",
            ),
            models.Index(
                F("product"),
                F("helpful_count").desc(),
                F("id").desc(),
                condition=SHOWN,
                name="review_most_helpful",
            ),
            models.Index(
                F("product"),
                F("rating").desc(),
                F("id").desc(),
                condition=SHOWN,
                name="review_by_rating",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} of 5"


class Purchase(models.Model):
    """Somebody has had a product delivered, and so may review it.

    `reviews_wait` is set once staff hid a review of theirs: the next one waits for a look.
    """

    product = models.ForeignKey(
        "products.Product",
        on_delete=models.CASCADE,
        related_name="purchases",
        db_index=False,  # purchase_once_per_buyer begins with it
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    delivered_at = models.DateTimeField()
    reviews_wait = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "user"], name="purchase_once_per_buyer")
        ]
        indexes = [
            models.Index(fields=["user", "-delivered_at", "-id"], name="purchase_newest_of_buyer")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} by {self.user_id}"
