"""At most so many requests at once in threads; the others stand in line, and cost nothing there.

A thread more than the processors and the pool can serve makes nobody's answer come sooner: it
takes the interpreter from the loop, memory for its stack, and waits for a session all the same.
"""

import asyncio
from contextlib import suppress
from contextvars import ContextVar
from typing import Self
from weakref import WeakKeyDictionary

from django.conf import settings

_lines: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_mine: ContextVar["Place | None"] = ContextVar("place", default=None)


class Place:
    """One request's place, from when its body is there until its answer is made."""

    def __init__(self) -> None:
        self._line = _line_here()
        self._is_held = False
        self.was_refused = False

    def __enter__(self) -> Self:
        self._token = _mine.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _mine.reset(self._token)
        self.leave()

    async def take(self) -> None:
        """Stand in line; who has waited for `DATABASE_WAIT_SECONDS` is refused."""
        if not self._line.locked():
            await self._line.acquire()
            self._is_held = True
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(settings.PLACE_WAIT_SECONDS):
                await self._line.acquire()
                self._is_held = True
        self.was_refused = not self._is_held

    def leave(self) -> None:
        """Let the next one in; a second time does nothing."""
        if self._is_held:
            self._is_held = False
            self._line.release()


def my_place() -> Place | None:
    """The place of the request that is handled here; None for one that needs none."""
    return _mine.get()


def _line_here() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    if loop not in _lines:
        _lines[loop] = asyncio.Semaphore(settings.PLACES)
    return _lines[loop]
