"""Whatever a GET of v2 reads gives the rows that the ORM gives, and the same answer on a real pool.

No read is named here: the addresses come from the API's description, and what they read is caught.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from django.db.models import Model
from django.test import AsyncClient

from apps.authentication.facade import access_token_for
from apps.common import reads
from apps.common.db.prepared import Compiled, Named, Prepared
from apps.common.reads import asking
from apps.common.tests.pooled import on_the_pool
from apps.products.models import Product
from apps.vendors import facade as shops
from devstack.demo.catalogue import vendors
from devstack.demo.load import load_demo
from tests.bad_input.operations import Operation, operations

pytestmark = pytest.mark.django_db(transaction=True)
GETS = [one for one in operations() if one.method == "get" and one.path.startswith("/api/v2/")]
QUERIES = {
    "/api/v2/products/": [
        "?limit=1",
        "?ordering=-price&in_stock=true&price_min=1&rating=1",
        "?page=1&size=M&colour=Black",
        "?category=women",
    ],
    "/api/v2/products/search/": ["?q=gown", "?q=ankarra&size=M", "?q=blue&ordering=price"],
    "/api/v2/products/facets/": ["?q=gown&colour=Blue"],
    "/api/v2/suggest/": ["?q=an", "?q=kafatn"],
}


class Caught(NamedTuple):
    """One read: what was run, and the driver's rows."""

    compiled: Compiled[Any]
    text: str
    values: Mapping[str, Any]
    found: Any


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> list[Caught]:
    """Every read that requests make while the test runs."""
    seen: list[Caught] = []
    real = asking._found

    async def listen(compiled: Compiled[Any], text: str, values: Mapping[str, Any]) -> Any:
        found = await real(compiled, text, values)
        seen.append(Caught(compiled, text, values, found))
        return found

    monkeypatch.setattr(asking, "_found", listen)
    return seen


@pytest.fixture
def token(settings: Any, tmp_path: Any) -> str:
    """The demo's shop with a few products; the token of somebody who sells there."""
    settings.MEDIA_ROOT = tmp_path
    first = vendors()[3]
    load_demo(lambda _: None, [replace(first, products=first.products[:2])])
    store = shops.open_vendors()[0]
    return access_token_for(shops.members_of(store.id)[0].user_id)


def is_a_queryset(compiled: Compiled[Any]) -> bool:
    """Tell a QuerySet's own text from one that counts it, or counts facets of it."""
    return Prepared(lambda: compiled.queryset).compiled.text == compiled.text


def by_the_orm(one: Caught) -> list[Any]:
    """Let Django compile and run the QuerySet, with the values in their places."""
    rows: Any = one.compiled.queryset.all()
    rows = rows[_cut(one.text, one.compiled.text)]
    query: Any = rows.query
    compiler = query.get_compiler("default")
    text, places = compiler.as_sql()
    placed = tuple(one.values[p.name] if isinstance(p, Named) else p for p in places)
    compiler.as_sql = lambda *_args, **_kwargs: (text, placed)
    query.get_compiler = lambda *_args, **_kwargs: compiler
    rows._query = query
    return list(rows._iterable_class(rows))


def _cut(text: str, whole: str) -> slice:
    words = text.removeprefix(whole).split()
    numbers = {words[n]: int(words[n + 1]) for n in range(0, len(words), 2)}
    start = numbers.get("OFFSET", 0)
    return slice(start, start + numbers["LIMIT"] if "LIMIT" in numbers else None)


def plain(row: Any) -> Any:
    """Return everything that a row holds, related rows too."""
    if not isinstance(row, Model):
        return row
    related = {name: plain(one) for name, one in row._state.fields_cache.items()}
    return {name: value for name, value in vars(row).items() if name != "_state"} | related


def addresses(operation: Operation) -> list[str]:
    slug = Product.objects.order_by("id").values_list("slug", flat=True)[0]
    address = operation.address(slug) if "{slug}" in operation.path else operation.address()
    return [address, *(address + query for query in QUERIES.get(operation.path, []))]


def test_every_get_reads_what_the_orm_reads(api: Any, token: str, caught: list[Caught]) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    wanted = [address for operation in GETS for address in addresses(operation)]
    plainly = {address: api.get(address, headers=headers) for address in wanted}

    async def ask() -> dict[str, Any]:
        client = AsyncClient(raise_request_exception=False)
        return {address: await client.get(address, headers=headers) for address in wanted}

    before = reads.metrics()
    pooled = on_the_pool(ask)
    assert reads.metrics()["without_pool"] == before["without_pool"]
    for address, answer in plainly.items():
        assert answer.status_code in {200, 404, 422}, address
        assert pooled[address].status_code == answer.status_code, address
        if answer.status_code == 200:
            assert pooled[address].json() == answer.json(), address
    compared = set()
    for one in caught:
        if is_a_queryset(one.compiled):  # a statement around one: the answers above are compared
            compared.add(one.compiled.text)
            ours = [plain(row) for row in one.compiled.rows(one.found)]
            assert ours == [plain(row) for row in by_the_orm(one)], one.text
    assert len(compared) > 12
