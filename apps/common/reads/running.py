"""Running one compiled read on the pool."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from contextvars import ContextVar
from typing import Any

from psycopg import OperationalError
from psycopg.errors import FeatureNotSupported, QueryCanceled
from psycopg_pool import PoolTimeout, TooManyRequests

from apps.common.reads.errors import ReadsBusy, ReadTooSlow
from apps.common.reads.pool import Pool, counted, log, metrics

lanes: ContextVar[asyncio.Semaphore | None] = ContextVar("lanes", default=None)
_FREE = nullcontext()
_going_back: set[asyncio.Task[None]] = set()
type Found = list[tuple[Any, ...]]


async def fetch(pool: Pool, text: str, values: Sequence[Any]) -> Found:
    """Run a SELECT on a pooled session.

    A caller that is cancelled cancels the statement in PostgreSQL. A session that turns out to be
    gone is replaced, and the read runs once more: it changes nothing.

    Raises:
        ReadsBusy: no session in time, or none at all.
        ReadTooSlow: the statement took longer than reads may.
    """
    counted["reads"] += 1
    lane: AbstractAsyncContextManager[Any] = lanes.get() or _FREE
    try:
        async with lane:
            return await _with_a_second_try(pool, text, values)
    except (PoolTimeout, TooManyRequests) as error:
        counted["refused"] += 1
        log.warning("reads.refused", reason=str(error), **metrics())
        raise ReadsBusy("Please try again in a moment.", retry_after=1) from error
    except QueryCanceled as error:
        counted["too_slow"] += 1
        log.warning("reads.too_slow", statement=text[:200])
        raise ReadTooSlow("Please narrow it down, or try again.", retry_after=5) from error
    except OperationalError as error:
        counted["errors"] += 1
        log.warning("reads.away", reason=str(error))
        raise ReadsBusy("Please try again in a moment.", retry_after=1) from error
    except Exception:
        counted["errors"] += 1
        raise


async def _with_a_second_try(pool: Pool, text: str, values: Sequence[Any]) -> Found:
    try:
        return await _on_a_session(pool, text, values)
    except (PoolTimeout, TooManyRequests, QueryCanceled):
        raise
    except OperationalError:  # PostgreSQL was started anew: every idle session is gone
        counted["repeated"] += 1
        await pool.check()
        return await _on_a_session(pool, text, values)
    except FeatureNotSupported:  # a migration changed a column: the plan of the session is stale
        counted["repeated"] += 1
        return await _on_a_session(pool, text, values, prepare=False)


async def _on_a_session(
    pool: Pool, text: str, values: Sequence[Any], *, prepare: bool | None = None
) -> Found:
    session = await pool.getconn()
    try:
        return await session.fetch(text, values, prepare=prepare)
    except FeatureNotSupported:
        await session.close()  # its plans are of yesterday
        raise
    finally:
        back = asyncio.Task(
            pool.putconn(session), loop=asyncio.get_running_loop(), eager_start=True
        )
        if not back.done():  # whoever is cancelled now still gives the session back
            _going_back.add(back)
            back.add_done_callback(_going_back.discard)
            await asyncio.shield(back)
