"""Zones and ways of delivery for staff; every save goes through the service, which audits it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.authentication.contracts import UserId
from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.delivery import facade
from apps.delivery.models import DeliveryMethod, Zone
from apps.delivery.services.save_method import checked_method
from apps.delivery.services.save_zone import checked_zone

COLUMNS = {"fee": "fee_minor", "free_from": "free_from_minor"}


class ZoneForm(forms.ModelForm[Zone]):
    """Places by code and by name, checked as the APIs check them."""

    class Meta:
        model = Zone
        fields = ("vendor", "name", "countries", "states")

    def wanted(self) -> dict[str, Any]:
        """The fields as the service takes them."""
        given = self.cleaned_data
        return {"name": given["name"], "countries": given["countries"], "states": given["states"]}

    def clean(self) -> dict[str, Any]:
        """Put our spelling into the fields, or say what is wrong with them."""
        super().clean()
        if not self.errors:
            self.cleaned_data |= _checked(self, checked_zone)
        return self.cleaned_data


class MethodForm(forms.ModelForm[DeliveryMethod]):
    """Amounts in kobo."""

    class Meta:
        model = DeliveryMethod
        fields = (
            *("vendor", "zone", "kind", "name", "fee_minor", "free_from_minor"),
            *("min_days", "max_days", "pickup_address", "is_active", "position"),
        )

    def wanted(self) -> dict[str, Any]:
        """The fields as the service takes them."""
        given, currency = dict(self.cleaned_data), settings.DEFAULT_CURRENCY
        given.pop("vendor", None)
        zone, free_from = given.pop("zone"), given.pop("free_from_minor")
        return given | {
            "zone_id": zone.pk if zone else None,
            "fee": Money(given.pop("fee_minor"), currency),
            "free_from": None if free_from is None else Money(free_from, currency),
        }

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the fields."""
        super().clean()
        if self.errors:
            return self.cleaned_data
        zone = self.cleaned_data.get("zone")
        vendor = self.cleaned_data.get("vendor") or self.instance.vendor
        if zone and zone.vendor not in {None, vendor}:
            self.add_error("zone", "This zone is another vendor's.")
        else:
            found = _checked(self, checked_method)
            self.cleaned_data |= {
                name: found[name] for name in ("name", "pickup_address") if name in found
            }
        return self.cleaned_data


class _ByService:
    """Saves and removes through the service; the owner stays."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The owner is said once."""
        return ("vendor",) if obj else ()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Remove the chosen; Django refuses zones with methods before it comes to this."""
        for row in queryset:
            self.remove(row.pk, _actor(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Remove one."""
        self.remove(obj.pk, _actor(request))

    def remove(self, pk: UUID, actor_id: UserId) -> None:
        """Call the service."""
        raise NotImplementedError


@admin.register(Zone)
class ZoneAdmin(_ByService, admin.ModelAdmin[Zone]):
    """Zones, found by name; no vendor: the shop's."""

    form = ZoneForm
    list_display = ("name", "vendor", "countries", "states", "updated_at")
    list_filter = ("created_at",)
    list_select_related = ("vendor",)
    search_fields = ("=id", "name", "vendor__store_name")
    raw_id_fields = ("vendor",)
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Zone, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Save by the service."""
        whose = {"zone_id": obj.pk} if change else {"owner": obj.vendor_id}
        zone = facade.save_zone(within=None, actor_id=_actor(request), **whose, **form.wanted())
        obj.pk = zone.id

    def remove(self, pk: UUID, actor_id: UserId) -> None:
        """Remove a zone that no method names."""
        facade.remove_zone(within=None, actor_id=actor_id, zone_id=pk)


@admin.register(DeliveryMethod)
class DeliveryMethodAdmin(_ByService, admin.ModelAdmin[DeliveryMethod]):
    """Ways of delivery; no vendor: the shop's default; no zone: everywhere."""

    form = MethodForm
    list_display = (
        *("name", "vendor", "zone", "kind", "price", "free_from_minor"),
        *("min_days", "max_days", "is_active"),
    )
    list_filter = ("kind", "is_active", "zone")
    list_select_related = ("vendor", "zone")
    search_fields = ("=id", "name", "vendor__store_name", "zone__name")
    raw_id_fields = ("vendor",)
    show_full_result_count = False

    @admin.display(description="Fee", ordering="fee_minor")
    def price(self, method: DeliveryMethod) -> str:
        """The fee as people write it."""
        return method.fee.text()

    def save_model(
        self,
        request: HttpRequest,
        obj: DeliveryMethod,
        form: Any,
        change: bool,  # noqa: FBT001 -- Django's signature
    ) -> None:
        """Save by the service."""
        whose = {"method_id": obj.pk} if change else {"owner": obj.vendor_id}
        way = facade.save_method(within=None, actor_id=_actor(request), **whose, **form.wanted())
        obj.pk = way.id

    def remove(self, pk: UUID, actor_id: UserId) -> None:
        """Remove a way of delivery."""
        facade.remove_method(within=None, actor_id=actor_id, method_id=pk)


def _checked(form: Any, check: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """What the check made of the form's fields, nothing where it refuses: the form says why."""
    try:
        return check(form.wanted())
    except InvalidInput as error:
        for name, sentences in error.errors.items():
            form.add_error(COLUMNS.get(name, name), sentences)
        return {}


def _actor(request: HttpRequest) -> UserId:
    return UserId(UUID(str(request.user.pk)))
