"""Vendors, their people, and the history of their approval."""

from django.conf import settings
from django.core.validators import (
    MaxLengthValidator,
    ProhibitNullCharactersValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import Q

from apps.common import clock
from apps.common.models import Identified, Timestamped
from apps.vendors.states import MemberRole, VendorStatus

MAX_STORE_NAME, MAX_TAGLINE, MAX_DESCRIPTION, MAX_PLACE = 80, 140, 4000, 80
DEFAULT_COMMISSION_BP = 1000
ALL_BP = 10_000


class Vendor(Identified, Timestamped):
    """A store. Public while approved; its slug never changes, so links stay good."""

    slug = models.SlugField(max_length=MAX_STORE_NAME, unique=True)
    store_name = models.CharField(max_length=MAX_STORE_NAME)
    tagline = models.CharField(max_length=MAX_TAGLINE, blank=True)
    description = models.TextField(
        max_length=MAX_DESCRIPTION,
        blank=True,
        validators=[MaxLengthValidator(MAX_DESCRIPTION), ProhibitNullCharactersValidator()],
    )
    city = models.CharField(max_length=MAX_PLACE, blank=True)
    state = models.CharField(max_length=MAX_PLACE, blank=True)
    country = models.CharField(
        max_length=2,
        default="NG",
        validators=[RegexValidator(r"^[A-Z]{2}\Z", "Two capital letters, such as NG.")],
    )
    logo = models.ImageField(max_length=200, blank=True)
    cover = models.ImageField(max_length=200, blank=True)
    support_email = models.EmailField(blank=True)
    support_phone = models.CharField(
        max_length=16,
        blank=True,
        validators=[RegexValidator(r"^\+[1-9][0-9]{6,14}\Z", "As in +2348012345678.")],
    )
    status = models.CharField(
        max_length=10,
        choices=[(s.value, s.value.title()) for s in VendorStatus],
        default=VendorStatus.PENDING,
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    commission_bp = models.PositiveIntegerField(
        default=DEFAULT_COMMISSION_BP, help_text="Basis points of each sale: 1000 is 10 %."
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["-created_at", "-id"],
                name="vendors_open_newest",
                condition=Q(status=VendorStatus.APPROVED),
            ),
            models.Index(fields=["status", "-created_at"], name="vendors_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                name="vendors_status_known", condition=Q(status__in=list(VendorStatus))
            ),
            models.CheckConstraint(
                name="vendors_commission_range", condition=Q(commission_bp__lte=ALL_BP)
            ),
            models.CheckConstraint(
                name="vendors_approved_has_time",
                condition=~Q(status=VendorStatus.APPROVED) | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(name="vendors_name_not_empty", condition=~Q(store_name="")),
        ]

    def __str__(self) -> str:
        return self.store_name


class VendorMember(Timestamped):
    """A person of a vendor's team. One account works for at most one vendor."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="members")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=8, choices=[(r.value, r.value.title()) for r in MemberRole])

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vendors_member_role_known", condition=Q(role__in=list(MemberRole))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"


class VendorStatusChange(models.Model):
    """One move of a vendor's status: append only. No actor means the system or an import."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="status_changes")
    from_status = models.CharField(max_length=10)
    to_status = models.CharField(max_length=10)
    reason = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.from_status} -> {self.to_status}"
