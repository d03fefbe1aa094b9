"""`/healthz` and `/metrics` of one worker process, for probes and for Prometheus."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from time import monotonic

from leased_tasks.worker.worker import Worker

type Page = Callable[[Worker], Awaitable[tuple[int, str, str]]]

_LONGEST_REQUEST = 5.0
_BEATS_MISSED = 3


async def healthz(worker: Worker) -> tuple[int, str, str]:
    """Answer 200 while leases are being renewed, 503 when Redis has not been heard for a lease."""
    silent = monotonic() - worker.heartbeat.last_success
    fine = silent < worker.heartbeat.every * _BEATS_MISSED
    facts = {
        "status": "ok" if fine else "redis is silent",
        "worker": worker.id,
        "busy": len(worker.held),
        "stopping": worker.is_stopping,
        "seconds_since_heartbeat": round(silent, 1),
    }
    return 200 if fine else 503, "application/json", json.dumps(facts)


class Health:
    """A tiny HTTP server on the worker's own loop: if the loop hangs, so does the probe."""

    def __init__(self, worker: Worker, host: str, port: int, pages: dict[str, Page]) -> None:
        self._worker = worker
        self._address = (host, port)
        self._pages = {"/healthz": healthz, **pages}

    async def start(self) -> asyncio.Server:
        """Listen; the caller closes the server."""
        host, port = self._address
        return await asyncio.start_server(self._serve, host, port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_LONGEST_REQUEST):
                line = await reader.readline()
                status, kind, body = await self._answer(line.decode("latin-1").split(" "))
                head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nConnection: close\r\n"
                encoded = body.encode()
                writer.write(f"{head}Content-Length: {len(encoded)}\r\n\r\n".encode() + encoded)
                await writer.drain()
        except (TimeoutError, ConnectionError, ValueError):
            pass  # a probe that went away, or that sends no line of HTTP
        finally:
            writer.close()

    async def _answer(self, words: list[str]) -> tuple[int, str, str]:
        page = self._pages.get(words[1].split("?")[0]) if len(words) > 1 else None
        if words[0] != "GET" or page is None:
            return 404, "text/plain", "Try /healthz or /metrics\n"
        return await page(self._worker)
