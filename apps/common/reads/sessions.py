"""A session that can only read, straight to PostgreSQL or through a PgBouncer that shares sessions.

Where PostgreSQL itself answers, the session is set up once. Behind a PgBouncer in transaction mode
a SET would stay on a server session that the next client, perhaps a writing one, gets: there each
read travels as `BEGIN READ ONLY; SET LOCAL …; SELECT …; COMMIT` in one message, unprepared.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from psycopg import AsyncClientCursor, AsyncConnection

_BEFORE_THE_ROWS = 3  # answers to BEGIN and to both SETs


class ReadSession(AsyncConnection[tuple[Any, ...]]):
    """A connection of the pool, in autocommit."""

    is_direct = False

    async def set_up(self) -> None:
        """Find out who answers; where it is PostgreSQL itself, make the session read-only."""
        self.is_direct = await self._reaches_postgresql()
        if self.is_direct:
            await self.execute(
                f"SET default_transaction_read_only = on; SET {_timeout()}; SET TimeZone = 'UTC'"
            )

    async def fetch(
        self, text: str, values: Sequence[Any], *, prepare: bool | None = None
    ) -> list[tuple[Any, ...]]:
        """Run one SELECT; the rows as the driver reads them."""
        if self.is_direct:
            cursor = await self.execute(text, values, prepare=prepare)
            return await cursor.fetchall()
        shared = AsyncClientCursor(self)
        await shared.execute(
            f"BEGIN READ ONLY; SET LOCAL {_timeout()}; SET LOCAL TimeZone = 'UTC'; {text}; COMMIT",
            values,
        )
        await shared.set_result(_BEFORE_THE_ROWS)
        return await shared.fetchall()

    async def _reaches_postgresql(self) -> bool:
        """A PgBouncer makes up the process id that it tells its clients."""
        cursor = await self.execute("SELECT pg_backend_pid()")
        row = await cursor.fetchone()
        return row is not None and row[0] == self.pgconn.backend_pid


def _timeout() -> str:
    return f"statement_timeout = {settings.READS['STATEMENT_TIMEOUT_MS']:d}"
