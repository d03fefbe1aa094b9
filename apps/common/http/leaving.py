"""Clients that leave while an inline read is under way."""

import asyncio
from typing import Any, Self

QUICK_SECONDS = 0.2


class Leaving:
    """Cancels what runs inside once the client has left; `has_left` tells.

    A task that waits for the client from the start costs a hot read more than its statement: what
    is over in `QUICK_SECONDS` has none.
    """

    def __init__(self, receive: Any) -> None:
        self.has_left = False
        self._receive = receive
        self._watch: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        """Begin; look for the client later."""
        self._request = asyncio.current_task()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(QUICK_SECONDS, self._look)
        return self

    def __exit__(self, *_failure: object) -> None:
        """Look no longer. A cancellation goes on its way."""
        self._timer.cancel()
        if self._watch:
            self._watch.cancel()

    def _look(self) -> None:
        self._watch = asyncio.get_running_loop().create_task(self._until_gone())

    async def _until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.has_left = True
        if self._request:
            self._request.cancel()
