"""Coupons, what they reach, and who used them for which order."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.common import clock
from apps.common.models import Identified, Timestamped
from apps.common.money import Money
from apps.promotions.rules import CODE, MAX_NOTE, WHOLE_BP
from apps.promotions.states import CouponKind, CouponScope, Funder, RedemptionStatus


class Coupon(Identified, Timestamped):
    """One code. `used` counts live redemptions and moves only by conditional updates."""

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=13, choices=[(k.value, k.value) for k in CouponKind])
    currency = models.CharField(max_length=3)
    percent_bp = models.PositiveIntegerField(null=True, blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    cap_minor = models.BigIntegerField(null=True, blank=True)
    minimum_minor = models.BigIntegerField(default=0)
    starts_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    total_limit = models.PositiveIntegerField(null=True, blank=True)
    per_buyer_limit = models.PositiveIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0, editable=False)
    is_first_order_only = models.BooleanField(default=False)
    scope = models.CharField(max_length=10, choices=[(s.value, s.value) for s in CouponScope])
    funder = models.CharField(max_length=8, choices=[(f.value, f.value) for f in Funder])
    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_active = models.BooleanField(default=True)
    note = models.CharField(max_length=MAX_NOTE, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["vendor", "-created_at", "-id"], name="promotions_of_vendor"),
            models.Index(fields=["-created_at", "-id"], name="promotions_newest"),
        ]
        constraints = [
            models.CheckConstraint(name="promotions_code_form", condition=Q(code__regex=CODE)),
            models.CheckConstraint(
                name="promotions_kind_has_its_amount",
                condition=Q(
                    kind=CouponKind.PERCENTAGE,
                    percent_bp__isnull=False,  # a comparison with NULL refuses nothing
                    percent_bp__range=(1, WHOLE_BP),
                    amount_minor__isnull=True,
                )
                | Q(
                    kind=CouponKind.FIXED,
                    percent_bp__isnull=True,
                    amount_minor__isnull=False,
                    amount_minor__gt=0,
                    cap_minor__isnull=True,
                )
                | Q(
                    kind=CouponKind.FREE_DELIVERY,
                    percent_bp__isnull=True,
                    amount_minor__isnull=True,
                    cap_minor__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="promotions_cap_positive",
                condition=Q(cap_minor__isnull=True) | Q(cap_minor__gt=0),
            ),
            models.CheckConstraint(
                name="promotions_minimum_not_negative", condition=Q(minimum_minor__gte=0)
            ),
            models.CheckConstraint(
                name="promotions_currency_form", condition=Q(currency__regex="^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="promotions_ends_after_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="promotions_used_within_limit",
                condition=Q(used__gte=0)
                & (Q(total_limit__isnull=True) | Q(used__lte=F("total_limit"))),
            ),
            models.CheckConstraint(
                name="promotions_limits_positive",
                condition=(Q(total_limit__isnull=True) | Q(total_limit__gt=0))
                & (Q(per_buyer_limit__isnull=True) | Q(per_buyer_limit__gt=0)),
            ),
            models.CheckConstraint(
                name="promotions_scope_known", condition=Q(scope__in=list(CouponScope))
            ),
            models.CheckConstraint(
                name="promotions_vendor_where_one_is_meant",
                condition=Q(funder=Funder.VENDOR, vendor__isnull=False)
                & ~Q(scope=CouponScope.EVERYTHING)
                | Q(funder=Funder.PLATFORM, scope=CouponScope.VENDOR, vendor__isnull=False)
                | Q(funder=Funder.PLATFORM, vendor__isnull=True) & ~Q(scope=CouponScope.VENDOR),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CouponProduct(models.Model):
    """A product that a coupon reaches."""

    coupon = models.ForeignKey(Coupon, on_delete=models.CASCADE, related_name="products")
    product = models.ForeignKey("products.Product", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coupon", "product"], name="promotions_product_once"),
        ]

    def __str__(self) -> str:
        return str(self.product_id)


class CouponCategory(models.Model):
    """A category that a coupon reaches, with all below it."""

    coupon = models.ForeignKey(Coupon, on_delete=models.CASCADE, related_name="categories")
    category = models.ForeignKey("products.Category", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coupon", "category"], name="promotions_category_once"),
        ]

    def __str__(self) -> str:
        return str(self.category_id)


class Redemption(models.Model):
    """One use of a coupon by one order (`reference`). `shares` answers a repeat.

    The database itself keeps: a coupon once per reference; one coupon of the platform and one of
    each vendor per reference; one live first-order coupon per buyer, whichever it is.
    """

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="redemptions")
    reference = models.UUIDField()
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    paid_by = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    shares = models.JSONField()
    is_first_order = models.BooleanField(default=False)
    status = models.CharField(
        max_length=8,
        choices=[(s.value, s.value) for s in RedemptionStatus],
        default=RedemptionStatus.HELD,
    )
    at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "coupon"], name="promotions_once_per_reference"
            ),
            models.UniqueConstraint(
                fields=["reference", "paid_by"],
                name="promotions_one_of_each_payer",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["buyer"],
                name="promotions_one_first_order",
                condition=Q(status=RedemptionStatus.HELD, is_first_order=True),
            ),
            models.CheckConstraint(
                name="promotions_amount_positive", condition=Q(amount_minor__gt=0)
            ),
            models.CheckConstraint(
                name="promotions_status_known",
                condition=Q(status=RedemptionStatus.HELD, released_at__isnull=True)
                | Q(status=RedemptionStatus.RELEASED, released_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["coupon", "buyer"],
                name="promotions_live_uses",
                condition=Q(status=RedemptionStatus.HELD),
            ),
            models.Index(fields=["coupon", "-id"], name="promotions_uses_of_coupon"),
        ]

    def __str__(self) -> str:
        return f"{self.status} for {self.reference}"

    @property
    def amount(self) -> Money:
        """What it took off."""
        return Money(self.amount_minor, self.currency)


class CouponGuesses(models.Model):
    """How many coupons that do not exist an account named in an hour; one row an account."""

    buyer_id = models.UUIDField(primary_key=True)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} since {self.hour:%H:%M}"
