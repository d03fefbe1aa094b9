"""Template words."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict
from django.template import Context, Template

from apps.common.money import Money
from apps.storefront.templatetags.shop import expected, money, query, saved_percent


@pytest.mark.parametrize(
    ("minor", "words"),
    [(1_250_000, "₦12,500"), (1_250_050, "₦12,500.50"), (0, "₦0"), (7, "₦0.07")],
)
def test_money_drops_only_zeros(minor: int, words: str) -> None:
    assert money(Money(minor, "NGN")) == words
    assert money(None) == ""


@pytest.mark.parametrize(
    ("now", "before", "percent"), [(90, 100, 10), (2, 3, 33), (100, 100, 0), (110, 100, 0)]
)
def test_a_saving_is_never_overstated(now: int, before: int, percent: int) -> None:
    assert saved_percent(Money(now, "NGN"), Money(before, "NGN")) == percent
    assert saved_percent(Money(now, "NGN"), None) == 0


def test_a_changed_query_starts_at_the_first_page() -> None:
    current = QueryDict("q=a+b&size=M&cursor=zzz")
    assert query(current, size=None) == "q=a+b"
    assert query(current, cursor="next") == "q=a+b&size=M&cursor=next"


def test_stars_say_the_number_to_everyone() -> None:
    page = Template("{% load shop %}{% stars rating 3 %}").render(
        Context({"rating": Decimal("4.67")})
    )
    assert "4.7" in page
    assert "out of 5" in page


@pytest.mark.parametrize(
    ("least", "most", "days"),
    [
        (0, 0, "29 November"),
        (0, 1, "29 to 30 November"),
        (1, 3, "30 November to 2 December"),
        (40, 40, "8 January"),
        (None, None, ""),
    ],
)
def test_expected_days_are_counted_in_lagos_from_the_payment(
    least: int | None, most: int | None, days: str
) -> None:
    paid_at = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)  # half past midnight in Lagos
    part: Any = SimpleNamespace(status="paid", delivery_min_days=least, delivery_max_days=most)
    assert expected(part, paid_at) == days
    assert expected(part, None) == ""
    part.status = "delivered"
    assert expected(part, paid_at) == ""
