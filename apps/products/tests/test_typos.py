"""What was meant: typos, words that ran together."""

import pytest
from django.db import connection

from apps.products import facade
from apps.products.contracts import Searched
from apps.products.tests.factories import ProductFactory
from apps.products.tests.searches import how_read, titles

pytestmark = pytest.mark.django_db


def test_a_typo_is_mended_only_if_nothing_is_found_and_told() -> None:
    ProductFactory.create(title="Ankara skirt")
    ProductFactory.create(title="Ankara shirt")
    facade.refresh_terms()
    assert (titles("shirt"), how_read("shirt")) == (["Ankara shirt"], Searched())
    assert titles("ankra shrit") == ["Ankara shirt"]
    assert how_read("ankra shrit") == Searched(corrected="ankara shirt")
    assert titles("ankra shrit", is_exact=True) == []
    assert titles("qqqqzzzz") == []


def test_typos_need_no_extension_of_the_server() -> None:
    ProductFactory.create(title="Ankara shirt")
    facade.refresh_terms()
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION IF EXISTS pg_trgm CASCADE")
    assert titles("ankarra") == ["Ankara shirt"]


def test_words_written_as_one_are_parted() -> None:
    ProductFactory.create(title="Ankara gown")
    facade.refresh_terms()
    assert how_read("ankaragown") == Searched(corrected="ankara gown")


def test_words_that_share_a_letter_are_parted() -> None:
    ProductFactory.create(title="Aso Oke agbada")
    ProductFactory.create(title="Gown")
    facade.refresh_terms()
    assert titles("asoke") == ["Aso Oke agbada"]
    assert how_read("asoke") == Searched(corrected="aso oke")
    assert how_read("asokeagbada") == Searched()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lce", "lace"), ("lac", "lace"), ("bga", "bag"), ("gle", "gele"),  # left out, swapped
        ("bat", ""), ("ace", ""), ("gab", ""), ("be", ""), ("l2c", ""),
    ],
)  # fmt: skip
def test_three_letters_miss_one_or_swap_two(typed: str, meant: str) -> None:
    for title in ("Lace", "Bag", "Gele"):
        ProductFactory.create(title=title)
    facade.refresh_terms()
    assert how_read(typed) == Searched(corrected=meant)
