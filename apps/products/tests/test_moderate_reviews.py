"""Reports, the queue, what staff decide, votes and replies."""

from typing import Any

import pytest

from apps.authentication.contracts import UserId
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.audit.testing import recorded
from apps.common.errors import InvalidInput
from apps.common.outbox.models import OutboxEvent
from apps.products import facade
from apps.products.contracts import ReportReason, ReviewId
from apps.products.errors import OwnReviewRefused, OwnWork, ReplyNotFound, ReviewNotFound
from apps.products.models import Product, Review, ReviewReport
from apps.products.review_states import CaseDecision
from apps.products.selectors.own_reviews import review_queue
from apps.products.tests.factories import ProductFactory
from apps.products.tests.reviews import author, owner_of, review_of, say, shown
from apps.vendors.contracts import VendorId
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gown() -> Product:
    product: Product = ProductFactory.create()
    return product


def reader() -> UserId:
    return UserId(UserFactory.create().pk)


def report(review: Review, user: UserId, note: str = "") -> None:
    facade.report_review(
        review_id=ReviewId(review.id), user_id=user, reason=ReportReason.SPAM, note=note
    )


def decide(review: Review, decision: CaseDecision, reason: str = "") -> UserId:
    staff = UserId(UserFactory.create(is_staff=True).pk)
    facade.decide_review(review_id=ReviewId(review.id), by=staff, decision=decision, reason=reason)
    return staff


def vote(review: Review, user: UserId, *, is_helpful: bool = True) -> int:
    return facade.vote_helpful(review_id=ReviewId(review.id), user_id=user, is_helpful=is_helpful)


def test_a_reported_review_is_queued_once_and_stays_where_it_is(gown: Product) -> None:
    review, angry = review_of(gown), reader()
    report(review, angry, "Not this gown")
    report(review, angry, "Again")
    report(review, reader())
    [queued] = review_queue().rows
    assert (queued.causes, queued.is_published) == (("reported",), True)
    assert [one.note for one in queued.reports] == ["Not this gown", ""]
    assert len(shown(gown)) == 1


def test_staff_hide_with_a_reason_that_the_author_reads(gown: Product) -> None:
    ada = owner_of(gown)
    review = Review.objects.get(id=say(ada, gown, 1).id)
    report(review, reader())
    with pytest.raises(InvalidInput):
        decide(review, CaseDecision.HIDDEN, " \u200b ")
    staff = decide(review, CaseDecision.HIDDEN, "About the rider, not the gown")
    gown.refresh_from_db()
    assert (shown(gown), gown.rating_count, review_queue().rows) == ([], 0, [])
    [own] = facade.own_reviews(UserId(ada.pk)).rows
    assert (own.status, own.reason) == ("hidden", "About the rider, not the gown")
    [row] = recorded(f"review:{review.id}")
    assert (row.action, row.actor_id, row.before, row.after, row.reason) == (
        "review.hidden",
        staff,
        {"review": "published"},
        {"review": "hidden"},
        "About the rider, not the gown",
    )


def test_what_waits_is_published_by_staff(gown: Product) -> None:
    review = Review.objects.get(id=say(owner_of(gown), gown, 4, body="www.x.example").id)
    decide(review, CaseDecision.PUBLISHED)
    decide(review, CaseDecision.PUBLISHED)  # a retry
    gown.refresh_from_db()
    assert (len(shown(gown)), gown.rating_average_hundredths) == (1, 400)
    assert len(recorded(f"review:{review.id}")) == 1


def test_whose_review_was_hidden_waits_with_the_next_and_with_an_edit(gown: Product) -> None:
    ada = owner_of(gown)
    review = Review.objects.get(id=say(ada, gown, 1).id)
    decide(review, CaseDecision.HIDDEN, "Abuse")
    changed = facade.edit_review(
        review_id=ReviewId(review.id), user_id=UserId(ada.pk), changes={"body": "Kind words"}
    )
    assert changed.status == "waiting"
    facade.remove_review(review_id=ReviewId(review.id), user_id=UserId(ada.pk))
    assert say(ada, gown, 1, body="Kind words").status == "waiting"


def test_votes_count_once_and_are_taken_back(gown: Product) -> None:
    review, one, two = review_of(gown), reader(), reader()
    assert [vote(review, one), vote(review, one), vote(review, two)] == [1, 1, 2]
    assert facade.found_helpful(one, [ReviewId(review.id)]) == {review.id}
    assert [vote(review, one, is_helpful=False) for _ in range(2)] == [1, 1]
    assert facade.found_helpful(one, [ReviewId(review.id)]) == set()


def test_nobody_speaks_for_oneself(gown: Product) -> None:
    review = review_of(gown)
    clerk: User = VendorMemberFactory.create(vendor=gown.vendor).user
    refused: Any = ((author(review), OwnReviewRefused), (UserId(clerk.pk), OwnWork))
    for user, refusal in refused:
        with pytest.raises(refusal):
            vote(review, user)
        with pytest.raises(refusal):
            report(review, user)
    assert not ReviewReport.objects.exists()


def test_what_is_not_shown_cannot_be_voted_on_reported_or_answered(gown: Product) -> None:
    review = Review.objects.get(id=say(owner_of(gown), gown, 4, body="www.x.example").id)
    with pytest.raises(ReviewNotFound):
        vote(review, reader())
    with pytest.raises(ReviewNotFound):
        report(review, reader())
    with pytest.raises(ReviewNotFound):
        reply(review, gown, "Thank you")


def reply(review: Review, product: Product, body: str) -> None:
    facade.reply_to_review(
        review_id=ReviewId(review.id),
        vendor_id=VendorId(product.vendor_id),
        user_id=UserId(VendorMemberFactory.create(vendor=product.vendor).user.pk),
        body=body,
    )


def test_a_house_answers_once_changes_it_and_takes_it_back(gown: Product) -> None:
    review = review_of(gown, 2)
    reply(review, gown, "We are sorry")
    reply(review, gown, "We are sorry, Ada")
    [card] = shown(gown)
    assert card.reply is not None
    assert (card.reply.body, card.reply.edited_at is None) == ("We are sorry, Ada", False)
    assert OutboxEvent.objects.filter(name="products.review-replied").count() == 1
    ours = VendorId(gown.vendor_id)
    facade.remove_reply(review_id=ReviewId(review.id), vendor_id=ours)
    with pytest.raises(ReplyNotFound):
        facade.remove_reply(review_id=ReviewId(review.id), vendor_id=ours)
    assert shown(gown)[0].reply is None


def test_another_house_has_no_word_in_it(gown: Product) -> None:
    review, other = review_of(gown), ProductFactory.create(vendor=VendorFactory.create())
    with pytest.raises(ReviewNotFound):
        reply(review, other, "Buy ours")
    with pytest.raises(ReviewNotFound):
        facade.remove_reply(review_id=ReviewId(review.id), vendor_id=VendorId(other.vendor_id))
    assert facade.reviews_of_vendor(VendorId(other.vendor_id)).rows == []


@pytest.mark.parametrize("words", ["", " \u200b", "Call 0803 123 4567", "www.ours.example"])
def test_a_reply_has_words_and_no_contacts(gown: Product, words: str) -> None:
    review = review_of(gown)
    with pytest.raises(InvalidInput):
        reply(review, gown, words)


def test_a_house_reads_its_reviews_and_finds_the_unanswered(gown: Product) -> None:
    good, bad = review_of(gown, 5), review_of(gown, 1)
    reply(good, gown, "Thank you")
    ours = VendorId(gown.vendor_id)
    assert [one.card.rating for one in facade.reviews_of_vendor(ours).rows] == [1, 5]
    [open_one] = facade.reviews_of_vendor(ours, is_answered=False).rows
    assert open_one.card.id == bad.id
    [answered] = facade.reviews_of_vendor(ours, is_answered=True, stars=5).rows
    assert answered.card.id == good.id
