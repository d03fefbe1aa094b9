"""Reviews for readers and authors: a product's, writing one, one's own, votes and reports."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.authentication.contracts import UserId
from apps.products import facade as products
from apps.products.contracts import (
    Fit,
    Opinion,
    OwnReview,
    ProductId,
    ReportReason,
    ReviewId,
    ReviewSummary,
)
from apps.storefront.answers import done, members_only, page, post_only, sent
from apps.storefront.cart_access import signed_in_id, user_id_of
from apps.storefront.forms import values_of
from apps.storefront.links import canonical, crumb
from apps.storefront.review_forms import REPORT_REASONS, ReportForm, ReviewForm
from apps.vendors.contracts import VendorId

PAGE = 20
SORTS = (
    ("newest", "Newest"),
    ("helpful", "Most helpful"),
    ("highest", "Best first"),
    ("lowest", "Worst first"),
)
SAID = {
    "published": "Thank you. Your review is in the shop.",
    "waiting": "Thank you. Somebody of ours reads it first; then it is in the shop.",
    "hidden": "Your review is saved.",
}


@require_safe
@page
def of_product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what buyers say about one piece, sorted and narrowed as asked."""
    filters = products.parse_review_filters(request.GET.dict(), is_strict=False)
    cursor = products.parse_cursor(request.GET.dict())
    summary = products.review_summary(slug)
    found = products.review_page(ProductId(summary.product_id), filters, cursor=cursor, limit=PAGE)
    context = {
        "slug": slug,
        "summary": summary,
        "filters": filters,
        "sorts": SORTS,
        "reviews": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
        "helpful": products.found_helpful(user_id_of(request), [one.id for one in found.rows]),
        "report_reasons": REPORT_REASONS,
        "crumbs": _crumbs(slug, summary, "Reviews"),
        "canonical": canonical(reverse("storefront:reviews", args=[slug])),
        "is_indexed": not request.GET,
    }
    return render(request, "storefront/reviews.html", context)


@require_http_methods(["GET", "POST"])
@page
@members_only
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a review or change it; who may not is told why."""
    user_id, summary = signed_in_id(request), products.review_summary(slug)
    own = products.own_review_of(user_id, ProductId(summary.product_id))
    why_not = "" if own else _why_not(user_id, summary)
    form = ReviewForm(sent(request), initial=asdict(own.opinion) if own else None)
    if form.is_bound and not why_not:
        saved = done(form, _save, slug=slug, user_id=user_id, own=own)
        if saved is not None:
            messages.success(request, SAID[saved.status])
            return redirect("storefront:my_reviews")
    context = {
        "slug": slug,
        "summary": summary,
        "own": own,
        "why_not": why_not,
        "form": form,
        "crumbs": _crumbs(slug, summary, "Your review"),
    }
    return render(request, "storefront/review_form.html", context)


@require_safe
@page
@members_only
def mine(request: HttpRequest) -> HttpResponse:
    """List one's own reviews, and what could be reviewed."""
    user_id, cursor = signed_in_id(request), products.parse_cursor(request.GET.dict())
    found = products.own_reviews(user_id, cursor=cursor)
    context = {
        "tab": "reviews",
        "to_write": [] if cursor else products.to_review(user_id),
        "reviews": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
    }
    return render(request, "storefront/account/reviews.html", context)


@post_only
@page
@members_only
def remove(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Take one's own review back."""
    products.remove_review(review_id=ReviewId(review_id), user_id=signed_in_id(request))
    messages.success(request, "Your review is gone.")
    return redirect("storefront:my_reviews")


@post_only
@page
@members_only
def helpful(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Say that a review helped, or take that back."""
    products.vote_helpful(
        review_id=ReviewId(review_id),
        user_id=signed_in_id(request),
        is_helpful=request.POST.get("take_back") != "yes",
    )
    return _to_review(review_id)


@post_only
@page
@members_only
def report(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Ask staff to look at a review."""
    values = values_of(ReportForm(request.POST))
    products.report_review(
        review_id=ReviewId(review_id),
        user_id=signed_in_id(request),
        reason=ReportReason(values["reason"]),
        note=values["note"],
    )
    messages.success(request, "Thank you. Somebody of ours looks at it.")
    return _to_review(review_id)


def _why_not(user_id: UserId, summary: ReviewSummary) -> str:
    if products.is_own_work(user_id, VendorId(summary.vendor_id)):
        return "It is a piece of your own house: buyers trust reviews that are not by the house."
    if not products.has_had(user_id, ProductId(summary.product_id)):
        return "Only who has it may review it: once it has been delivered to you, you can."
    return ""


def _save(*, slug: str, user_id: UserId, own: OwnReview | None, **words: Any) -> OwnReview:
    words["fit"] = Fit(words["fit"]) if words["fit"] else None
    if own is not None:
        return products.edit_review(review_id=own.id, user_id=user_id, changes=words)
    return products.write_review(slug=slug, user_id=user_id, opinion=Opinion(**words))


def _crumbs(slug: str, summary: ReviewSummary, here: str) -> list[dict[str, str]]:
    address = reverse("storefront:product", args=[slug])
    return [crumb(summary.product_title, address), crumb(here)]


def _to_review(review_id: UUID) -> HttpResponse:
    slug = products.slug_of_review(ReviewId(review_id))
    return redirect(f"{reverse('storefront:reviews', args=[slug])}#review-{review_id}")
