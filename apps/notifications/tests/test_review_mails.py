"""The author of a review hears once that the house has answered."""

import pytest
from django.core import mail

from apps.authentication.contracts import UserId
from apps.common.outbox.testing import deliver_events
from apps.products import facade as products
from apps.products.contracts import ReviewId
from apps.products.models import Review
from apps.products.tests.factories import ProductFactory
from apps.products.tests.reviews import review_of
from apps.vendors.contracts import VendorId
from apps.vendors.tests.factories import VendorMemberFactory

pytestmark = pytest.mark.django_db


def answered(words: str) -> Review:
    product = ProductFactory.create(title="Moon & star gown")
    review = review_of(product, 2)
    reply(review, words)
    return review


def reply(review: Review, words: str) -> None:
    vendor = review.product.vendor
    products.reply_to_review(
        review_id=ReviewId(review.id),
        vendor_id=VendorId(vendor.id),
        user_id=UserId(VendorMemberFactory.create(vendor=vendor).user.pk),
        body=words,
    )


def test_the_author_gets_one_mail_with_the_first_reply() -> None:
    review = answered("We are <sorry>.")
    deliver_events()
    products.remove_reply(
        review_id=ReviewId(review.id), vendor_id=VendorId(review.product.vendor_id)
    )
    reply(review, "And again.")
    deliver_events()
    [letter] = mail.outbox
    assert review.user is not None
    assert letter.to == [review.user.email]
    assert letter.subject == f"{review.product.vendor.store_name} answered your review"
    assert "We are <sorry>." in letter.body
    html = str(letter.alternatives[0].content)  # type: ignore[attr-defined]
    assert "We are &lt;sorry&gt;." in html
    assert "{" not in letter.body + html


def test_a_reply_that_is_gone_by_then_sends_nothing() -> None:
    review = answered("We are sorry.")
    products.remove_reply(
        review_id=ReviewId(review.id), vendor_id=VendorId(review.product.vendor_id)
    )
    deliver_events()
    assert mail.outbox == []
