"""A buyer after the sale: calling off, sending back, quarrelling."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.errors import NotFound
from apps.common.http.private_picture import private_evidence, private_picture
from apps.orders import facade as orders
from apps.orders.contracts import OrderDetail, PartView, Party
from apps.storefront.aftersale_forms import (
    DisputeForm,
    EvidenceForm,
    ReturnForm,
    call_off_sent,
    units_sent,
    uploads,
)
from apps.storefront.answers import done, members_only, page, post_only, sent
from apps.storefront.cart_access import signed_in_id
from apps.storefront.links import crumb


@post_only
@page
@members_only
def cancel_part(request: HttpRequest, number: str, part_id: UUID) -> HttpResponse:
    """Call off the named pieces of a part, or all of them."""
    part = _part(_order(request, number), part_id)
    orders.call_off(part_id=part.id, by=_me(request), **call_off_sent(request, part.lines))
    messages.success(request, "It is called off. What you paid for it goes back to you.")
    return redirect("storefront:order", number)


@require_http_methods(["GET", "POST"])
@page
@members_only
def send_back(request: HttpRequest, number: str, part_id: UUID) -> HttpResponse:
    """Ask to send pieces of a part back."""
    order = _order(request, number)
    part = _part(order, part_id)
    form = ReturnForm(sent(request))
    if form.is_bound and done(
        form,
        orders.request_return,
        part_id=part.id,
        by=_me(request),
        lines=units_sent(request, part.lines),
        photos=uploads(request, "photos"),
    ):
        messages.success(request, f"{part.vendor.store_name} has your wish and will answer.")
        return redirect("storefront:order", order.number)
    context = {"order": order, "part": part, "form": form, "crumbs": _crumbs(order, "Return")}
    return render(request, "storefront/return_form.html", context)


@post_only
@page
@members_only
def keep(request: HttpRequest, number: str, return_id: UUID) -> HttpResponse:
    """Withdraw a return."""
    orders.withdraw_return(return_id=return_id, by=_me(request))
    messages.success(request, "Your return is withdrawn.")
    return redirect("storefront:order", number)


@require_http_methods(["GET", "POST"])
@page
@members_only
def quarrel(request: HttpRequest, number: str, part_id: UUID) -> HttpResponse:
    """Open a dispute about a part."""
    order = _order(request, number)
    part = _part(order, part_id)
    form, shown = DisputeForm(sent(request)), uploads(request, "file")
    dispute_id = form.is_bound and done(
        form,
        orders.open_dispute,
        part_id=part.id,
        by=_me(request),
        file=shown[0] if shown else None,
    )
    if dispute_id:
        messages.success(request, "We have your words. The house may answer, then we decide.")
        return redirect("storefront:dispute", order.number, dispute_id)
    context = {"order": order, "part": part, "form": form, "crumbs": _crumbs(order, "Dispute")}
    return render(request, "storefront/dispute_form.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@page
@members_only
def dispute(request: HttpRequest, number: str, dispute_id: UUID) -> HttpResponse:
    """Show a dispute; a POST adds to it."""
    order, by = _order(request, number), _me(request)
    found = orders.dispute_for(dispute_id, by)
    form, shown = EvidenceForm(sent(request)), uploads(request, "file")
    if form.is_bound and done(
        form,
        orders.add_evidence,
        dispute_id=found.id,
        by=by,
        file=shown[0] if shown else None,
    ):
        messages.success(request, "It is added.")
        return redirect("storefront:dispute", order.number, found.id)
    context = {
        "order": order,
        "part": _part(order, found.part_id),
        "dispute": found,
        "form": form,
        "crumbs": _crumbs(order, "Dispute"),
        "withdraw": reverse("storefront:dispute_withdraw", args=[order.number, found.id]),
    }
    return render(request, "storefront/dispute.html", context)


@post_only
@page
@members_only
def make_peace(request: HttpRequest, number: str, dispute_id: UUID) -> HttpResponse:
    """Withdraw a dispute."""
    orders.withdraw_dispute(dispute_id=dispute_id, by=_me(request))
    messages.success(request, "Your dispute is withdrawn.")
    return redirect("storefront:order", number)


@require_safe
@page
@members_only
def return_photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Show a return's photo to those whom it concerns."""
    sides = _sides(request, "orders.view_return")
    return private_picture(orders.return_photo(photo_id, sides))


@require_safe
@page
@members_only
def evidence(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Show a dispute's picture to those whom it concerns."""
    sides = _sides(request, "orders.view_dispute")
    return private_evidence(orders.evidence_file(evidence_id, sides))


def _me(request: HttpRequest) -> Party:
    return Party.buyer(signed_in_id(request))


def _sides(request: HttpRequest, permission: str) -> list[Party]:
    is_staff = request.user.is_staff and request.user.has_perm(permission)
    return orders.sides_of(signed_in_id(request), is_staff=is_staff)


def _order(request: HttpRequest, number: str) -> OrderDetail:
    return orders.order_for(number=number, buyer_id=signed_in_id(request))


def _part(order: OrderDetail, part_id: UUID) -> PartView:
    for part in order.parts:
        if part.id == part_id:
            return part
    raise NotFound("There is no such part.")


def _crumbs(order: OrderDetail, last: str) -> list[dict[str, str]]:
    own = reverse("storefront:order", args=[order.number])
    return [
        crumb("Your orders", reverse("storefront:orders")),
        crumb(order.number, own),
        crumb(last),
    ]
