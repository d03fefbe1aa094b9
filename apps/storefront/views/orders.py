"""One order for its buyer: where it stands, paying, coming back from the provider, receiving."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.orders import facade as orders
from apps.orders.contracts import OrderDetail, PartId
from apps.storefront.answers import members_only, page, post_only, send_away
from apps.storefront.cart_access import signed_in_id
from apps.storefront.links import crumb

LOOKS, SECONDS = 20, 3  # how often, and after how long, a page that waits looks again


def return_url(request: HttpRequest, number: str) -> str:
    """Return where the provider sends the buyer back to."""
    return request.build_absolute_uri(reverse("storefront:order_return", args=[number]))


@never_cache
@require_safe
@page
@members_only
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show where the order stands; while its payment is being confirmed the page looks again."""
    order = _order(request, number)
    payment = order.payment
    is_confirming = order.status == "pending" and payment is not None and payment.is_paid
    looks = _looks(request)
    context = {
        "order": order,
        "is_confirming": is_confirming,
        "just_paid": "back" in request.GET,
        "crumbs": [crumb("Your orders", reverse("storefront:orders")), crumb(order.number)],
    }
    if is_confirming and looks < LOOKS:
        context |= {"refresh_after": SECONDS, "refresh_url": _here(order.number, looks + 1)}
    return render(request, "storefront/order.html", context)


@post_only
@page
@members_only
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Go (again) to the provider's page."""
    order = _order(request, number)
    url = orders.continue_payment(
        order_id=order.id,
        buyer_id=signed_in_id(request),
        return_url=return_url(request, order.number),
    )
    return send_away(request, url)


@never_cache
@require_safe
@page
@members_only
def came_back(request: HttpRequest, number: str) -> HttpResponse:
    """Come back from the provider: ask what it says, then show the order."""
    order = _order(request, number)
    orders.confirm_payment(order_id=order.id, buyer_id=signed_in_id(request))
    return redirect(_here(order.number, 1))


@post_only
@page
@members_only
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel an order that is not paid."""
    order = _order(request, number)
    orders.cancel_order(order_id=order.id, buyer_id=signed_in_id(request))
    messages.success(request, f"Order {order.number} is cancelled.")
    return redirect("storefront:order", order.number)


@post_only
@page
@members_only
def received(request: HttpRequest, number: str, part_id: UUID) -> HttpResponse:
    """Confirm that a part has arrived."""
    orders.confirm_delivery(part_id=PartId(part_id), buyer_id=signed_in_id(request))
    messages.success(request, "Thank you. The house knows that it has arrived.")
    return redirect("storefront:order", number)


def _order(request: HttpRequest, number: str) -> OrderDetail:
    return orders.order_for(number=number, buyer_id=signed_in_id(request))


def _here(number: str, looks: int) -> str:
    return f"{reverse('storefront:order', args=[number])}?{urlencode({'back': looks})}"


def _looks(request: HttpRequest) -> int:
    word = request.GET.get("back", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 3 else LOOKS  # noqa: PLR2004
