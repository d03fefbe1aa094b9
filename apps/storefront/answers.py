"""How pages answer: one place for refusals, for sign-in, for forms that a domain corrects."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.gzip import gzip_page

from apps.common.errors import Conflict, DomainError, InvalidInput

# The first word of a form's route name -> the page that shows the form.
_PAGES = {
    "cart": "storefront:cart",
    "address": "storefront:addresses",
    "stock": "storefront:stock",
    "ware": "storefront:wares",
    "delivery": "storefront:delivery",
    "waiting": "storefront:shop",
    "wish": "storefront:wishlist",
    "review": "storefront:my_reviews",
    "reply": "storefront:vendor_reviews",
    "coupon": "storefront:vendor_coupons",
    "discount": "storefront:checkout_pay",
}

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page[**P](view: View[P]) -> View[P]:
    """Compress the page; a refused POST goes back to where it came from, with the sentence.

    Only refusals that the person can act on (409, 422) become messages; the rest are problem pages.
    """

    @gzip_page
    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Conflict, InvalidInput) as error:
            if request.method != "POST":
                raise
            messages.error(request, sentence_of(error))
            return redirect(back_to(request))

    return answered


def members_only[**P](view: View[P]) -> View[P]:
    """Send a guest to sign in first, and back to this page after."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        asked = request.get_full_path() if request.method == "GET" else back_to(request)
        return redirect_to_login(asked, "/accounts/login/")

    return guarded


def sentence_of(error: DomainError) -> str:
    """Return what a person reads about a failure."""
    said = [sentence for sentences in error.errors.values() for sentence in sentences]
    return " ".join(said) if said else error.detail


def back_to(request: HttpRequest) -> str:
    """Return the page that a form came from, if it is ours; else the page it belongs to."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return came_from if is_ours else _page_of(request)


def post_only[**P](view: View[P]) -> View[P]:
    """Lead whoever opens a form's address (a reload, a sign-in between) to the form's page."""

    @wraps(view)
    def posted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        return redirect(_page_of(request))

    return posted


def _page_of(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return request.path
    if "number" in match.kwargs:
        return reverse("storefront:order", args=[match.kwargs["number"]])
    if "part_id" in match.kwargs:
        return reverse("storefront:vendor_part", args=[match.kwargs["part_id"]])
    owner = _PAGES.get((match.url_name or "").partition("_")[0])
    return reverse(owner) if owner else request.path


def send_away(request: HttpRequest, url: str) -> HttpResponse:
    """Lead the browser to a provider's page.

    Another site is reached over a page of ours: browsers hold the answer to a form, redirects
    included, to the policy's `form-action 'self'`.
    """
    if url_has_allowed_host_and_scheme(url, {request.get_host()}):
        return redirect(url)
    return render(request, "storefront/leaving.html", {"url": url})


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a POST sent, None for other methods: a form's first argument."""
    return request.POST if request.method == "POST" else None


def done(form: Form, call: Callable[..., Any], **kwargs: Any) -> Any:
    """Call a service with a valid form's values; its corrections land beside the fields.

    Returns:
        What the service returned, True where it returns nothing; None if the form is to be shown
        again.
    """
    if not form.is_valid():
        return None
    try:
        answer = call(**form.cleaned_data, **kwargs)
    except InvalidInput as error:
        for name, sentences in (error.errors or {"": [error.detail]}).items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        return None
    return True if answer is None else answer
