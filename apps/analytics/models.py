"""Rollups of days. Every row can be made anew from its source; nobody edits one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Sums(models.Model):
    """What was paid on one day in one currency, and what became of it; see orders' `Sales`.

    Its columns have the names of that contract: `KEY` tells a row from others, `COUNTED` is what
    it says.
    """

    KEY: ClassVar[tuple[str, ...]] = ("day", "currency")
    COUNTED: ClassVar[tuple[str, ...]] = (
        *("orders", "buyers", "units", "cancelled_units", "returned_units"),
        *("gross_minor", "discounts_minor", "refunds_minor"),
    )

    day = models.DateField()
    currency = models.CharField(max_length=3)
    orders = models.PositiveIntegerField()
    buyers = models.PositiveIntegerField()
    units = models.PositiveBigIntegerField()
    cancelled_units = models.PositiveBigIntegerField()
    returned_units = models.PositiveBigIntegerField()
    gross_minor = models.BigIntegerField()
    discounts_minor = models.BigIntegerField()
    refunds_minor = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.currency}"


class WholeSums(Sums):
    """Sums over whole orders or parts: with fees, and the amounts of single orders."""

    COUNTED = (*Sums.COUNTED, "deliveries_minor", "largest_minor", "smallest_minor")

    deliveries_minor = models.BigIntegerField()
    largest_minor = models.BigIntegerField()
    smallest_minor = models.BigIntegerField()

    class Meta:
        abstract = True


class VendorDay(WholeSums):
    """One vendor's day."""

    KEY = ("vendor_id", *Sums.KEY)

    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vendor", "day", "currency"], name="vendor_day_once"),
        ]
        indexes = [models.Index(fields=["day"], name="vendor_day_by_day")]


class ProductDay(Sums):
    """One product's day."""

    KEY = ("vendor_id", "product_id", *Sums.KEY)

    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    product = models.ForeignKey(
        "products.Product", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "day", "currency"], name="product_day_once"),
        ]
        indexes = [
            models.Index(fields=["vendor", "day"], name="product_day_of_vendor"),
            models.Index(fields=["day"], name="product_day_by_day"),
        ]


class ShopDay(WholeSums):
    """The whole shop's day. New buyers are those whose first payment ever was on it."""

    COUNTED = (*WholeSums.COUNTED, "new_buyers")

    new_buyers = models.PositiveIntegerField()

    class Meta:
        verbose_name = "day of the shop"
        verbose_name_plural = "days of the shop"
        constraints = [
            models.UniqueConstraint(fields=["day", "currency"], name="shop_day_once"),
        ]


class ProductViews(models.Model):
    """How often a product's page was looked at on a day; nothing tells by whom.

    This is the only place that knows: what Redis lost before it was written here is gone.
    """

    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    product = models.ForeignKey(
        "products.Product", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    views = models.PositiveBigIntegerField()

    class Meta:
        verbose_name_plural = "product views"
        constraints = [
            models.UniqueConstraint(fields=["product", "day"], name="product_views_once_a_day"),
            models.CheckConstraint(condition=Q(views__gt=0), name="product_views_some"),
        ]
        indexes = [
            models.Index(
                fields=["vendor", "day"], include=["views"], name="product_views_of_vendor"
            ),
            models.Index(fields=["day"], name="product_views_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.views}"


class StaleDay(models.Model):
    """A vendor's day that must be summed up again: one row for each event, taken off together."""

    day = models.DateField()
    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return str(self.day)
