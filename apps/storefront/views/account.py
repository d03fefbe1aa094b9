"""A buyer's own pages: orders, addresses, profile."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.authentication import facade as authentication
from apps.customers import facade as customers
from apps.customers.contracts import AddressId
from apps.orders import facade as order_book
from apps.storefront.answers import done, members_only, page, post_only, sent
from apps.storefront.cart_access import signed_in_id
from apps.storefront.forms import AddressForm
from apps.vendors import facade as vendors


@require_safe
@page
@members_only
def orders(request: HttpRequest) -> HttpResponse:
    """List the orders, newest first."""
    found = order_book.orders_of(signed_in_id(request), cursor=request.GET.get("cursor"))
    context = {
        "tab": "orders",
        "orders": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
    }
    return render(request, "storefront/account/orders.html", context)


@require_safe
@page
@members_only
def addresses(request: HttpRequest) -> HttpResponse:
    """List the address book."""
    context = {"tab": "addresses", "addresses": customers.addresses_of(signed_in_id(request))}
    return render(request, "storefront/account/addresses.html", context)


@require_http_methods(["GET", "POST"])
@page
@members_only
def new_address(request: HttpRequest) -> HttpResponse:
    """Add an address."""
    form = AddressForm(sent(request))
    return _address_page(request, form, "A new address", None)


@require_http_methods(["GET", "POST"])
@page
@members_only
def edit_address(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Change an address."""
    card = customers.address_of(user_id=signed_in_id(request), address_id=AddressId(address_id))
    form = AddressForm(sent(request), initial=asdict(card))
    return _address_page(request, form, "Change the address", card.id)


@post_only
@page
@members_only
def default_address(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Offer this address first from now on."""
    customers.make_default(user_id=signed_in_id(request), address_id=address_id)
    return redirect("storefront:addresses")


@post_only
@page
@members_only
def drop_address(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Take an address out of the book."""
    customers.remove_address(user_id=signed_in_id(request), address_id=address_id)
    messages.success(request, "The address is gone.")
    return redirect("storefront:addresses")


@require_safe
@page
@members_only
def profile(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, and the house they belong to."""
    user_id = signed_in_id(request)
    context = {
        "tab": "profile",
        "contact": authentication.contact_of(user_id),
        "vendor": vendors.vendor_of(user_id),
    }
    return render(request, "storefront/account/profile.html", context)


def _address_page(
    request: HttpRequest, form: AddressForm, heading: str, address_id: AddressId | None
) -> HttpResponse:
    if form.is_bound and done(
        form, customers.save_address, user_id=signed_in_id(request), address_id=address_id
    ):
        messages.success(request, "The address is saved.")
        return redirect("storefront:addresses")
    context = {"tab": "addresses", "form": form, "heading": heading}
    return render(request, "storefront/account/address_form.html", context)
