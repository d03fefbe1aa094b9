"""Reviews in every order, narrowed, in pages that neither skip nor repeat."""

import pytest

from apps.common.errors import InvalidInput
from apps.products import facade
from apps.products.contracts import ProductId
from apps.products.models import Product, Review
from apps.products.tests.factories import ProductFactory
from apps.products.tests.reviews import review_of, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def gown() -> Product:
    product: Product = ProductFactory.create()
    for stars in (3, 5, 1, 5, 4):
        review_of(product, stars, body=f"{stars} stars")
    facade.add_review(product_id=ProductId(product.id), author_name="Bola Ade", rating=2)
    for place, review in enumerate(Review.objects.order_by("id")):
        Review.objects.filter(id=review.id).update(helpful_count=place % 3)
    review_of(ProductFactory.create(), 1)
    return product


@pytest.mark.parametrize(
    ("sort", "stars"),
    [
        ("newest", [2, 4, 5, 1, 5, 3]),
        ("highest", [5, 5, 4, 3, 2, 1]),
        ("lowest", [1, 2, 3, 4, 5, 5]),
    ],
)
def test_each_order_in_pages_of_two(gown: Product, sort: str, stars: list[int]) -> None:
    filters, cursor, seen = facade.parse_review_filters({"sort": sort}), None, []
    while True:
        page = facade.review_page(ProductId(gown.id), filters, cursor=cursor, limit=2)
        seen += page.rows
        if (cursor := page.next_cursor) is None:
            break
    assert [card.rating for card in seen] == stars
    assert len({card.id for card in seen}) == 6


def test_the_most_helpful_come_first(gown: Product) -> None:
    assert [card.helpful_count for card in shown(gown, sort="helpful")] == [2, 2, 1, 1, 0, 0]


def test_narrowed_by_stars_and_to_verified_ones(gown: Product) -> None:
    assert [card.rating for card in shown(gown, stars="5")] == [5, 5]
    assert shown(gown, stars="2")[0].author_name == "Bola A."
    assert shown(gown, stars="2", verified="true") == []
    assert len(shown(gown, verified="1")) == 5


def test_the_distribution_counts_what_is_shown(gown: Product) -> None:
    Review.objects.filter(body="4 stars").update(is_published=False)
    found = facade.review_summary(gown.slug)
    assert [(bar.stars, bar.count, bar.percent) for bar in found.stars] == [
        (5, 2, 40),
        (4, 0, 0),
        (3, 1, 20),
        (2, 1, 20),
        (1, 1, 20),
    ]


@pytest.mark.parametrize(
    "query",
    [{"sort": "best"}, {"stars": "6"}, {"stars": "٣"}, {"verified": "yes"}],
)
def test_what_makes_no_sense_is_refused_and_pages_pass_it_over(query: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        facade.parse_review_filters(query)
    assert facade.parse_review_filters(query, is_strict=False).sort == "newest"


def test_a_page_costs_one_query(gown: Product, django_assert_num_queries) -> None:
    for _ in range(4):
        review_of(gown)
    with django_assert_num_queries(1):
        assert len(shown(gown)) == 10
