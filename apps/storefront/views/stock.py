"""A house's stock: the list, one piece with its log, the CSV."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.authentication.contracts import UserId
from apps.common.db import plans
from apps.common.errors import NotFound
from apps.common.http.csv_out import csv_download
from apps.common.http.idempotency import Answer, digest_of, idempotent
from apps.inventory import facade as inventory
from apps.products.contracts import VariantId
from apps.storefront.answers import back_to, done, members_only, page, post_only, sent
from apps.storefront.cart_access import signed_in_id
from apps.storefront.forms import values_of
from apps.storefront.links import crumb
from apps.storefront.stock_forms import AdjustForm, LogForm, LowAtForm, SheetForm
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorRef

PAGE = 25


@require_safe
@page
@members_only
def stock(request: HttpRequest) -> HttpResponse:
    """List the house's pieces with their units, all or what runs low."""
    vendor = _house(request)
    words, is_low = request.GET.get("q", "")[:100], request.GET.get("low") == "1"
    own = inventory.stock_of_vendor(
        vendor.id, search=words, is_low=is_low, cursor=request.GET.get("cursor"), limit=PAGE
    )
    found = plans.run(own)
    context = {
        "vendor": vendor,
        "rows": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
        "words": words,
        "is_low": is_low,
        "low_at": inventory.default_low_at(vendor.id),
        "adjust": AdjustForm(auto_id=False),
    }
    return render(request, "storefront/vendor/stock.html", context)


@require_safe
@page
@members_only
def piece(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """Show one piece, the forms that change it, and its log."""
    vendor = _house(request)
    own = inventory.own_variant(VariantId(variant_id), vendor.id)
    row = inventory.shelf_row(own, vendor.id)
    if row is None:
        raise NotFound("This piece is not for sale any more.")
    narrowed = LogForm(request.GET)
    kind = narrowed.cleaned_data["kind"] if narrowed.is_valid() else ""
    log = inventory.log_page(own, kind=kind or None, cursor=request.GET.get("cursor"))
    context = {
        "vendor": vendor,
        "row": row,
        "log": log.rows,
        "next": log.next_cursor,
        "previous": log.previous_cursor,
        "narrowed": narrowed,
        "adjust": AdjustForm(auto_id=False),
        "crumbs": [crumb("Stock", reverse("storefront:stock")), crumb(row.sku)],
    }
    return render(request, "storefront/vendor/stock_piece.html", context)


@post_only
@page
@members_only
def adjust(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """Change a count; the same form sent twice counts once."""
    own, actor_id = _own(request, variant_id), signed_in_id(request)
    form = AdjustForm(request.POST)
    key, digest = values_of(form)["key"], _digest(request, own)

    def write() -> Answer:
        count = inventory.adjust(variant_id=own, actor_id=actor_id, **form.change())
        return Answer(200, {"on_hand": count.on_hand})

    # Going back and changing the form is another request, not a wrong repeat of the first.
    answer = idempotent(
        owner=actor_id, key=f"{key}:{digest[:24]}", request_digest=digest, write=write
    )
    messages.success(request, f"Saved: {answer.body['on_hand']} on the shelf.")
    return redirect(back_to(request))


@post_only
@page
@members_only
def threshold(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """Set from when on one piece is low; empty is the house's number."""
    own = _own(request, variant_id)
    low_at = values_of(LowAtForm(request.POST))["low_at"]
    inventory.set_low_at(variant_id=own, low_at=low_at, actor_id=signed_in_id(request))
    messages.success(request, "Saved.")
    return redirect(back_to(request))


@post_only
@page
@members_only
def settings(request: HttpRequest) -> HttpResponse:
    """Set from when on the house's pieces are low; empty is the shop's number."""
    vendor, low_at = _house(request), values_of(LowAtForm(request.POST))["low_at"]
    actor_id = signed_in_id(request)
    now = inventory.set_default_low_at(vendor_id=vendor.id, low_at=low_at, actor_id=actor_id)
    messages.success(request, f"A piece is low from {now} on.")
    return redirect(back_to(request))


@require_safe
@members_only
def download(request: HttpRequest) -> HttpResponse:
    """Send the whole shelf as CSV."""
    rows = inventory.sheet_rows(_house(request).id)
    answer = csv_download(request, "stock.csv", inventory.SHEET_HEADER, rows)
    return cast("HttpResponse", answer)


@require_http_methods(["GET", "POST"])
@page
@members_only
def upload(request: HttpRequest) -> HttpResponse:
    """Take a CSV and lead to what it would change."""
    vendor = _house(request)
    form = SheetForm(sent(request), request.FILES or None)
    actor_id = signed_in_id(request)
    if form.is_bound and (sheet := done(form, _read, vendor=vendor, actor_id=actor_id)):
        return redirect("storefront:stock_sheet", sheet.id)
    context = {"vendor": vendor, "form": form, "crumbs": _sheet_crumbs("CSV")}
    return render(request, "storefront/vendor/stock_upload.html", context)


@require_safe
@page
@members_only
def sheet(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Show what a CSV changes, and what is wrong with it."""
    vendor = _house(request)
    found = inventory.sheet_for(sheet_id, vendor.id)
    context = {"vendor": vendor, "sheet": found, "crumbs": _sheet_crumbs("What the CSV changes")}
    return render(request, "storefront/vendor/stock_sheet.html", context)


@post_only
@page
@members_only
def apply(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Make a CSV's changes, all or none."""
    vendor, actor_id = _house(request), signed_in_id(request)
    made = inventory.apply_sheet(sheet_id=sheet_id, vendor_id=vendor.id, actor_id=actor_id)
    messages.success(request, f"Saved: {len(made.changes)} of your pieces changed.")
    return redirect("storefront:stock")


def _digest(request: HttpRequest, variant_id: VariantId) -> str:
    """Digest what makes two sent forms the same."""
    fields = sorted(
        (name, value) for name, value in request.POST.items() if name in AdjustForm.base_fields
    )
    return digest_of(variant_id, fields)


def _house(request: HttpRequest) -> VendorRef:
    return vendors.require_vendor(signed_in_id(request))


def _own(request: HttpRequest, variant_id: UUID) -> VariantId:
    return inventory.own_variant(VariantId(variant_id), _house(request).id)


def _read(*, file: Any, vendor: VendorRef, actor_id: UserId) -> Any:
    content = file.read(inventory.MAX_SHEET_BYTES + 1)
    return inventory.upload_sheet(vendor_id=vendor.id, content=content, actor_id=actor_id)


def _sheet_crumbs(name: str) -> list[dict[str, str]]:
    return [crumb("Stock", reverse("storefront:stock")), crumb(name)]
