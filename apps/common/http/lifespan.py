"""The server's first and last word: what a web process opens for itself, and closes."""

from typing import Any

from apps.common import reads


async def lifespan(receive: Any, send: Any) -> None:
    """Open the pool of reads, wait for the end, close it. A fault at the start stops the server."""
    await receive()
    await reads.open_pool()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await reads.close_pool()
    await send({"type": "lifespan.shutdown.complete"})
