"""The wishlist: what is kept for later, hearts, moving to the bag."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.cart import facade as cart
from apps.common.errors import InvalidInput, NotFound
from apps.products.contracts import ProductId, VariantId
from apps.storefront import wish_access
from apps.storefront.answers import back_to, page, post_only
from apps.storefront.cart_access import owner_of, owner_to_fill, remember
from apps.storefront.forms import VariantForm, values_of


class HeartForm(forms.Form):
    """Which product to keep, or to let go."""

    add = forms.UUIDField(required=False)
    remove = forms.UUIDField(required=False)


@require_safe
@page
def show(request: HttpRequest) -> HttpResponse:
    """Show what is kept for later, and what changed since."""
    wishes = cart.view_wishlist(owner_of(request))
    wish_access.remember(request, [wish.card.id for wish in wishes])
    return render(request, "storefront/wishlist.html", {"wishes": wishes})


@post_only
@page
def change(request: HttpRequest) -> HttpResponse:
    """Keep a product, or let it go; a repeat of either changes nothing."""
    wish = values_of(HeartForm(request.POST))
    if not (wish["add"] or wish["remove"]):
        raise InvalidInput("Choose a piece.")
    if wish["add"]:
        cart.add_wish(owner=owner_to_fill(request), product_id=ProductId(wish["add"]))
        messages.success(request, "It is on your wishlist.")
    if wish["remove"]:
        _let_go(request, ProductId(wish["remove"]))
    wish_access.look_again(request)
    return redirect(f"{back_to(request)}#card-{wish['add'] or wish['remove']}")


@post_only
@page
def move(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Put a piece of the wishlist into the bag."""
    variant_id = VariantId(values_of(VariantForm(request.POST))["variant_id"])
    view = cart.move_to_cart(
        owner=owner_of(request), product_id=ProductId(product_id), variant_id=variant_id
    )
    remember(request, view)
    wish_access.look_again(request)
    messages.success(request, "It is in your bag.")
    return redirect("storefront:wishlist")


def _let_go(request: HttpRequest, product_id: ProductId) -> None:
    try:
        cart.remove_wish(owner=owner_of(request), product_id=product_id)
    except NotFound:  # another tab was faster
        return
    messages.success(request, "It is off your wishlist.")
