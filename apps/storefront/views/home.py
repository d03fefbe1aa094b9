"""The front door and the list of houses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.products import facade as products
from apps.products.contracts import CategoryNode, ProductFilters
from apps.storefront.answers import page
from apps.storefront.chrome import categories
from apps.storefront.links import canonical, crumb, site_url
from apps.vendors import facade as vendors

ARRIVALS = 8
KINDS = 5  # what the strip under the hero has room for; the menu names them all
DRAWN = {"women", "men", "kids", "accessories", "shoes"}  # static/img/kind-….avif


@require_safe
@page
def home(request: HttpRequest) -> HttpResponse:
    """Show the hero, what is new, collections, kinds and houses."""
    context = {
        "arrivals": products.product_cards(ProductFilters(ordering="newest"), limit=ARRIVALS).rows,
        "collections": products.collections()[:6],
        "kinds": _kinds(),
        "vendors": vendors.open_vendors(),
        "canonical": canonical(reverse("storefront:home")),
        "site_url": site_url(),
    }
    return render(request, "storefront/home.html", context)


@require_safe
@page
def all_vendors(request: HttpRequest) -> HttpResponse:
    """List the open houses."""
    context = {"vendors": vendors.open_vendors(), "crumbs": [crumb("The houses")]}
    return render(request, "storefront/vendors.html", context)


def _kinds() -> list[dict[str, str]]:
    """Return the kinds of the strip: those that we have drawn first."""
    roots = sorted(categories(), key=lambda node: node.slug not in DRAWN)
    return [_kind(node) for node in roots[:KINDS]]


def _kind(node: CategoryNode) -> dict[str, str]:
    """Return a root category with the drawing that we have for it, if any."""
    drawing = f"img/kind-{node.slug}" if node.slug in DRAWN else ""
    return {"slug": node.slug, "name": node.name, "drawing": drawing}
