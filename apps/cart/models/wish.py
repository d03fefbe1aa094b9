"""What somebody keeps for later."""

from django.db import models
from django.db.models import Q

from apps.cart.models.cart import Cart
from apps.common import clock


class Wish(models.Model):
    """One product on the wishlist of a cart's owner, with the price and the stock seen then.

    `seen_price_minor` is the lowest price of its variants at that moment, in minor units.
    """

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="wishes")
    product = models.ForeignKey("products.Product", on_delete=models.PROTECT, related_name="+")
    seen_price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    seen_in_stock = models.BooleanField()
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "wishes"
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "product"], name="wish_once_per_product"),
            models.CheckConstraint(
                name="wish_price_not_negative", condition=Q(seen_price_minor__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return str(self.product_id)
