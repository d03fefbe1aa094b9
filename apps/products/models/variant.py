"""A variant: one buyable cell of a product's size x colour matrix."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from apps.common.models import Identified, Timestamped

ACTIVE = Q(is_active=True)


class Variant(Identified, Timestamped):
    """A combination of size and colour with its own SKU and price (minor units).

    A variant that left the matrix stays as a row (`is_active` false): stock and orders name it.
    `vendor` repeats the product's vendor, so that the SKU is unique per vendor in the database.
    """

    product = models.ForeignKey(
        "products.Product", on_delete=models.CASCADE, related_name="variants"
    )
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField("SKU", max_length=64)
    size = models.CharField(max_length=80)
    colour_name = models.CharField(max_length=60, blank=True)
    colour_hex = models.CharField(max_length=7, blank=True)
    price_minor = models.BigIntegerField()
    sale_price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    position = models.PositiveSmallIntegerField(default=0)
    barcode = models.CharField(max_length=64, blank=True)
    weight_g = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_in_stock = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            # Not partial: the planner would not use what ANALYZE learns of the words.
            models.Index(Upper("colour_name"), Upper("size"), name="variant_of_colour"),
            models.Index(Upper("size"), name="variant_of_size"),
            models.Index(Upper("sku"), name="variant_by_sku"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "sku"], condition=ACTIVE, name="variant_sku_once_per_vendor"
            ),
            models.UniqueConstraint(
                fields=["product", "size", "colour_name"],
                condition=ACTIVE,
                name="variant_once_per_size_and_colour",
            ),
            models.CheckConstraint(condition=~Q(sku=""), name="variant_has_sku"),
            models.CheckConstraint(
                condition=Q(price_minor__gte=0), name="variant_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(sale_price_minor__isnull=True)
                | Q(sale_price_minor__gte=0, sale_price_minor__lt=F("price_minor")),
                name="variant_sale_below_price",
            ),
        ]

    def __str__(self) -> str:
        return self.sku

    @property
    def unit_minor(self) -> int:
        """What a buyer pays, in minor units."""
        return self.price_minor if self.sale_price_minor is None else self.sale_price_minor
