"""Counts that stop, and the admin's pages over many rows."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.common.db import CappedCount, Counted, capped_count
from apps.common.large_admin import CappedPaginator

pytestmark = pytest.mark.django_db
User = get_user_model()


@pytest.fixture
def seven():
    User.objects.bulk_create(User(email=f"{n}@example.com", name="Ada") for n in range(7))
    return User.objects.order_by("email")


@pytest.mark.parametrize(
    ("limit", "number", "is_exact"), [(6, 6, False), (7, 7, True), (8, 7, True)]
)
def test_a_count_is_exact_up_to_its_limit(seven, limit, number, is_exact):
    assert capped_count(seven, limit) == (number, is_exact)


def test_a_count_reads_no_more_than_it_tells_in_one_statement_without_an_order(seven):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        capped_count(seven, 3)
        assert CappedCount(lambda: seven, 3).first() == (3, False)
    assert CappedCount(lambda: seven, 7).first() == (7, True)
    statements = [query["sql"] for query in asked]
    assert len(statements) == 2  # from a QuerySet, and prepared
    for statement in statements:
        assert "LIMIT 4" in statement
        assert "ORDER BY" not in statement


def test_a_number_says_that_there_are_more():
    assert (str(Counted(1000, is_exact=False)), str(Counted(12, is_exact=True))) == ("1,000+", "12")


class Few(CappedPaginator):
    most = 4


def test_pages_end_where_the_count_does(seven):
    pages = Few(seven, 2)
    assert (pages.num_pages, str(pages.count)) == (2, "4+")
    assert [user.email[0] for user in pages.page(2)] == ["2", "3"]
    assert str(Few(seven.filter(email__lt="3"), 2).count) == "3"
