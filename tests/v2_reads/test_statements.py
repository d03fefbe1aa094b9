"""How many statements each GET of v2 takes: all on the read pool, as many for 20 rows as for 1."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.common.reads import asking
from tests.v2_reads.addresses import Get, gets, paths
from tests.v2_reads.shop import Shop, open_shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

# With the bearer's own statement, and the store's for those below /vendor/.
STATEMENTS: Mapping[str, int] = {
    "/api/v2/back-in-stock": 2,
    "/api/v2/cart": 8,
    "/api/v2/categories/": 1,
    "/api/v2/disputes": 2,
    "/api/v2/disputes/{dispute_id}": 2,
    "/api/v2/orders": 2,
    "/api/v2/orders/{order_id}": 4,
    "/api/v2/products/": 1,
    "/api/v2/products/facets/": 2,
    "/api/v2/products/search/": 2,
    "/api/v2/products/{slug}/": 3,
    "/api/v2/products/{slug}/related/": 3,
    "/api/v2/products/{slug}/reviews": 3,
    "/api/v2/returns": 2,
    "/api/v2/returns/{return_id}": 2,
    "/api/v2/suggest/": 3,
    "/api/v2/tasks/{task_id}": 2,
    "/api/v2/vendor/coupons": 3,
    "/api/v2/vendor/coupons/{coupon_id}": 3,
    "/api/v2/vendor/dashboard/": 9,
    "/api/v2/vendor/delivery/methods": 3,
    "/api/v2/vendor/delivery/methods/{method_id}": 3,
    "/api/v2/vendor/delivery/zones": 3,
    "/api/v2/vendor/delivery/zones/{zone_id}": 3,
    "/api/v2/vendor/disputes": 3,
    "/api/v2/vendor/disputes/{dispute_id}": 3,
    "/api/v2/vendor/orders": 3,
    "/api/v2/vendor/orders/{part_id}": 4,
    "/api/v2/vendor/returns": 3,
    "/api/v2/vendor/returns/{return_id}": 3,
    "/api/v2/vendor/stock": 3,
    "/api/v2/wishlist": 4,
}
# A GET that reads by other ways than `apps.common.reads`, and why it must.
NOT_ON_READS: Mapping[str, str] = {}


class Taken(NamedTuple):
    """Statements of a request, all and those of the read path, and what they gave."""

    statements: list[str]
    reads: list[str]
    shown: list[Any]


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Taken]:
    """Count what runs, whoever runs it: the ORM, or `reads`, here on the same connection."""
    real, taken = asking._found, Taken([], [], [])

    async def listen(compiled: Any, text: str, values: Any) -> Any:
        taken.reads.append(text)
        return await real(compiled, text, values)

    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as ran:
        patch.setattr(asking, "_found", listen)
        yield taken
    taken.statements.extend(query["sql"] for query in ran)


def take(api: Any, get: Get, monkeypatch: pytest.MonkeyPatch) -> Taken:
    """Ask twice: the first time statements are compiled, which may ask the database."""
    api.get(get.address, headers=get.headers)
    with counted(monkeypatch) as taken:
        answer = api.get(get.address, headers=get.headers)
    assert answer.status_code == 200, (get.address, answer.content)
    taken.shown.append(answer.json())
    return taken


def plainly(shop: Shop) -> dict[str, Get]:
    """Each path once, without further parameters."""
    asked: dict[str, Get] = {}
    for get in gets(shop):
        asked.setdefault(get.path, get)
    return asked


def test_every_get_takes_so_many_statements_for_one_row_and_for_twenty(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, twenty = (
        {path: take(api, get, monkeypatch) for path, get in plainly(open_shop(rows)).items()}
        for rows in (1, 20)
    )
    for taken in (one, twenty):
        assert {path: len(made.statements) for path, made in taken.items()} == STATEMENTS
    assert all(made.shown[0].get("results", True) for made in twenty.values())


def test_every_get_reads_on_the_pool_and_nowhere_else(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert NOT_ON_READS.keys() <= paths().keys()
    for get in gets(open_shop(1)):
        if get.path in NOT_ON_READS:
            continue
        taken = take(api, get, monkeypatch)
        assert taken.reads, f"{get.address} reads nothing by apps.common.reads"
        assert len(taken.statements) == len(taken.reads), taken.statements
