"""The server's first and last word: what a web process opens for itself, and closes."""

from typing import Any

from apps.common import reads
from apps.common.public_cache import close_cache, open_cache


async def lifespan(receive: Any, send: Any) -> None:
    """Open the pool of reads and the cache, wait, close them. A fault at the start stops all."""
    await receive()
    await reads.open_pool()
    open_cache()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await close_cache()
    await reads.close_pool()
    await send({"type": "lifespan.shutdown.complete"})
