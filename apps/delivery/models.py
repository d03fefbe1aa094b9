"""Zones and the methods that deliver into them."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from apps.common.models import Identified, Timestamped
from apps.common.money import Money
from apps.delivery import rules
from apps.delivery.contracts import MethodKind


class Zone(Identified, Timestamped):
    """A named set of places. No vendor: the shop's own, which every vendor may use."""

    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(max_length=rules.MAX_NAME)
    countries = ArrayField(
        models.CharField(max_length=2), help_text="ISO 3166 codes with commas between: NG, GH."
    )
    states = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="Of Nigeria, with commas between. Empty: the whole of the countries.",
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "name"], name="delivery_zone_name_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(countries__len__gte=1), name="delivery_zone_has_countries"
            ),
            models.CheckConstraint(
                condition=Q(states__len=0) | Q(countries=[rules.HOME]),
                name="delivery_zone_states_at_home",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="delivery_zone_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveryMethod(Identified, Timestamped):
    """A way of delivery and its price. No vendor: the shop's default; no zone: everywhere."""

    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, related_name="methods", null=True, blank=True
    )
    kind = models.CharField(
        max_length=7,
        choices=[(kind.value, kind.value.capitalize()) for kind in MethodKind],
        default=MethodKind.COURIER,
    )
    name = models.CharField(max_length=rules.MAX_NAME)
    fee_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    free_from_minor = models.BigIntegerField(null=True, blank=True)
    min_days = models.PositiveSmallIntegerField()
    max_days = models.PositiveSmallIntegerField(validators=[MaxValueValidator(rules.MAX_DAYS)])
    pickup_address = models.CharField(max_length=rules.MAX_PICKUP_ADDRESS, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name", "id"]
        indexes = [
            models.Index(
                fields=["vendor"], condition=Q(is_active=True), name="delivery_active_of_vendor"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(MethodKind)), name="delivery_method_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="delivery_method_has_name"),
            models.CheckConstraint(
                condition=Q(fee_minor__gte=0, fee_minor__lte=rules.MAX_FEE_MINOR),
                name="delivery_method_fee_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(free_from_minor__isnull=True) | Q(free_from_minor__gt=0),
                name="delivery_method_free_from_positive",
            ),
            models.CheckConstraint(
                condition=Q(min_days__lte=F("max_days"), max_days__lte=rules.MAX_DAYS),
                name="delivery_method_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind=MethodKind.COURIER, pickup_address="")
                | (Q(kind=MethodKind.PICKUP) & ~Q(pickup_address="")),
                name="delivery_method_address_of_pickup",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fee(self) -> Money:
        """The flat price."""
        return Money(self.fee_minor, self.currency)

    @property
    def free_from(self) -> Money | None:
        """From which worth of the items on it is free."""
        return None if self.free_from_minor is None else Money(self.free_from_minor, self.currency)
