"""Waiting for a piece that is sold out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.inventory import facade as inventory
from apps.products.contracts import VariantId
from apps.storefront.answers import back_to, members_only, page, post_only
from apps.storefront.cart_access import signed_in_id
from apps.storefront.forms import VariantForm, values_of


@post_only
@page
@members_only
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for one mail when a variant is back."""
    variant_id = VariantId(values_of(VariantForm(request.POST))["variant_id"])
    inventory.ask_when_back(variant_id=variant_id, buyer_id=signed_in_id(request))
    messages.success(request, "We will write to you once it is back.")
    return redirect(back_to(request))


@post_only
@page
@members_only
def stop(request: HttpRequest) -> HttpResponse:
    """Take the request back."""
    variant_id = VariantId(values_of(VariantForm(request.POST))["variant_id"])
    inventory.take_wish_back(variant_id=variant_id, buyer_id=signed_in_id(request))
    messages.success(request, "We will not write to you about it.")
    return redirect(back_to(request))
