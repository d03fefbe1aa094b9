"""How a house delivers: its ways and their prices, its zones."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.db import plans
from apps.delivery import facade as delivery
from apps.delivery.contracts import MethodView, ZoneView
from apps.storefront.answers import done, members_only, page, post_only, sent
from apps.storefront.cart_access import signed_in_id
from apps.storefront.delivery_forms import MethodForm, ZoneForm
from apps.storefront.links import crumb
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorRef

LIST = "storefront:delivery"


@require_safe
@page
@members_only
def show(request: HttpRequest) -> HttpResponse:
    """List the ways of delivery of the house, on or off, and the zones."""
    vendor = _house(request)
    context = {
        "vendor": vendor,
        "methods": delivery.methods_of(vendor.id),
        "zones": delivery.usable_zones_of(vendor.id),
    }
    return render(request, "storefront/vendor/delivery.html", context)


@require_http_methods(["GET", "POST"])
@page
@members_only
def new_method(request: HttpRequest) -> HttpResponse:
    """Add a way of delivery."""
    return _method_page(request, None)


@require_http_methods(["GET", "POST"])
@page
@members_only
def method(request: HttpRequest, method_id: UUID) -> HttpResponse:
    """Change a way of delivery."""
    return _method_page(
        request, plans.run(delivery.method_of(within=_house(request).id, method_id=method_id))
    )


@post_only
@page
@members_only
def switch(request: HttpRequest, method_id: UUID) -> HttpResponse:
    """Offer a way of delivery, or offer it no longer."""
    user_id, vendor = signed_in_id(request), _house(request)
    is_on = request.POST.get("to") == "on"
    saved = delivery.save_method(
        within=vendor.id, actor_id=user_id, method_id=method_id, is_active=is_on
    )
    messages.success(request, f"{saved.name} is {'on' if is_on else 'off'}.")
    return redirect(LIST)


@post_only
@page
@members_only
def drop_method(request: HttpRequest, method_id: UUID) -> HttpResponse:
    """Remove a way of delivery; orders keep what they were placed with."""
    vendor = _house(request)
    delivery.remove_method(within=vendor.id, actor_id=signed_in_id(request), method_id=method_id)
    messages.success(request, "It is removed.")
    return redirect(LIST)


@require_http_methods(["GET", "POST"])
@page
@members_only
def new_zone(request: HttpRequest) -> HttpResponse:
    """Draw a zone."""
    return _zone_page(request, None)


@require_http_methods(["GET", "POST"])
@page
@members_only
def zone(request: HttpRequest, zone_id: UUID) -> HttpResponse:
    """Redraw a zone."""
    return _zone_page(
        request, plans.run(delivery.zone_of(within=_house(request).id, zone_id=zone_id))
    )


@post_only
@page
@members_only
def drop_zone(request: HttpRequest, zone_id: UUID) -> HttpResponse:
    """Remove a zone that no way of delivery names."""
    vendor = _house(request)
    delivery.remove_zone(within=vendor.id, actor_id=signed_in_id(request), zone_id=zone_id)
    messages.success(request, "The zone is removed.")
    return redirect(LIST)


def _house(request: HttpRequest) -> VendorRef:
    return vendors.require_vendor(signed_in_id(request))


def _method_page(request: HttpRequest, known: MethodView | None) -> HttpResponse:
    vendor = _house(request)
    initial = MethodForm.initial_of(known) if known else {}
    zones = delivery.usable_zones_of(vendor.id)
    form = MethodForm(sent(request), initial=initial, zones=zones)
    method_id = known.id if known else None
    who: dict[str, Any] = {"within": vendor.id, "actor_id": signed_in_id(request)}
    if form.is_bound and (saved := done(form, delivery.save_method, method_id=method_id, **who)):
        messages.success(request, f"{saved.name} is saved.")
        return redirect(LIST)
    heading = f"Change {known.name}" if known else "A new way of delivery"
    return _form_page(request, "delivery_method", vendor, form, heading)


def _zone_page(request: HttpRequest, known: ZoneView | None) -> HttpResponse:
    vendor = _house(request)
    form = ZoneForm(sent(request), initial=ZoneForm.initial_of(known) if known else {})
    zone_id = known.id if known else None
    who: dict[str, Any] = {"within": vendor.id, "actor_id": signed_in_id(request)}
    if form.is_bound and (saved := done(form, delivery.save_zone, zone_id=zone_id, **who)):
        messages.success(request, f"{saved.name} is saved.")
        return redirect(LIST)
    heading = f"Change {known.name}" if known else "A new zone"
    return _form_page(request, "delivery_zone", vendor, form, heading)


def _form_page(
    request: HttpRequest, name: str, vendor: VendorRef, form: Any, heading: str
) -> HttpResponse:
    context = {
        "vendor": vendor,
        "form": form,
        "heading": heading,
        "crumbs": [crumb("Delivery", reverse(LIST)), crumb(heading)],
    }
    return render(request, f"storefront/vendor/{name}.html", context)
