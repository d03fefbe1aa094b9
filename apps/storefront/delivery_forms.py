"""What a house says about its delivery, in naira and days. Forms read; delivery judges."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings

from apps.common.money import Money
from apps.customers import facade as customers
from apps.delivery.contracts import MethodKind, MethodView, ZoneView


def _naira(label: str, help_text: str, *, required: bool) -> Any:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )


def _days(label: str) -> Any:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=365,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class MethodForm(forms.Form):
    """A way of delivery; its fields are named as the service names them."""

    KINDS = (
        (MethodKind.COURIER.value, "A rider or courier brings it"),
        (MethodKind.PICKUP.value, "The buyer collects it"),
    )
    name = forms.CharField(label="Name", max_length=60, help_text="Buyers read it: Rider, Express…")
    kind = forms.ChoiceField(label="How", choices=KINDS)
    zone_id = forms.TypedChoiceField(label="Where", required=False, empty_value=None)
    fee = _naira("Price in naira", "For each order; 0 is free.", required=True)
    free_from = _naira("Free from, in naira", "Worth of your pieces in the order.", required=False)
    min_days = _days("Days, at least")
    max_days = _days("Days, at most")
    pickup_address = forms.CharField(
        label="Where to collect",
        required=False,
        max_length=300,
        help_text="Only if the buyer collects it.",
    )
    is_active = forms.BooleanField(label="Offer it to buyers", required=False, initial=True)

    def __init__(self, *args: Any, zones: Iterable[ZoneView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["zone_id"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 -- declared above
        field.choices = [("", "Everywhere"), *[(str(zone.id), _name_of(zone)) for zone in zones]]

    def clean_fee(self) -> Money:
        """Return the price."""
        return _money(self.cleaned_data["fee"])

    def clean_free_from(self) -> Money | None:
        """Return from which worth on it is free, None for never."""
        worth = self.cleaned_data["free_from"]
        return None if worth is None else _money(worth)

    @staticmethod
    def initial_of(method: MethodView) -> dict[str, Any]:
        """Return what the form shows of a method."""
        return {
            "name": method.name,
            "kind": method.kind.value,
            "zone_id": str(method.zone.id) if method.zone else "",
            "fee": method.fee.amount,
            "free_from": method.free_from.amount if method.free_from else None,
            "min_days": method.min_days,
            "max_days": method.max_days,
            "pickup_address": method.pickup_address,
            "is_active": method.is_active,
        }


class ZoneForm(forms.Form):
    """A zone: countries, or some states of Nigeria."""

    name = forms.CharField(label="Name", max_length=60, help_text="For yourself: South West, UK…")
    countries = forms.CharField(
        label="Countries",
        max_length=1000,
        initial="NG",
        help_text="Two-letter codes with commas between, such as GB, US.",
    )
    states = forms.MultipleChoiceField(
        label="States of Nigeria", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["states"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = [(state, state) for state in customers.states()]

    def clean_countries(self) -> list[str]:
        """Return the codes, whatever stands between them."""
        return [code for code in re.split(r"[\s,;]+", self.cleaned_data["countries"]) if code]

    @staticmethod
    def initial_of(zone: ZoneView) -> dict[str, Any]:
        """Return what the form shows of a zone."""
        countries = ", ".join(zone.countries)
        return {"name": zone.name, "countries": countries, "states": list(zone.states)}


def _money(amount: Decimal) -> Money:
    return Money.of(amount, settings.DEFAULT_CURRENCY)


def _name_of(zone: ZoneView) -> str:
    return zone.name if zone.vendor_id else f"{zone.name} (of the shop)"
