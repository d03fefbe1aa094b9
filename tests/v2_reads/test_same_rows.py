"""Whatever a GET of v2 reads gives the rows that the ORM gives, and the same answer on a real pool.

No read is named here: the addresses come from the API's description, and what they read is caught.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from django.db.models import Model
from django.test import AsyncClient

from apps.common import reads
from apps.common.db.prepared import Compiled, Named, Prepared
from apps.common.reads import asking
from apps.common.tests.pooled import on_the_pool
from tests.v2_reads.addresses import Get, cursors, gets
from tests.v2_reads.shop import Shop, open_shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


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


def is_a_queryset(compiled: Compiled[Any]) -> bool:
    """Tell a QuerySet's own text from one that counts it, or is cut inside."""
    own = Prepared(lambda: compiled.queryset).compiled.text
    return type(compiled) is Compiled and compiled.text == own


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
    """Return everything that a row holds, related rows and those below it too."""
    if isinstance(row, list):
        return [plain(one) for one in row]
    if not isinstance(row, Model):
        return row
    related = {name: plain(one) for name, one in row._state.fields_cache.items()}
    own = {name: plain(value) for name, value in vars(row).items() if name != "_state"}
    return own | related


def asked_plainly(api: Any, shop: Shop) -> dict[Get, Any]:
    """Every GET on the test's own connection, and the neighbours of the pages that came."""
    answers: dict[Get, Any] = {}
    waiting = gets(shop)
    while waiting:
        get = waiting.pop()
        key = get._replace(headers=tuple(sorted(get.headers.items())))  # type: ignore[arg-type]
        if key in answers:
            continue
        answer = answers[key] = api.get(get.address, headers=get.headers)
        assert answer.status_code == 200, (get.address, answer.content)
        waiting += [get._replace(address=address) for address in cursors(answer.json())]
    return answers


def test_every_get_reads_what_the_orm_reads(api: Any, caught: list[Caught]) -> None:
    plainly = asked_plainly(api, open_shop(2))

    async def ask() -> dict[Get, Any]:
        client = AsyncClient(raise_request_exception=False)
        return {get: await client.get(get.address, headers=dict(get.headers)) for get in plainly}

    before = reads.metrics()
    pooled = on_the_pool(ask)
    assert reads.metrics()["without_pool"] == before["without_pool"]
    for get, answer in plainly.items():
        assert pooled[get].json() == answer.json(), get.address
    compared = {one.compiled.text for one in caught if is_a_queryset(one.compiled)}
    for one in caught:
        if one.compiled.text in compared:  # a statement around one: the answers are compared
            ours = [plain(row) for row in one.compiled.rows(one.found)]
            assert ours == [plain(row) for row in by_the_orm(one)], one.text
    assert len(compared) > 60
