"""A house's products: the list, one with its matrix and pictures, in and out of the shop."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.errors import Conflict, InvalidInput
from apps.products import facade as products
from apps.products.contracts import MediaId, Move, ProductId, ProductPage
from apps.storefront.answers import back_to, done, members_only, page, post_only, sent
from apps.storefront.cart_access import signed_in_id
from apps.storefront.forms import values_of
from apps.storefront.links import crumb
from apps.storefront.ware_forms import (
    CellForms,
    FitForm,
    PictureForm,
    UploadForm,
    WareForm,
    cell_values,
    specs_of,
)
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorRef

STATUSES = (("published", "In the shop"), ("draft", "Drafts"), ("archived", "Archived"))
MOVES = {
    Move.PUBLISH: products.publish_product,
    Move.ARCHIVE: products.archive_product,
    Move.RESTORE: products.restore_product,
}
# Where a product is now and what it was before -> what the button says that undoes it.
UNDO = {
    ("published", "draft"): (Move.ARCHIVE, "It is in the shop.", "Take it out again"),
    ("published", "archived"): (Move.ARCHIVE, "It is back in the shop.", "Undo"),
    ("archived", "published"): (Move.PUBLISH, "It is out of the shop.", "Undo"),
    ("archived", "draft"): (Move.RESTORE, "It is archived.", "Undo"),
    ("draft", "archived"): (Move.ARCHIVE, "It is a draft again.", "Undo"),
}


@require_safe
@page
@members_only
def wares(request: HttpRequest) -> HttpResponse:
    """List the house's products in any state."""
    vendor = _house(request)
    words = request.GET.get("q", "")[:100]
    asked = request.GET.get("status", "")
    status = asked if asked in dict(STATUSES) else ""
    found = products.own_products(
        vendor.id, status=status, words=words, cursor=request.GET.get("cursor")
    )
    context = {
        "vendor": vendor,
        "rows": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
        "words": words,
        "status": status,
        "statuses": STATUSES,
    }
    return render(request, "storefront/vendor/wares.html", context)


@require_http_methods(["GET", "POST"])
@page
@members_only
def new_ware(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    vendor = _house(request)
    form = WareForm(sent(request), categories=products.category_tree())
    if form.is_bound and (made := done(form, products.create_product, vendor_id=vendor.id)):
        messages.success(request, "The draft is saved. Add sizes and pictures next.")
        return redirect("storefront:ware", made.id)
    context = {"vendor": vendor, "form": form, "crumbs": _crumbs("A new product")}
    return render(request, "storefront/vendor/ware_new.html", context)


@require_http_methods(["GET", "POST"])
@page
@members_only
def ware(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Show one product with all that can be changed in it; a POST changes its words."""
    vendor, shown = _own(request, product_id)
    form = WareForm(sent(request), initial=_words(shown), categories=products.category_tree())
    if form.is_bound and done(form, products.update_product, product_id=shown.id):
        messages.success(request, "Saved.")
        return redirect("storefront:ware", shown.id)
    return _shown(request, vendor, shown, form=form)


@require_http_methods(["GET", "POST"])
@page
@members_only
def ware_cells(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Replace the matrix; wrong rows come back with their words."""
    vendor, shown = _own(request, product_id)
    if request.method == "GET":
        return redirect("storefront:ware", shown.id)
    cells = CellForms(request.POST, initial=cell_values(shown.variants))
    if not cells.is_valid():
        return _shown(request, vendor, shown, cells=cells)
    try:
        products.set_variants(product_id=shown.id, variants=specs_of(cells))
    except (Conflict, InvalidInput) as error:
        messages.error(request, error.detail)
        return _shown(request, vendor, shown, cells=cells)
    messages.success(request, "Sizes and colours are saved.")
    return redirect("storefront:ware", shown.id)


@post_only
@page
@members_only
def ware_fit(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Say how it turns out and which size guide it follows."""
    vendor, shown = _own(request, product_id)
    form = FitForm(request.POST, guides=products.guide_choices(vendor.id))
    values_of(form)
    products.set_fit(product_id=shown.id, **form.arguments())
    messages.success(request, "Saved.")
    return redirect("storefront:ware", shown.id)


@post_only
@page
@members_only
def ware_upload(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Add a picture."""
    _, shown = _own(request, product_id)
    said = values_of(UploadForm(request.POST, request.FILES))
    content = said["file"].read(products.MAX_PICTURE_BYTES + 1)
    products.add_media(product_id=shown.id, content=content, alt=said["alt"])
    messages.success(request, "The picture is added.")
    return redirect("storefront:ware", shown.id)


@post_only
@page
@members_only
def ware_picture(request: HttpRequest, product_id: UUID, media_id: UUID) -> HttpResponse:
    """Say what a picture shows, move it, make it the cover, or remove it."""
    _, shown = _own(request, product_id)
    said, own = values_of(PictureForm(request.POST)), MediaId(media_id)
    match said["do"]:
        case "remove":
            products.remove_media(product_id=shown.id, media_id=own)
        case "earlier" | "later" as way:
            products.order_media(product_id=shown.id, media_ids=_moved(shown, own, way))
        case what:
            changes = {"is_cover": True} if what == "cover" else {"alt": said["alt"]}
            products.change_media(product_id=shown.id, media_id=own, changes=changes)
    messages.success(request, "Saved.")
    return redirect("storefront:ware", shown.id)


@post_only
@page
@members_only
def ware_move(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Publish, archive or restore; the page then offers the way back."""
    _, shown = _own(request, product_id)
    move = _move(request)
    MOVES[move](product_id=shown.id, by=signed_in_id(request))
    return redirect(f"{reverse('storefront:ware', args=[shown.id])}?was={shown.status}")


@post_only
@page
@members_only
def ware_copy(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Begin a draft as a copy."""
    _, shown = _own(request, product_id)
    copy = products.duplicate_product(product_id=shown.id)
    messages.success(request, "This is the copy, a draft. Give it its own title.")
    return redirect("storefront:ware", copy.id)


@post_only
@page
@members_only
def ware_moves(request: HttpRequest) -> HttpResponse:
    """Move the chosen products, each by itself, and say which could not be."""
    vendor, chosen = _house(request), _chosen(request)
    moved = products.move_products(
        vendor_id=vendor.id,
        product_ids=chosen,
        move=_move(request),
        by=signed_in_id(request),
    )
    refused = [one.detail for one in moved if one.detail]
    if len(moved) > len(refused):
        messages.success(request, f"{len(moved) - len(refused)} of {len(moved)} moved.")
    for sentence in dict.fromkeys(refused):
        messages.error(request, sentence)
    return redirect(back_to(request))


def _shown(
    request: HttpRequest, vendor: VendorRef, shown: ProductPage, **forms: Any
) -> HttpResponse:
    sizing = shown.sizing
    named = str(sizing.guide.id) if sizing.guide and sizing.is_named else ""
    fit = {"fit": sizing.fit or "", "size_guide": named}
    context = {
        "vendor": vendor,
        "ware": shown,
        "form": WareForm(initial=_words(shown), categories=products.category_tree()),
        "cells": CellForms(initial=cell_values(shown.variants)),
        "fit": FitForm(initial=fit, guides=products.guide_choices(vendor.id)),
        "upload": UploadForm(),
        "pictures": [one for one in shown.media if one.id],
        "undo": UNDO.get((shown.status, request.GET.get("was", ""))),
        "crumbs": _crumbs(shown.title),
        **forms,
    }
    return render(request, "storefront/vendor/ware.html", context)


def _words(shown: ProductPage) -> dict[str, Any]:
    return {
        "title": shown.title,
        "description": shown.description,
        "category": shown.category[-1].slug if shown.category else "",
        "brand": shown.brand.name if shown.brand else "",
        "tags": ", ".join(shown.tags),
    }


def _moved(shown: ProductPage, media_id: MediaId, way: str) -> list[MediaId]:
    """Return the pictures' ids with one of them a place earlier or later."""
    ids = [one.id for one in shown.media if one.id]
    if media_id in ids:
        at = ids.index(media_id)
        to = min(max(at + (1 if way == "later" else -1), 0), len(ids) - 1)
        ids.insert(to, ids.pop(at))
    return ids


def _move(request: HttpRequest) -> Move:
    word = request.POST.get("move", "")
    if word not in set(Move):
        raise InvalidInput("Choose what to do.")
    return Move(word)


def _chosen(request: HttpRequest) -> list[ProductId]:
    try:
        chosen = [ProductId(UUID(word)) for word in request.POST.getlist("id")[:100]]
    except ValueError as error:
        raise InvalidInput("Choose products from the list.") from error
    if not chosen:
        raise InvalidInput("Choose at least one product.")
    return list(dict.fromkeys(chosen))


def _house(request: HttpRequest) -> VendorRef:
    return vendors.require_vendor(signed_in_id(request))


def _own(request: HttpRequest, product_id: UUID) -> tuple[VendorRef, ProductPage]:
    vendor = _house(request)
    shown = products.product_page_of(product_id=ProductId(product_id), vendor_id=vendor.id)
    return vendor, shown


def _crumbs(name: str) -> list[dict[str, str]]:
    return [crumb("Products", reverse("storefront:wares")), crumb(name)]
