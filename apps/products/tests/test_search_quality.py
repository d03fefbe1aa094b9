"""How good search is: floors under what `manage search_quality` prints."""

import pytest

from apps.products import facade
from apps.products.search_quality.catalogue import load, pieces
from apps.products.search_quality.labels import LABELS
from apps.products.search_quality.measuring import by_sort, figures, fits, judge

pytestmark = pytest.mark.django_db


def test_the_list_is_long_and_each_label_fits_something() -> None:
    assert len(LABELS) >= 80
    assert len({label.query for label in LABELS}) == len(LABELS)
    found = list(pieces())
    assert len(found) >= 300
    for label in LABELS:
        assert label.is_junk or any(fits(label, piece) for piece in found), label.query


def test_search_finds_what_people_expect() -> None:
    saved = load()
    facade.sort_tiers()
    facade.refresh_terms()
    judged = judge(saved)
    total = figures(judged)
    assert total.recall >= 0.94
    assert total.mrr >= 0.98
    for sort, floor in {"typo": 0.9, "local": 0.9, "synonym": 0.95, "accent": 1, "size": 1}.items():
        assert by_sort(judged)[sort].recall >= floor, sort
