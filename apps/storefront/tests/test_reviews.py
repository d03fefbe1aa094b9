"""Reviews on the pages: reading, writing, saying what helped, a house's desk."""

from typing import Any

import pytest
from django.test import Client

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.products.models import HelpfulVote, Product, Purchase, Review, ReviewCase
from apps.products.tests.reviews import review_of
from apps.storefront.tests.test_browsing import cost, page_of
from apps.vendors.tests.factories import VendorMemberFactory

pytestmark = pytest.mark.django_db
FORM, LIST = "/p/moon-gown/review", "/p/moon-gown/reviews"


@pytest.fixture
def piece(gown: Any) -> Product:
    found: Product = gown.product
    return found


@pytest.fixture
def has_it(buyer: User, piece: Product) -> None:
    Purchase.objects.create(product=piece, user=buyer, delivered_at=clock.now())


def test_the_page_of_a_piece_sums_its_reviews_up(client: Client, piece: Product) -> None:
    for stars in (5, 2):
        review_of(piece, stars, body="<b>Fits</b> 😀")
    page = page_of(client, "/p/moon-gown")
    assert "&lt;b&gt;Fits&lt;/b&gt; 😀" in page
    assert "Ada O." in page
    assert f'href="{LIST}?stars=5"' in page
    assert "Bought here" in page


def test_nobody_has_written_yet(client: Client, piece: Product) -> None:
    for path in ("/p/moon-gown", LIST):
        assert "Nobody has written about this piece yet." in page_of(client, path)


def test_reviews_are_narrowed_and_odd_questions_passed_over(client: Client, piece: Product) -> None:
    review_of(piece, 5, title="Lovely")
    review_of(piece, 1, title="Torn")
    page = page_of(client, f"{LIST}?stars=1&sort=helpful&verified=true")
    assert ("Torn" in page, "Lovely" in page) == (True, False)
    assert "Lovely" in page_of(client, f"{LIST}?stars=99&sort=x&verified=x")
    assert "No review fits this." in page_of(client, f"{LIST}?stars=3")


@pytest.mark.usefixtures("has_it")
def test_a_buyer_writes_changes_and_removes_a_review(shopper: Client, piece: Product) -> None:
    assert "What is it like?" in page_of(shopper, "/account/reviews")
    words = {"rating": "4", "title": "Fine", "body": "Fits.", "fit": "true"}
    answer = shopper.post(FORM, words, follow=True).content.decode()
    assert "Your review is in the shop." in answer
    assert "checked" in page_of(shopper, FORM)
    shopper.post(FORM, words | {"rating": "2"})
    review = Review.objects.get()
    assert (review.rating, review.fit) == (2, "true")
    assert "Your review is gone." in (
        shopper.post(f"/reviews/{review.id}/remove", follow=True).content.decode()
    )
    assert not Review.objects.exists()


@pytest.mark.usefixtures("has_it")
def test_a_form_that_is_not_right_keeps_its_words(shopper: Client) -> None:
    page = shopper.post(FORM, {"title": "Fine words", "rating": "9"}).content.decode()
    assert "Fine words" in page
    assert "errorlist" in page
    assert not Review.objects.exists()


@pytest.mark.usefixtures("has_it")
def test_what_waits_says_so(shopper: Client, piece: Product) -> None:
    page = shopper.post(FORM, {"rating": "5", "body": "www.x.example"}, follow=True)
    assert "Somebody of ours reads it first" in page.content.decode()
    assert "Is being read" in page_of(shopper, "/account/reviews")
    assert "www.x.example" not in page_of(shopper, LIST)


def test_who_may_not_review_is_told_why(shopper: Client, piece: Product, buyer: User) -> None:
    assert "Only who has it may review it" in page_of(shopper, FORM)
    shopper.post(FORM, {"rating": "5"})
    assert not Review.objects.exists()
    VendorMemberFactory.create(vendor=piece.vendor, user=buyer)
    assert "your own house" in page_of(shopper, FORM)


def test_guests_sign_in_first(client: Client, piece: Product) -> None:
    review = review_of(piece)
    for path in (FORM, "/account/reviews", "/vendor/reviews"):
        assert client.get(path)["Location"].startswith("/accounts/login/")
    for act in ("helpful", "report", "remove"):
        answer = client.post(f"/reviews/{review.id}/{act}")
        assert answer["Location"].startswith("/accounts/login/")


def test_a_reader_says_what_helped_and_what_is_wrong(shopper: Client, piece: Product) -> None:
    review = review_of(piece)
    path = f"/reviews/{review.id}"
    assert shopper.post(f"{path}/helpful")["Location"] == f"{LIST}#review-{review.id}"
    page = page_of(shopper, LIST)
    assert 'aria-pressed="true"' in page
    assert "Helpful (1)" in page
    shopper.post(f"{path}/helpful", {"take_back": "yes"})
    assert not HelpfulVote.objects.exists()
    shopper.post(f"{path}/report", {"reason": "nonsense"})
    assert not ReviewCase.objects.exists()
    shopper.post(f"{path}/report", {"reason": "spam", "note": "An advert"})
    assert ReviewCase.objects.get().causes == "reported"


def test_one_does_not_vote_for_oneself(shopper: Client, piece: Product, buyer: User) -> None:
    review = review_of(piece)
    Review.objects.update(user=buyer)
    answer = shopper.post(f"/reviews/{review.id}/helpful", follow=True)
    assert "Leave this to other readers." in answer.content.decode()


def test_forms_of_another_site_are_refused(piece: Product, buyer: User) -> None:
    review, client = review_of(piece), Client(enforce_csrf_checks=True)
    client.force_login(buyer)
    for path in (f"/reviews/{review.id}/helpful", FORM, f"/vendor/reviews/{review.id}"):
        assert client.post(path, {"rating": 5}).status_code == 403


def test_a_house_answers_on_its_page(shopper: Client, piece: Product, buyer: User) -> None:
    review = review_of(piece, 2, body="Torn")
    assert shopper.get("/vendor/reviews").status_code == 403
    VendorMemberFactory.create(vendor=piece.vendor, user=buyer)
    assert "Torn" in page_of(shopper, "/vendor/reviews?answered=no")
    path, back = f"/vendor/reviews/{review.id}", {"referer": "http://testserver/vendor/reviews"}
    refused = shopper.post(path, {"body": "www.x.example"}, headers=back, follow=True)
    assert "Leave out links" in refused.content.decode()
    assert shopper.post(path, {"body": "We send a new one."})["Location"] == "/vendor/reviews"
    assert "We send a new one." in page_of(Client(), "/p/moon-gown")
    assert "Every review has a reply." in page_of(shopper, "/vendor/reviews?answered=no")
    shopper.post(path, {"remove": "yes"})
    assert "We send a new one." not in page_of(Client(), LIST)


def test_another_houses_reviews_cannot_be_answered(
    shopper: Client, buyer: User, piece: Product
) -> None:
    review = review_of(piece)
    VendorMemberFactory.create(user=buyer)
    answer = shopper.post(f"/vendor/reviews/{review.id}", {"body": "Buy ours"})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", [LIST, "/p/moon-gown"])
def test_pages_cost_the_same_however_many_reviews(
    client: Client, piece: Product, path: str
) -> None:
    review_of(piece)
    few = cost(client, path)
    for _ in range(5):
        review_of(piece, 4, body="Again")
    UserFactory.create()
    assert cost(client, path) <= few
