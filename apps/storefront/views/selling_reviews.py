"""A house and what buyers say about its pieces."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.products import facade as products
from apps.products.contracts import ReviewId
from apps.storefront.answers import back_to, members_only, page, post_only
from apps.storefront.cart_access import signed_in_id
from apps.storefront.forms import values_of
from apps.storefront.review_forms import ReplyForm, VendorReviewsForm
from apps.vendors import facade as vendors


@require_safe
@page
@members_only
def reviews(request: HttpRequest) -> HttpResponse:
    """List the reviews of the house's pieces, newest first."""
    vendor = vendors.require_vendor(signed_in_id(request))
    asked = VendorReviewsForm(request.GET)
    found = products.reviews_of_vendor(
        vendor.id,
        is_answered=asked.is_answered,
        cursor=products.parse_cursor(request.GET.dict()),
    )
    context = {
        "vendor": vendor,
        "reviews": found.rows,
        "next": found.next_cursor,
        "previous": found.previous_cursor,
        "shown": VendorReviewsForm.SHOWN,
        "answered": asked["answered"].value() or "",
    }
    return render(request, "storefront/vendor/reviews.html", context)


@post_only
@page
@members_only
def reply(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Answer a review, change the answer, or take it away."""
    user_id = signed_in_id(request)
    vendor, review = vendors.require_vendor(user_id), ReviewId(review_id)
    if "remove" in request.POST:
        products.remove_reply(review_id=review, vendor_id=vendor.id)
        messages.success(request, "The reply is gone.")
        return redirect(back_to(request))
    body = values_of(ReplyForm(request.POST))["body"]
    products.reply_to_review(review_id=review, vendor_id=vendor.id, user_id=user_id, body=body)
    messages.success(request, "Your reply stands below the review.")
    return redirect(back_to(request))
