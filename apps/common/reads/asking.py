"""The async side of `Prepared`: the same statement, the same rows, on the pool."""

from collections.abc import Mapping
from typing import Any

import msgspec
from asgiref.sync import sync_to_async
from django.db import connection

from apps.common.db import PageOf, Pages, Plan, Prepared, Wanted, plans
from apps.common.db.prepared import Compiled
from apps.common.reads.pool import counted, pool_here
from apps.common.reads.running import Found, fetch
from apps.common.reads.together import together


async def rows[Row](prepared: Prepared[Row], /, **values: Any) -> list[Row]:
    """What `prepared.all` gives: models, dicts of `values()`, tuples.

    Raises:
        ReadsBusy: no session in time.
        ReadTooSlow: the statement took longer than reads may.
    """
    compiled = await _compiled(prepared)
    return compiled.rows(await _found(compiled, compiled.text, values))


async def first[Row](prepared: Prepared[Row], /, **values: Any) -> Row | None:
    """The first row, or None. Raises what `rows` does."""
    return next(iter(await rows(prepared, **values)), None)


async def json(prepared: Prepared[Any], /, **values: Any) -> bytes | None:
    """The one column of the first row as PostgreSQL wrote it, JSON; None without a row, or NULL.

    Raises what `rows` does.
    """
    compiled = await _compiled(prepared)
    found = await _found(compiled, compiled.text, values)
    text = found[0][0] if found else None
    return None if text is None else str(text).encode()


async def structs[Row](prepared: Prepared[Any], kind: type[Row], /, **values: Any) -> list[Row]:
    """Rows of `values()` as structs of msgspec. Raises what `rows` does."""
    return msgspec.convert(await rows(prepared, **values), list[kind])  # type: ignore[valid-type]


async def page[Row](
    pages: Pages[Row], /, *, cursor: str | None, limit: int | None, **values: Any
) -> PageOf[Row]:
    """One page of the list, as `pages.read` gives it. Raises what `rows` does.

    Raises:
        BadCursor: the cursor does not fit this list.
    """
    return await run(plans.page(pages, cursor=cursor, limit=limit, **values))


async def run[Answer](plan: Plan[Answer]) -> Answer:
    """Follow a plan on the pool; what may go together does. Raises what `rows` does."""
    try:
        wanted = next(plan)
        while True:
            wanted = plan.send(await _wanted(wanted))
    except StopIteration as end:
        answer: Answer = end.value
        return answer


async def _wanted(wanted: Wanted | tuple[Plan[Any], ...]) -> Any:
    if isinstance(wanted, tuple):
        return await together(*(run(plan) for plan in wanted))
    compiled = await _compiled(wanted.prepared)
    text = compiled.statement(wanted.limit, wanted.offset)
    return compiled.rows(await _found(compiled, text, wanted.values))


async def _compiled[Row](prepared: Prepared[Row]) -> Compiled[Row]:
    """Compile in a thread, once: the compiler may ask the database what it can do."""
    if prepared.is_compiled:
        return prepared.compiled
    return await sync_to_async(_compile)(prepared)


def _compile[Row](prepared: Prepared[Row]) -> Compiled[Row]:
    had_none = connection.connection is None
    try:
        return prepared.compiled
    finally:
        if had_none:  # the thread is nobody's: who else would give it back?
            connection.close()


async def _found(compiled: Compiled[Any], text: str, values: Mapping[str, Any]) -> Found:
    placed = compiled.values(values)
    pool = pool_here()
    if pool is not None:
        return await fetch(pool, text, placed)
    counted["without_pool"] += 1
    found: Found = await sync_to_async(compiled.fetch)(text, placed)
    return found
