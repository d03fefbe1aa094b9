"""The bag."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.cart import facade as cart
from apps.products.contracts import VariantId
from apps.storefront.answers import page, post_only
from apps.storefront.cart_access import owner_of, owner_to_fill, remember, seen_cart
from apps.storefront.forms import AddForm, LineForm, values_of


@require_safe
@page
def show(request: HttpRequest) -> HttpResponse:
    """Show the bag at today's prices."""
    return render(request, "storefront/cart.html", {"cart": seen_cart(request)})


@post_only
@page
def add(request: HttpRequest) -> HttpResponse:
    """Put a variant into the bag."""
    wish = values_of(AddForm(request.POST))
    view = cart.add_line(
        owner=owner_to_fill(request),
        variant_id=VariantId(wish["variant_id"]),
        quantity=wish["quantity"],
    )
    remember(request, view)
    title = next(line.title for line in view.lines if line.variant_id == wish["variant_id"])
    messages.success(request, f"{title} is in your bag.")
    return redirect("storefront:cart")


@post_only
@page
def change(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """Set how many of a line, one more or less, or take it out."""
    quantity = LineForm.wanted(request.POST)
    view = cart.set_quantity(
        owner=owner_of(request), variant_id=VariantId(variant_id), quantity=quantity
    )
    remember(request, view)
    return redirect("storefront:cart")


@post_only
@page
def accept(request: HttpRequest) -> HttpResponse:
    """Agree to what changed since the pieces were chosen."""
    remember(request, cart.accept_changes(owner=owner_of(request)))
    messages.success(request, "The bag is up to date.")
    return redirect("storefront:cart")
