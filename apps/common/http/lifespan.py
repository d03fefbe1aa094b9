"""The server's first and last word: what a web process opens for itself, and closes."""

import gc
from contextlib import suppress
from typing import Any

from django.urls import Resolver404, resolve

from apps.common import reads
from apps.common.public_cache import close_cache, open_cache


async def lifespan(receive: Any, send: Any) -> None:
    """Open the pool of reads and the cache, wait, close them. A fault at the start stops all."""
    await receive()
    await reads.open_pool()
    open_cache()
    _settle_down()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await close_cache()
    await reads.close_pool()
    await send({"type": "lifespan.shutdown.complete"})


def _settle_down() -> None:
    """Load what the first request would, and tell the collector that all of it stays.

    It looks at old objects only once they have grown by a quarter. With a million that stay for
    ever among them, the cycles of requests lie about for long, and each look takes a long time.
    """
    with suppress(Resolver404):
        resolve("/no/such/address")  # imports every endpoint
    gc.collect()
    gc.freeze()
