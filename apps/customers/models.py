"""The address book."""

from django.conf import settings
from django.db import models

from apps.common.models import Identified, Timestamped
from apps.customers.rules import HOME, LENGTHS


class Address(Identified, Timestamped):
    """One place that a person has things sent to. Orders keep a copy, never this row."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    label = models.CharField(max_length=LENGTHS["label"], blank=True)
    name = models.CharField(max_length=LENGTHS["name"])
    phone = models.CharField(max_length=16, help_text="E.164, such as +2348031234567.")
    line1 = models.CharField(max_length=LENGTHS["line1"])
    line2 = models.CharField(max_length=LENGTHS["line2"], blank=True)
    landmark = models.CharField(max_length=LENGTHS["landmark"], blank=True)
    city = models.CharField(max_length=LENGTHS["city"])
    lga = models.CharField("LGA", max_length=LENGTHS["lga"], blank=True)
    state = models.CharField(max_length=LENGTHS["state"])
    country = models.CharField(max_length=LENGTHS["country"], default=HOME)
    postcode = models.CharField(max_length=LENGTHS["postcode"], blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "addresses"
        ordering = ["-is_default", "-created_at", "-id"]
        indexes = [models.Index(fields=["user", "-created_at"], name="address_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(is_default=True),
                name="address_one_default_a_user",
            ),
            models.CheckConstraint(
                condition=~models.Q(country=HOME) | ~models.Q(lga=""),
                name="address_home_has_lga",
            ),
            models.CheckConstraint(
                condition=models.Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="address_phone_is_e164",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.line1}, {self.city}"
