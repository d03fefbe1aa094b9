"""A house after the sale: following the parcel, calling off, answering returns and disputes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.orders import facade as orders
from apps.orders.contracts import PartId, Party, ShipmentStatus, VendorPartDetail
from apps.storefront.aftersale_forms import (
    EvidenceForm,
    ParcelForm,
    call_off_sent,
    units_sent,
    uploads,
)
from apps.storefront.answers import done, members_only, page, post_only, sent
from apps.storefront.cart_access import signed_in_id
from apps.storefront.forms import values_of
from apps.storefront.links import crumb
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId


@post_only
@page
@members_only
def parcel(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Say where the parcel is."""
    us = _us(request)
    status = ShipmentStatus(values_of(ParcelForm(request.POST))["status"])
    orders.move_shipment(part_id=part_id, by=us, status=status)
    messages.success(request, "The buyer is told.")
    return redirect("storefront:vendor_part", part_id)


@post_only
@page
@members_only
def cancel_part(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Call off pieces that cannot be sent."""
    us = _us(request)
    lines = _detail(us, part_id).part.lines
    orders.call_off(part_id=part_id, by=us, **call_off_sent(request, lines))
    messages.success(request, "It is called off. The buyer is told and paid back.")
    return redirect("storefront:vendor_part", part_id)


@require_safe
@page
@members_only
def returns(request: HttpRequest) -> HttpResponse:
    """List the returns to the house, newest first."""
    found = orders.return_page(_us(request), cursor=request.GET.get("cursor"))
    context = {
        "vendor": vendors.require_vendor(signed_in_id(request)),
        "returns": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
    }
    return render(request, "storefront/vendor/returns.html", context)


@post_only
@page
@members_only
def answer(request: HttpRequest, part_id: UUID, return_id: UUID) -> HttpResponse:
    """Agree to a return, or refuse it and say why."""
    us, words = _us(request), request.POST.get("answer", "")
    if "approve" in request.POST:
        orders.approve_return(return_id=return_id, by=us, answer=words)
    else:
        orders.refuse_return(return_id=return_id, by=us, answer=words)
    messages.success(request, "The buyer is told.")
    return redirect("storefront:vendor_part", part_id)


@post_only
@page
@members_only
def receive(request: HttpRequest, part_id: UUID, return_id: UUID) -> HttpResponse:
    """Say that a return has arrived, and how many pieces can be sold again."""
    us = _us(request)
    fit = units_sent(request, _detail(us, part_id).part.lines)
    orders.receive_return(return_id=return_id, by=us, restocked=fit)
    messages.success(request, "It is noted, and the buyer is paid back.")
    return redirect("storefront:vendor_part", part_id)


@never_cache
@require_http_methods(["GET", "POST"])
@page
@members_only
def dispute(request: HttpRequest, part_id: UUID, dispute_id: UUID) -> HttpResponse:
    """Show a dispute; a POST tells the house's side."""
    us = _us(request)
    detail, found = _detail(us, part_id), orders.dispute_for(dispute_id, us)
    form, shown = EvidenceForm(sent(request)), uploads(request, "file")
    if form.is_bound and done(
        form,
        orders.add_evidence,
        dispute_id=found.id,
        by=us,
        file=shown[0] if shown else None,
    ):
        messages.success(request, "It is added.")
        return redirect("storefront:vendor_dispute", part_id, found.id)
    here = reverse("storefront:vendor_part", args=[part_id])
    context = {
        "part": detail.part,
        "dispute": found,
        "form": form,
        "crumbs": [
            crumb("Orders of the house", reverse("storefront:vendor_orders")),
            crumb(detail.part.number, here),
            crumb("Dispute"),
        ],
    }
    return render(request, "storefront/dispute.html", context)


def _us(request: HttpRequest) -> Party:
    user_id = signed_in_id(request)
    return Party.vendor(user_id, vendor_id=vendors.require_vendor(user_id).id)


def _detail(us: Party, part_id: UUID) -> VendorPartDetail:
    assert us.vendor_id is not None  # noqa: S101 -- made by `_us`
    return orders.part_for(part_id=PartId(part_id), vendor_id=VendorId(us.vendor_id))
