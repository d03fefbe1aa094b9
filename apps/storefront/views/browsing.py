"""Looking around: lists, one product, one house."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.delivery import facade as delivery
from apps.products import facade as products
from apps.products.contracts import ProductFilters
from apps.storefront.answers import page
from apps.storefront.cart_access import user_id_of
from apps.storefront.links import canonical, crumb, site_url
from apps.storefront.listing import PAGE, listing
from apps.storefront.product_page import json_ld, picker
from apps.storefront.waiting import waiting
from apps.vendors import facade as vendors

SUGGESTIONS, RELATED, REVIEWS = 3, 4, 6


@require_safe
@page
def shop(request: HttpRequest) -> HttpResponse:
    """Show everything, or what matches the words and filters; help when nothing does."""
    context = listing(request)
    words = context["filters"].q
    heading = (
        f"Results for “{words}”" if words else _collection_title(context["filters"].collection)
    )
    context |= {
        "heading": heading or "Everything in the shop",
        "search_words": words,
        "crumbs": [crumb("Search" if words else "Shop")],
        "canonical": canonical(reverse("storefront:shop")),
    }
    if not context["cards"]:
        best = products.product_cards(ProductFilters(ordering="rating"), limit=SUGGESTIONS)
        context["suggestions"] = best.rows
    return render(request, "storefront/shop.html", context)


@require_safe
@page
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one kind of things with what lies below it."""
    node = products.category_by_slug(slug)
    steps = [
        crumb(step.name, reverse("storefront:category", args=[step.slug])) for step in node.path
    ]
    context = listing(request, category=slug) | {
        "heading": node.name,
        "children": node.children,
        "current_category": node.path[0].slug,
        "crumbs": [*steps[:-1], crumb(node.name)],
        "canonical": canonical(reverse("storefront:category", args=[slug])),
    }
    return render(request, "storefront/shop.html", context)


@require_safe
@page
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one piece with its sizes and colours, its reviews, its house and what is like it."""
    found = products.product_page(slug)
    address = canonical(reverse("storefront:product", args=[slug]))
    steps = [
        crumb(step.name, reverse("storefront:category", args=[step.slug]))
        for step in found.category
    ]
    matrix = picker(found)
    context = {
        "product": found,
        "related": products.related(slug, limit=RELATED),
        "crumbs": [*steps, crumb(found.title)],
        "current_category": found.category[0].slug if found.category else "",
        "canonical": address,
        "site_url": site_url(),
        "json_ld": json_ld(found, address, site_url()),
        **matrix,
        **waiting(matrix["rows"], user_id_of(request)),
        "delivery": delivery.terms_of(found.vendor.id),
        "summary": products.review_summary(slug) if found.rating_count else None,
        "reviews": found.reviews[:REVIEWS],
    }
    return render(request, "storefront/product.html", context)


@require_safe
@page
def vendor(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one house and its pieces."""
    ref = vendors.vendor_by_slug(slug)
    cursor = products.parse_cursor(request.GET)
    found = products.product_cards(ProductFilters(vendor=slug), cursor=cursor, limit=PAGE)
    context = {
        "vendor": ref,
        "profile": vendors.profile_of(ref.id),
        "cards": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
        "crumbs": [crumb("The houses", reverse("storefront:vendors")), crumb(ref.store_name)],
        "canonical": canonical(reverse("storefront:vendor", args=[slug])),
        "site_url": site_url(),
    }
    return render(request, "storefront/vendor.html", context)


def _collection_title(slug: str) -> str:
    return (
        next((one.title for one in products.collections() if one.slug == slug), "") if slug else ""
    )
