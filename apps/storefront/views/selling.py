"""A house's own orders: what to send, sending it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.delivery.contracts import MethodKind
from apps.orders import facade as order_book
from apps.orders.contracts import PartId, PartView
from apps.storefront.aftersale_forms import PARCEL_MOVES
from apps.storefront.answers import done, members_only, page, sent
from apps.storefront.cart_access import signed_in_id
from apps.storefront.forms import CARRIERS, ShipForm, StatusForm
from apps.storefront.links import crumb
from apps.vendors import facade as vendors


@require_safe
@page
@members_only
def orders(request: HttpRequest) -> HttpResponse:
    """List the house's parts in one status, those to send first."""
    vendor = vendors.require_vendor(signed_in_id(request))
    asked = StatusForm(request.GET)
    status: Any = (asked.cleaned_data["status"] if asked.is_valid() else "") or "paid"
    found = order_book.parts_of_vendor(vendor.id, status=status, cursor=request.GET.get("cursor"))
    context = {
        "vendor": vendor,
        "parts": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
        "status": status,
        "statuses": StatusForm.STATUSES,
    }
    return render(request, "storefront/vendor/orders.html", context)


@require_http_methods(["GET", "POST"])
@page
@members_only
def part(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Show one part; a POST marks it as sent, or as ready where the buyer collects it."""
    user_id = signed_in_id(request)
    vendor = vendors.require_vendor(user_id)
    detail = order_book.part_for(part_id=PartId(part_id), vendor_id=vendor.id)
    form = ShipForm(_parcel(request, detail.part))
    if form.is_bound and done(
        form, order_book.ship_part, part_id=detail.part.id, vendor_id=vendor.id, actor_id=user_id
    ):
        how = "ready" if detail.part.delivery_kind == MethodKind.PICKUP else "sent"
        messages.success(request, f"{detail.part.number} is marked as {how}. The buyer is told.")
        return redirect("storefront:vendor_part", part_id)
    context = {
        "vendor": vendor,
        "detail": detail,
        "form": form,
        "carriers": CARRIERS,
        "parcel_moves": PARCEL_MOVES,
        "crumbs": [
            crumb("Orders of the house", reverse("storefront:vendor_orders")),
            crumb(detail.part.number),
        ],
    }
    return render(request, "storefront/vendor/part.html", context)


def _parcel(request: HttpRequest, part: PartView) -> Mapping[str, Any] | None:
    """Return what the form sent; what is collected has no carrier and goes by its own number."""
    if request.method == "POST" and part.delivery_kind == MethodKind.PICKUP:
        return {"carrier": "Collected by the buyer", "tracking_number": part.number}
    return sent(request)
