"""Many readers and writers of reviews at once: counters and ratings stay true."""

from functools import partial
from typing import Any

import pytest

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.common.tests.parallel import no_writes, race, race_behind
from apps.products import facade
from apps.products.contracts import Opinion, ReviewId
from apps.products.models import HelpfulVote, Product, Review, ReviewCase, ReviewReply
from apps.products.review_states import ReportReason
from apps.products.tests.factories import ProductFactory
from apps.products.tests.reviews import author, owner_of, review_of
from apps.vendors.contracts import VendorId

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def readers(number: int) -> list[UserId]:
    return [UserId(UserFactory.create().pk) for _ in range(number)]


def lock_product(product: Product) -> None:
    Product.objects.select_for_update().get(id=product.id)


def lock_review(review: Review) -> None:
    Review.objects.select_for_update().get(id=review.id)


def test_the_rating_counts_all_that_are_written_at_once() -> None:
    """Red without the product's lock: each averages what it saw, and the last one is wrong."""
    product = ProductFactory.create()
    writers = [UserId(owner_of(product).pk) for _ in range(MANY)]
    write = partial(facade.write_review, slug=product.slug)
    calls = [
        partial(write, user_id=user, opinion=Opinion(rating=1 + place % 5))
        for place, user in enumerate(writers)
    ]
    answers = race_behind(partial(lock_product, product), calls)
    assert [one for one in answers if isinstance(one, Exception)] == []
    product.refresh_from_db()
    assert (product.rating_count, product.rating_average_hundredths) == (MANY, 267)


def test_one_buyer_in_many_tabs_leaves_one_review() -> None:
    product = ProductFactory.create()
    ada = UserId(owner_of(product).pk)
    write = partial(facade.write_review, slug=product.slug, user_id=ada, opinion=Opinion(rating=4))
    answers = race_behind(partial(lock_product, product), [write] * MANY)
    assert len({answer.id for answer in answers}) == 1
    assert Review.objects.count() == 1


def test_votes_of_many_readers_all_count() -> None:
    """Red if the counter is written from what was read before."""
    review = review_of(ProductFactory.create())
    voters = readers(MANY)
    calls = [
        partial(facade.vote_helpful, review_id=ReviewId(review.id), user_id=user, is_helpful=True)
        for user in voters
    ]
    answers = race_behind(partial(lock_review, review), calls)
    assert [one for one in answers if isinstance(one, Exception)] == []
    review.refresh_from_db()
    assert review.helpful_count == MANY


def test_one_reader_pressing_often_counts_once_and_goes_once() -> None:
    """Red without the constraint: each press finds no vote yet."""
    review = review_of(ProductFactory.create())
    [user] = readers(1)
    for is_helpful, left in ((True, 1), (False, 0)):
        vote = partial(
            facade.vote_helpful,
            review_id=ReviewId(review.id),
            user_id=user,
            is_helpful=is_helpful,
        )
        answers = race([vote] * MANY)
        assert [one for one in answers if isinstance(one, Exception)] == []
        review.refresh_from_db()
        assert (review.helpful_count, HelpfulVote.objects.count()) == (left, left)


def test_many_reports_at_once_open_one_case() -> None:
    """Red without the review's lock: the second case breaks the constraint."""
    review = review_of(ProductFactory.create())
    calls = [
        partial(
            facade.report_review,
            review_id=ReviewId(review.id),
            user_id=user,
            reason=ReportReason.SPAM,
        )
        for user in readers(MANY)
    ]
    answers = race_behind(partial(lock_review, review), calls)
    assert answers == [None] * MANY
    assert ReviewCase.objects.count() == 1


def test_two_replies_at_once_leave_one() -> None:
    """Red without the review's lock: the second one breaks the constraint."""
    review = review_of(ProductFactory.create())
    reply = partial(
        facade.reply_to_review,
        review_id=ReviewId(review.id),
        vendor_id=VendorId(review.product.vendor_id),
        user_id=readers(1)[0],
        body="Thank you.",
    )
    answers = race_behind(partial(no_writes, ReviewReply), [reply] * 2)
    assert [one.body for one in answers] == ["Thank you."] * 2
    assert ReviewReply.objects.count() == 1


def test_taking_back_while_others_write_keeps_the_rating_true() -> None:
    product = ProductFactory.create()
    old = review_of(product, 1)
    remove = partial(facade.remove_review, review_id=ReviewId(old.id), user_id=author(old))
    writers = [UserId(owner_of(product).pk) for _ in range(MANY)]
    write = partial(facade.write_review, slug=product.slug, opinion=Opinion(rating=5))
    calls: list[Any] = [remove, *(partial(write, user_id=user) for user in writers)]
    answers = race_behind(partial(lock_product, product), calls)
    assert [one for one in answers if isinstance(one, Exception)] == []
    product.refresh_from_db()
    assert (product.rating_count, product.rating_average_hundredths) == (MANY, 500)
