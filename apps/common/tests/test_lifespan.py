"""The pool of reads lives as long as the server."""

import asyncio
from typing import Any

from apps.common.http.lifespan import lifespan
from apps.common.reads.pool import pool_here


def test_the_pool_is_open_between_the_first_and_the_last_word() -> None:
    said: list[tuple[str, bool]] = []

    async def send(message: Any) -> None:
        said.append((message["type"], pool_here() is not None))

    async def receive() -> Any:
        return {}

    asyncio.run(lifespan(receive, send))
    assert said == [("lifespan.startup.complete", True), ("lifespan.shutdown.complete", False)]
