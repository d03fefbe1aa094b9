"""The sandbox's hosted page: the part of a payment that happens at the provider."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.payments.gateways.registry import gateway
from apps.payments.gateways.sandbox import books
from apps.payments.models import SandboxCharge

DECISIONS = {
    "approve": SandboxCharge.Outcome.APPROVED,
    "approve-close": SandboxCharge.Outcome.APPROVED,
    "decline": SandboxCharge.Outcome.DECLINED,
    "pending": None,
    "close": None,
}


@never_cache
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Show the charge, or take the payer's decision."""
    gateway("sandbox")  # 404 where the sandbox is switched off
    charge = get_object_or_404(SandboxCharge, token=token)
    if request.method == "POST":
        return _decide(request, charge)
    return _page(request, charge)


def _decide(request: HttpRequest, charge: SandboxCharge) -> HttpResponse:
    decision = request.POST.get("decision", "")
    if decision not in DECISIONS:
        raise Http404("The sandbox offers no such button.")
    if outcome := DECISIONS[decision]:
        charge = books.decide(token=charge.token, outcome=outcome)
    if decision.endswith("close"):
        return _page(request, charge, is_closed=True)
    return HttpResponseRedirect(charge.return_url)


def _page(request: HttpRequest, charge: SandboxCharge, *, is_closed: bool = False) -> HttpResponse:
    context = {
        "charge": charge,
        "is_closed": is_closed,
        "is_decided": charge.outcome != SandboxCharge.Outcome.PENDING,
    }
    return render(request, "payments/sandbox/pay.html", context)
