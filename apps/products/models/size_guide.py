"""Tables of measurements: a house's own and the marketplace's."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.common.models import Identified, Timestamped
from apps.products.size_contracts import MAX_HOW_TO, MAX_WORD


def _no_rows() -> list[dict[str, Any]]:
    return []


class SizeGuide(Identified, Timestamped):
    """Rows are sizes, columns are `measures`, unit cm, numbers as decimal text in the JSON.

    Without a vendor it is the marketplace's. With a category it counts for all products of its
    house (or of everybody) in it and below it; a product may also name one itself.
    """

    vendor = models.ForeignKey(
        "vendors.Vendor", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    category = models.ForeignKey(
        "products.Category",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="size_guides",
    )
    title = models.CharField(max_length=80)
    how_to_measure = models.TextField(max_length=MAX_HOW_TO, blank=True)
    measures = ArrayField(models.CharField(max_length=MAX_WORD))
    rows = models.JSONField(default=_no_rows)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "category"],
                condition=models.Q(category__isnull=False),
                nulls_distinct=False,
                name="size_guide_once_per_house_and_category",
            )
        ]

    def __str__(self) -> str:
        return self.title
