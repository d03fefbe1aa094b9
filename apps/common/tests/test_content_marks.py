"""Changes of watched tables are marked, once a transaction, and the relay takes the marks."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from apps.common.public_cache import renew_marked
from apps.common.public_cache.models import ContentMark, watch

TOPIC = "test-content"


@pytest.fixture(autouse=True)
def own_words(settings: Any) -> None:
    own = {"prefix": f"test-{secrets.token_hex(6)}", "seconds": 1}
    settings.PUBLIC_CACHE = settings.PUBLIC_CACHE | own


@pytest.fixture
def watched_table(transactional_db: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE watched (a int)")
        cursor.execute(str(watch("watched", TOPIC).sql))
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE watched")


@pytest.mark.usefixtures("watched_table")
def test_a_transaction_leaves_one_mark_and_a_failed_one_none() -> None:
    def write(times: int) -> None:
        with connection.cursor() as cursor:
            for number in range(times):
                cursor.execute("INSERT INTO watched VALUES (%s)", [number])

    ContentMark.objects.all().delete()
    with transaction.atomic():
        write(3)
    assert ContentMark.objects.count() == 1
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write(1)
            raise ZeroDivisionError
        write(1)
    assert ContentMark.objects.count() == 2
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(1)
        raise ZeroDivisionError
    assert [mark.topic for mark in ContentMark.objects.all()] == [TOPIC] * 2
    assert renew_marked() == 2
    assert renew_marked() == 0


@pytest.mark.usefixtures("watched_table")
@pytest.mark.parametrize(
    ("statement", "marks"),
    [
        ("UPDATE watched SET a = 2", 1),
        ("UPDATE watched SET a = 1", 0),
        ("UPDATE watched SET a = 2 WHERE a = 3", 0),
        ("DELETE FROM watched", 1),
        ("DELETE FROM watched WHERE a = 3", 0),
    ],
)
def test_only_a_real_change_is_marked(statement: str, marks: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO watched VALUES (1), (1)")
        ContentMark.objects.all().delete()
        cursor.execute(statement)
    assert ContentMark.objects.count() == marks
