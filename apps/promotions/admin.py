"""Coupons for staff: a form that goes through the services; uses are read."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.http import HttpRequest

from apps.authentication.contracts import UserId
from apps.common.admin import ReadOnly
from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.promotions import facade
from apps.promotions.contracts import CouponId, CouponTerms, TermChanges
from apps.promotions.models import Coupon, CouponCategory, CouponProduct, Redemption
from apps.promotions.rules import canonical
from apps.promotions.selectors.coupons import coupon
from apps.promotions.services.check_terms import check_terms
from apps.promotions.states import CouponKind, CouponScope, Funder

PRODUCT = CouponProduct._meta.get_field("product")  # noqa: SLF001 -- Django's documented model API
CATEGORY = CouponCategory._meta.get_field("category")  # noqa: SLF001 -- the same
FOR_GOOD = ("code", "kind", "funder", "vendor")
PLAIN = (
    "percent_bp",
    "starts_at",
    "ends_at",
    "total_limit",
    "per_buyer_limit",
    "is_first_order_only",
    "is_active",
    "note",
)
AMOUNTS = ("amount", "cap", "minimum")
# How the service names a field that the form calls otherwise.
FORM_NAMES = {"product_ids": "products", "category_ids": "categories", "vendor_id": "vendor"}


def _amount() -> forms.DecimalField:
    return forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, required=False)


def _choice_of(relation: Any) -> Any:
    return forms.ModelMultipleChoiceField(
        relation.related_model._default_manager.all(),  # noqa: SLF001 -- Django's documented API
        required=False,
        widget=AutocompleteSelectMultiple(relation, admin.site),
    )


class CouponForm(forms.ModelForm[Coupon]):
    """What is agreed, checked by the same rules as everywhere; amounts in the shop's currency."""

    amount, cap, minimum = _amount(), _amount(), _amount()
    products = _choice_of(PRODUCT)
    categories = _choice_of(CATEGORY)

    class Meta:
        model = Coupon
        fields = (*FOR_GOOD, *PLAIN, "scope")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changes: TermChanges = {}
        self.terms: CouponTerms | None = None
        if self.instance._state.adding:  # noqa: SLF001 -- Django's way to tell new rows
            return
        terms = self._present()
        for name in AMOUNTS:
            minor = getattr(terms, f"{name}_minor")
            self.fields[name].initial = minor and Money(minor, terms.currency).amount
        self.fields["products"].initial = list(terms.product_ids)
        self.fields["categories"].initial = list(terms.category_ids)

    def clean_code(self) -> str:
        """The code as it is stored, so that twins in case and spaces are told."""
        code = canonical(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError("3 to 32 letters, digits, - and _.")
        return code

    def clean(self) -> dict[str, Any]:
        """Check the terms as a whole."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        self.changes = _changes(cleaned)
        is_new = self.instance._state.adding  # noqa: SLF001 -- the same
        before = _new_terms(cleaned) if is_new else self._present()
        self.terms = replace(before, **self.changes)
        try:
            check_terms(self.terms)
        except InvalidInput as error:
            for name, sentences in error.errors.items():
                known = FORM_NAMES.get(name, name)
                self.add_error(known if known in self.fields else None, sentences)
        return cleaned

    def _present(self) -> CouponTerms:
        return coupon(CouponId(self.instance.pk)).terms


@admin.register(Coupon)
class CouponAdmin(admin.ModelAdmin[Coupon]):
    """Found by code; ended, not deleted, once an order used it."""

    form = CouponForm
    list_display = ("code", "kind", "scope", "funder", "vendor", "used", "total_limit", "is_active")
    list_filter = ("is_active", "kind", "scope", "funder", "starts_at")
    list_select_related = ("vendor",)
    search_fields = ("code", "note", "vendor__store_name")
    autocomplete_fields = ("vendor",)
    readonly_fields = ("used", "currency")
    fields = (*FOR_GOOD, *AMOUNTS, *PLAIN, "scope", "products", "categories", "used", "currency")
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Coupon | None = None) -> Any:
        """What a coupon is stays; its terms change."""
        return self.readonly_fields if obj is None else (*self.readonly_fields, *FOR_GOOD)

    def has_delete_permission(self, request: HttpRequest, obj: Coupon | None = None) -> bool:
        """One at a time, and only what no order used."""
        if obj is None or Redemption.objects.filter(coupon=obj).exists():
            return False
        return super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Coupon, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Send it through the service, which audits it."""
        actor = _actor(request)
        if change:
            facade.change_coupon(CouponId(obj.pk), form.changes, actor_id=actor)
        else:
            obj.pk = facade.create_coupon(form.terms, actor_id=actor).id

    def delete_model(self, request: HttpRequest, obj: Coupon) -> None:
        """The same for the end of it."""
        facade.remove_coupon(CouponId(obj.pk), actor_id=_actor(request))


@admin.register(Redemption)
class RedemptionAdmin(ReadOnly, admin.ModelAdmin[Redemption]):
    """Who used what for which order."""

    list_display = ("coupon", "reference", "buyer", "amount", "status", "at", "released_at")
    list_filter = ("status", "is_first_order", "at")
    list_select_related = ("coupon", "buyer")
    search_fields = ("=reference", "coupon__code", "buyer__email")
    ordering = ("-id",)
    show_full_result_count = False


def _changes(cleaned: dict[str, Any]) -> TermChanges:
    found = {name: cleaned[name] for name in PLAIN}
    for name in AMOUNTS:
        found[f"{name}_minor"] = _minor(cleaned[name])
    found["minimum_minor"] = found["minimum_minor"] or 0
    found["scope"] = CouponScope(cleaned["scope"])
    found["product_ids"] = frozenset(row.pk for row in cleaned["products"])
    found["category_ids"] = frozenset(row.pk for row in cleaned["categories"])
    return cast("TermChanges", found)


def _new_terms(cleaned: dict[str, Any]) -> CouponTerms:
    return CouponTerms(
        code=cleaned["code"],
        kind=CouponKind(cleaned["kind"]),
        currency=settings.DEFAULT_CURRENCY,
        scope=CouponScope(cleaned["scope"]),
        funder=Funder(cleaned["funder"]),
        vendor_id=cleaned["vendor"].pk if cleaned["vendor"] else None,
        starts_at=cleaned["starts_at"],
    )


def _minor(amount: Decimal | None) -> int | None:
    return None if amount is None else Money.of(amount, settings.DEFAULT_CURRENCY).minor


def _actor(request: HttpRequest) -> UserId:
    return UserId(UUID(str(request.user.pk)))
