"""Reviews over both doors: the same list, one's own, votes, the vendor's desk, the queue."""

from typing import Any

import pytest

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.products.models import Product, Review
from apps.products.tests.factories import ProductFactory
from apps.products.tests.reviews import author, owner_of, review_of, say
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db
V1, V2 = "/api/v1/products/moon-gown/reviews/", "/api/v2/products/moon-gown/reviews"
DOORS = pytest.mark.parametrize("door", [V1, V2])


@pytest.fixture
def gown() -> Product:
    product: Product = ProductFactory.create(slug="moon-gown")
    return product


def clerk_of(product: Product) -> User:
    clerk: User = VendorMemberFactory.create(vendor=product.vendor).user
    return clerk


@DOORS
def test_readers_see_reviews_and_what_they_come_to(api: Any, gown: Product, door: str) -> None:
    for stars in (5, 4, 4):
        review_of(gown, stars, title="Fine", body="Fits.", fit="true")
    shown = api.get(f"{door}?sort=lowest&limit=2").json()
    assert shown["summary"]["average"] == 4.33
    assert [one["count"] for one in shown["summary"]["stars"]] == [1, 2, 0, 0, 0]
    assert [one["rating"] for one in shown["results"]] == [4, 4]
    rest = api.get(shown["next"].removeprefix("http://testserver")).json()
    assert [one["rating"] for one in rest["results"]] == [5]
    one = rest["results"][0]
    assert (one["author_name"], one["fit"], one["is_verified"]) == ("Ada O.", "true", True)
    assert one["created_at"].endswith("Z")
    assert not {"user", "user_id", "email", "user__name"} & set(one)


def test_both_doors_tell_the_same(api: Any, gown: Product) -> None:
    for stars in (5, 1):
        review_of(gown, stars)
    for query in ("", "?stars=5", "?sort=helpful", "?verified=true&sort=highest"):
        assert api.get(V1 + query).json() == api.get(V2 + query).json()


@DOORS
@pytest.mark.parametrize(
    "query", ["sort=best", "stars=0", "verified=x", "colour=red", "cursor=x", "limit=0"]
)
def test_odd_questions_are_refused(api: Any, gown: Product, door: str, query: str) -> None:
    assert api.get(f"{door}?{query}").status_code == 422


@DOORS
def test_a_product_outside_the_shop_has_no_reviews(api: Any, gown: Product, door: str) -> None:
    review_of(gown)
    Product.objects.update(status="archived")
    answer = api.get(door)
    assert (answer.status_code, answer.json()["code"]) == (404, "product-not-found")


@pytest.mark.parametrize("many", [2, 9])
@DOORS
def test_a_list_costs_the_same_however_long(
    api: Any, gown: Product, django_assert_num_queries: Any, door: str, many: int
) -> None:
    for _ in range(many):
        review_of(gown)
    with django_assert_num_queries(3):
        assert len(api.get(door).json()["results"]) == many


def test_a_buyer_writes_edits_and_removes(api: Any, gown: Product) -> None:
    ada = owner_of(gown)
    body = {"rating": 4, "title": "Fine", "fit": "small"}
    made = api.post(V1, body, signed_in=ada)
    assert (made.status_code, made.json()["status"]) == (201, "published")
    assert api.post(V1, body, signed_in=ada).json()["id"] == made.json()["id"]
    again = api.post(V1, body | {"rating": 1}, signed_in=ada)
    assert (again.status_code, again.json()["code"]) == (409, "already-reviewed")
    address = f"/api/v1/reviews/{made.json()['id']}/"
    changed = api.patch(address, {"rating": 2}, signed_in=ada).json()
    assert (changed["rating"], changed["title"], changed["fit"]) == (2, "Fine", "small")
    assert api.patch(address, {"rating": 2}, signed_in=owner_of(gown)).status_code == 404
    assert api.get("/api/v1/reviews/", signed_in=ada).json()["results"][0]["rating"] == 2
    assert api.delete(address, signed_in=owner_of(gown)).status_code == 404
    assert api.delete(address, signed_in=ada).status_code == 204
    assert api.get("/api/v1/reviews/", signed_in=ada).json()["results"] == []


def test_who_does_not_have_it_is_told_so(api: Any, gown: Product) -> None:
    answer = api.post(V1, {"rating": 5}, signed_in=UserFactory.create())
    assert (answer.status_code, answer.json()["code"]) == (403, "review-not-delivered")
    assert api.post(V1, {"rating": 5}).status_code == 401


@pytest.mark.parametrize("where", ["/api/v1/reviews/{}/helpful/", "/api/v2/reviews/{}/helpful"])
def test_votes_are_given_and_taken_back(api: Any, gown: Product, where: str) -> None:
    path, reader = where.format(review_of(gown).id), UserFactory.create()
    assert [api.post(path, signed_in=reader).json()["helpful_count"] for _ in range(2)] == [1, 1]
    assert api.delete(path, signed_in=reader).json()["helpful_count"] == 0
    own = api.post(path, signed_in=User.objects.get(id=author(Review.objects.get())))
    assert (own.status_code, own.json()["code"]) == (409, "review-own")


def test_staff_with_the_right_decide_what_readers_report(api: Any, gown: Product) -> None:
    review, staff = review_of(gown), UserFactory.create(is_staff=True, is_superuser=True)
    report = {"reason": "spam", "note": "An advert"}
    path = f"/api/v1/reviews/{review.id}/report/"
    assert api.post(path, report, signed_in=UserFactory.create()).status_code == 204
    queue = api.get("/api/v1/review-queue/", signed_in=staff).json()["results"]
    assert [(one["causes"], one["reports"]) for one in queue] == [(["reported"], [report])]
    decision = f"/api/v1/review-queue/{review.id}/decision/"
    body = {"decision": "hidden", "reason": "An advert"}
    for powerless in (UserFactory.create(), UserFactory.create(is_staff=True)):
        assert api.get("/api/v1/review-queue/", signed_in=powerless).status_code == 403
        assert api.put(decision, body, signed_in=powerless).status_code == 403
    bare = api.put(decision, {"decision": "hidden"}, signed_in=staff)
    assert (bare.status_code, "reason" in bare.json()["errors"]) == (422, True)
    for _ in range(2):
        assert api.put(decision, body, signed_in=staff).status_code == 204
    assert api.get(V1).json()["results"] == []
    assert api.get("/api/v1/review-queue/", signed_in=staff).json()["results"] == []


@pytest.mark.parametrize("word", ["x", "%00", "-1", "9" * 40, "null"])
def test_odd_bodies_and_cursors_of_staff_are_no_500(api: Any, gown: Product, word: str) -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    assert api.get(f"/api/v1/review-queue/?cursor={word}", signed_in=staff).status_code == 422
    decision = f"/api/v1/review-queue/{review_of(gown).id}/decision/"
    for body in ({"decision": word}, {"decision": "hidden", "reason": None}, [word], {}):
        assert api.put(decision, body, signed_in=staff).status_code == 422


def test_a_house_reads_and_answers_its_own_reviews_only(api: Any, gown: Product) -> None:
    review, clerk = review_of(gown, 2), clerk_of(gown)
    stranger = clerk_of(ProductFactory.create(vendor=VendorFactory.create()))
    path = f"/api/v1/vendor/reviews/{review.id}/reply/"
    assert api.put(path, {"body": "Buy ours"}, signed_in=stranger).status_code == 404
    assert api.get("/api/v1/vendor/reviews/", signed_in=stranger).json()["results"] == []
    assert api.get("/api/v1/vendor/reviews/", signed_in=UserFactory.create()).status_code == 403
    for _ in range(2):
        assert api.put(path, {"body": "Sorry"}, signed_in=clerk).json()["body"] == "Sorry"
    listed = api.get("/api/v1/vendor/reviews/?answered=true&stars=2", signed_in=clerk).json()
    assert listed["results"][0]["review"]["reply"]["body"] == "Sorry"
    assert api.get("/api/v1/vendor/reviews/?stars=9", signed_in=clerk).status_code == 422
    assert api.delete(path, signed_in=stranger).status_code == 404
    assert [api.delete(path, signed_in=clerk).status_code for _ in range(2)] == [204, 404]


@pytest.mark.parametrize("many", [1, 5])
def test_desks_cost_the_same_however_much_lies_there(
    api: Any, gown: Product, django_assert_max_num_queries: Any, many: int
) -> None:
    staff, clerk = UserFactory.create(is_staff=True, is_superuser=True), clerk_of(gown)
    for _ in range(many):
        review_of(gown)
        say(owner_of(gown), gown, 1, body="www.x.example")
    for path, who in (("/api/v1/review-queue/", staff), ("/api/v1/vendor/reviews/", clerk)):
        with django_assert_max_num_queries(8):  # of which six sign in and look the account up
            assert len(api.get(path, signed_in=who).json()["results"]) == many
