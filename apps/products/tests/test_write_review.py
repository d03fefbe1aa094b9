"""Who may review what, once, and what becomes of the product's rating."""

import time

import pytest

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.common.audit.testing import recorded
from apps.common.errors import InvalidInput
from apps.products import facade, review_rules
from apps.products.contracts import Fit, ProductId, ReviewId, VariantId
from apps.products.errors import AlreadyReviewed, NotDelivered, OwnWork, ReviewNotFound
from apps.products.models import Product, Purchase, Review, ReviewCase
from apps.products.tests.factories import ProductFactory, VariantFactory
from apps.products.tests.reviews import author, owner_of, review_of, say, shown
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gown() -> Product:
    product: Product = ProductFactory.create(slug="moon-gown")
    return product


def rating(product: Product) -> tuple[int, int]:
    product.refresh_from_db()
    return product.rating_average_hundredths, product.rating_count


def test_who_has_it_reviews_it_and_the_rating_follows(gown: Product) -> None:
    own = say(owner_of(gown), gown, 4, title=" Fine\x00 ", body="One\r\n\r\n\r\ntwo", fit=Fit.TRUE)
    assert (own.status, own.opinion.title, own.opinion.body) == ("published", "Fine", "One\n\ntwo")
    [card] = shown(gown)
    assert (card.author_name, card.rating, card.fit, card.is_verified) == (
        "Ada O.",
        4,
        "true",
        True,
    )
    review_of(gown, 1)
    assert rating(gown) == (250, 2)


def test_without_a_delivery_nobody_reviews(gown: Product) -> None:
    other = owner_of(ProductFactory.create())
    with pytest.raises(NotDelivered):
        say(other, gown)
    assert rating(gown) == (0, 0)


def test_the_house_does_not_praise_itself() -> None:
    product = ProductFactory.create(vendor=VendorFactory.create())
    clerk = VendorMemberFactory.create(vendor=product.vendor).user
    facade.note_purchases(
        user_id=UserId(clerk.pk),
        variant_ids=[VariantId(VariantFactory.create(product=product).pk)],
        at=product.created_at,
    )
    with pytest.raises(OwnWork):
        say(clerk, product)


def test_a_retry_changes_nothing_and_another_opinion_is_refused(gown: Product) -> None:
    ada = owner_of(gown)
    first = say(ada, gown, 5, body="Good")
    assert say(ada, gown, 5, body="Good").id == first.id
    with pytest.raises(AlreadyReviewed):
        say(ada, gown, 1, body="Good")
    assert rating(gown) == (500, 1)


@pytest.mark.parametrize("run", ["a", "a.", "a-", "a@", "0 ", "+1 "])
def test_looking_for_addresses_takes_no_longer_than_reading(run: str) -> None:
    """Red if a run is looked at from each of its letters: seconds of a worker for one review."""
    began = time.process_time()
    review_rules.causes_to_wait((run * 20_000)[:20_000])
    assert time.process_time() - began < 1


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_are_one_to_five(gown: Product, stars: int) -> None:
    with pytest.raises(InvalidInput):
        say(owner_of(gown), gown, stars)


def test_an_edit_changes_what_is_sent_and_says_so(gown: Product) -> None:
    review = review_of(gown, 5, body="Good")
    facade.edit_review(review_id=ReviewId(review.id), user_id=author(review), changes={"rating": 2})
    [card] = shown(gown)
    assert (card.rating, card.body, card.edited_at is None) == (2, "Good", False)
    assert rating(gown) == (200, 1)


def test_other_peoples_reviews_are_not_there_to_change(gown: Product) -> None:
    review, stranger = review_of(gown), UserId(owner_of(gown).pk)
    with pytest.raises(ReviewNotFound):
        facade.edit_review(review_id=ReviewId(review.id), user_id=stranger, changes={"rating": 1})
    with pytest.raises(ReviewNotFound):
        facade.remove_review(review_id=ReviewId(review.id), user_id=stranger)
    assert rating(gown) == (500, 1)


def test_taking_it_back_frees_the_place_and_the_rating(gown: Product) -> None:
    ada = owner_of(gown)
    own = say(ada, gown, 1)
    facade.remove_review(review_id=own.id, user_id=UserId(ada.pk))
    assert rating(gown) == (0, 0)
    assert [row.action for row in recorded(f"review:{own.id}")] == ["review.removed"]
    assert say(ada, gown, 3).status == "published"


@pytest.mark.parametrize(
    "words",
    [
        "See www.cheap-gowns.example",
        "Cheaper at gowns.shop",
        "\uff57\uff57\uff57.gowns.ng",
        "Write to ada@example.com",
        "Call +234 803 123 4567",
        "call 0803-123-4567",
        "follow @gowns_ng",
        "WhatsApp me",
        "what a b\u200bitch",
    ],
)
def test_links_contacts_and_insults_wait_for_a_person(gown: Product, words: str) -> None:
    own = say(owner_of(gown), gown, 1, body=words)
    assert own.status == "waiting"
    assert shown(gown) == []
    assert rating(gown) == (0, 0)
    assert ReviewCase.objects.filter(review_id=own.id, decision="").exists()


@pytest.mark.parametrize(
    "words",
    [
        "Bust 36, waist 28, hips 40: UK 12 fits.",
        "Feels fake. A scam for 45,000 naira!",
        "Arrived in 3 days.No complaints",
        "Shitta is where it came from",
    ],
)
def test_plain_words_are_read_at_once(gown: Product, words: str) -> None:
    assert say(owner_of(gown), gown, 3, body=words).status == "published"


def test_words_that_are_edited_in_wait_too(gown: Product) -> None:
    review = review_of(gown, 5)
    own = facade.edit_review(
        review_id=ReviewId(review.id), user_id=author(review), changes={"body": "www.x.example"}
    )
    assert (own.status, shown(gown), rating(gown)) == ("waiting", [], (0, 0))


def test_who_took_back_what_waited_waits_again(gown: Product) -> None:
    ada = owner_of(gown)
    own = say(ada, gown, 1, body="www.x.example")
    facade.remove_review(review_id=own.id, user_id=UserId(ada.pk))
    assert say(ada, gown, 1, body="Fine words").status == "waiting"


@pytest.mark.parametrize(
    ("name", "is_active", "read"),
    [
        ("Ada Ngozi Obi", True, "Ada O."),
        ("Ada", True, "Ada"),
        ("", True, "A buyer"),
        ("Ada Obi", False, "A buyer"),
        ("ada@example.com", True, "A buyer"),
        ("08031234567", True, "A buyer"),
    ],
)
def test_an_author_is_a_first_name_and_an_initial(
    gown: Product, name: str, is_active: bool, read: str
) -> None:
    ada = owner_of(gown, name=name)
    say(ada, gown)
    ada.is_active = is_active
    ada.save()
    assert [card.author_name for card in shown(gown)] == [read]


def test_a_delivery_is_noted_once_for_each_product(gown: Product) -> None:
    ada = UserId(UserFactory.create().pk)
    ids = [VariantId(VariantFactory.create(product=gown).pk) for _ in range(2)]
    ids.append(VariantId(VariantFactory.create().pk))
    for _ in range(2):
        facade.note_purchases(user_id=ada, variant_ids=ids, at=gown.created_at)
    assert Purchase.objects.count() == 2
    assert facade.has_had(ada, ProductId(gown.id))
    assert len(facade.to_review(ada)) == 2


def test_what_is_written_is_not_asked_for_again(gown: Product) -> None:
    ada = owner_of(gown)
    assert [one.product_slug for one in facade.to_review(UserId(ada.pk))] == ["moon-gown"]
    say(ada, gown)
    assert facade.to_review(UserId(ada.pk)) == []
    assert Review.objects.get().is_verified
