"""Address, delivery, pay: three pages, each of which can be reloaded and gone back to."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.authentication import facade as authentication
from apps.cart.contracts import CartView
from apps.common.errors import Conflict, NotFound
from apps.customers import facade as customers
from apps.customers.contracts import AddressCard, AddressId
from apps.delivery.contracts import Destination
from apps.orders import facade as orders
from apps.orders.contracts import OrderRequest
from apps.promotions import facade as promotions
from apps.storefront import cart_access
from apps.storefront.answers import (
    done,
    members_only,
    page,
    post_only,
    send_away,
    sent,
    sentence_of,
)
from apps.storefront.cart_access import signed_in_id
from apps.storefront.forms import AddressChoice, AddressForm, CodeForm, KeyForm, NoteForm, values_of
from apps.storefront.views.orders import return_url
from apps.storefront.ways import Ways, as_texts, check_ways, read_ways, ways_sent

# Session key: {"address_id": …, "note": …, "ways": {vendor id: method id}, "coupons": [code]}
PLAN = "checkout"


@never_cache
@require_http_methods(["GET", "POST"])
@page
@members_only
def address(request: HttpRequest) -> HttpResponse:
    """Step 1: one of the saved addresses, or a new one, which is saved."""
    bag = cart_access.seen_cart(request)
    if not _is_ready(bag):
        return redirect("storefront:cart")
    user_id = signed_in_id(request)
    is_new = request.POST.get("action") == "new"
    form = AddressForm(request.POST if is_new else None)
    chosen: AddressCard | None = None
    if is_new:
        chosen = done(form, customers.save_address, user_id=user_id)
    elif request.method == "POST":
        wish = values_of(AddressChoice(request.POST))
        chosen = customers.address_of(user_id=user_id, address_id=wish["address_id"])
    if chosen:
        _plan(request, address_id=str(chosen.id))
        return redirect("storefront:checkout_delivery")
    saved = customers.addresses_of(user_id)
    context = {"addresses": saved, "chosen_id": _first_choice(request, saved), "form": form}
    return render(request, "storefront/checkout_address.html", _step(1, bag) | context)


@never_cache
@require_http_methods(["GET", "POST"])
@page
@members_only
def delivery(request: HttpRequest) -> HttpResponse:
    """Step 2: how each house sends its part and what that costs; a note."""
    goes_to = _address(request)
    bag = _bag(request, goes_to)
    if not _is_ready(bag):
        return redirect("storefront:cart")
    if goes_to is None:
        return redirect("storefront:checkout")
    form = NoteForm(sent(request), initial={"note": _planned(request).get("note", "")})
    if form.is_valid():
        ways = ways_sent(request.POST)
        check_ways(bag, ways)
        _plan(request, note=form.cleaned_data["note"], ways=as_texts(ways))
        return redirect("storefront:checkout_pay")
    context = _step(2, bag) | {"address": goes_to, "form": form}
    return render(request, "storefront/checkout_delivery.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@page
@members_only
def pay(request: HttpRequest) -> HttpResponse:
    """Step 3: look once more, place the order, go to the provider's page."""
    goes_to = _address(request)
    if goes_to is None:
        return redirect("storefront:checkout")
    if request.method == "POST":
        return _place(request, goes_to)
    bag = _bag(request, goes_to)
    if not _is_ready(bag):
        return redirect("storefront:cart")
    if not bag.is_delivered_there:
        return redirect("storefront:checkout_delivery")
    context = _step(3, bag) | {
        "address": goes_to,
        "priced": _less_coupons(request, goes_to),
        "code_form": CodeForm(initial={"code": _planned(request).get("tried", "")}),
        "note": _planned(request).get("note", ""),
        "hold_minutes": settings.HOLD_MINUTES,
    }
    return render(request, "storefront/checkout_pay.html", context)


@page
@members_only
@post_only
def coupon(request: HttpRequest) -> HttpResponse:
    """Use one more coupon, or let one go; placing the order asks all of them again."""
    goes_to = _address(request)
    if goes_to is None:
        return redirect("storefront:checkout")
    let_go = request.POST.get("remove", "")
    codes = tuple(code for code in _codes(request) if code != let_go)
    if not let_go:
        _plan(request, tried=request.POST.get("code", "")[:64])  # shown again if it is refused
        codes = (*codes, values_of(CodeForm(request.POST))["code"])
        with promotions.counted_guesses(codes, buyer_id=signed_in_id(request)):
            quoted = orders.quote_order(_wish(request, goes_to, coupons=codes))
        codes = tuple(discount.code for discount in quoted.discounts)
    _plan(request, coupons=list(codes), tried="")
    return redirect("storefront:checkout_pay")


def _place(request: HttpRequest, goes_to: AddressCard) -> HttpResponse:
    """Place the order; the same key again finds the same order."""
    wish = _wish(request, goes_to, coupons=_codes(request), ways=ways_sent(request.POST))
    placed = orders.place_order(wish, key=str(values_of(KeyForm(request.POST))["key"]))
    cart_access.forget(request)
    _plan(request, note="", coupons=[], tried="")
    if placed.intent_id is None:  # coupons left nothing to pay
        return redirect("storefront:order", placed.number)
    try:
        url = orders.continue_payment(
            order_id=placed.order_id,
            buyer_id=wish.buyer_id,
            return_url=return_url(request, placed.number),
        )
    except Conflict as error:  # the order stands; its page offers to pay again
        messages.error(request, sentence_of(error))
        return redirect("storefront:order", placed.number)
    return send_away(request, url)


def _wish(
    request: HttpRequest,
    goes_to: AddressCard,
    *,
    coupons: tuple[str, ...],
    ways: Ways | None = None,
) -> OrderRequest:
    """What the buyer has chosen so far; `ways` are those that the last page showed."""
    buyer_id, plan = signed_in_id(request), _planned(request)
    return OrderRequest(
        buyer_id=buyer_id,
        payer_email=authentication.contact_of(buyer_id).email,
        owner=cart_access.owner_of(request),
        address_id=goes_to.id,
        delivery=read_ways(plan.get("ways", {})) if ways is None else ways,
        coupons=coupons,
        note=plan.get("note", ""),
    )


def _codes(request: HttpRequest) -> tuple[str, ...]:
    return tuple(_planned(request).get("coupons", ()))


def _less_coupons(request: HttpRequest, goes_to: AddressCard) -> Any:
    """The quote with the chosen coupons; when one cannot be used any more, all are let go."""
    codes = _codes(request)
    if not codes:
        return None
    try:
        return orders.quote_order(_wish(request, goes_to, coupons=codes))
    except promotions.CouponRefused as error:
        messages.error(request, f"{error.members['coupon']}: {error.detail}")
        _plan(request, coupons=[])
        return None


def _bag(request: HttpRequest, goes_to: AddressCard | None) -> CartView:
    """Return the bag, sent to the address in the ways chosen so far."""
    return cart_access.seen_cart(
        request,
        destination=Destination(goes_to.country, goes_to.state) if goes_to else None,
        chosen=read_ways(_planned(request).get("ways", {})),
    )


def _is_ready(bag: CartView) -> bool:
    return bool(bag.lines) and not bag.notices


def _step(step: int, bag: CartView) -> dict[str, Any]:
    return {"step": step, "cart": bag}


def _planned(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(PLAN, {}))


def _plan(request: HttpRequest, **what: Any) -> None:
    request.session[PLAN] = _planned(request) | what


def _address(request: HttpRequest) -> AddressCard | None:
    """Return the address chosen in step 1, None if there is none (any more)."""
    chosen = _planned(request).get("address_id")
    if chosen is None:
        return None
    try:
        return customers.address_of(
            user_id=signed_in_id(request), address_id=AddressId(UUID(chosen))
        )
    except NotFound:  # taken out of the book meanwhile
        return None


def _first_choice(request: HttpRequest, saved: list[AddressCard]) -> AddressId | None:
    planned = _planned(request).get("address_id")
    known = next((one.id for one in saved if str(one.id) == planned), None)
    return known or (saved[0].id if saved else None)
