"""Runs inside the shop: one address of one ASGI application under cProfile, without any socket."""

import asyncio
import contextlib
import cProfile
import importlib
import io
import pstats
import sys
import time
from typing import Any

WARM, ROWS = 200, 40


async def _ask(app: Any, path: str, token: str) -> int:
    address, _, query = path.partition("?")
    headers = [(b"host", b"127.0.0.1"), (b"accept", b"*/*")]
    if token:
        headers.append((b"authorization", f"Bearer {token}".encode()))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "path": address, "raw_path": address.encode(), "query_string": query.encode(),
        "headers": headers, "scheme": "http", "root_path": "", "state": {},
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9),
    }  # fmt: skip
    messages = [{"type": "http.request", "body": b"", "more_body": False}]
    status: list[int] = []

    async def receive() -> Any:
        if messages:
            return messages.pop()
        return await asyncio.Future[Any]()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    await app(scope, receive, send)
    return status[0]


async def _profiled(app: Any, path: str, count: int, token: str) -> cProfile.Profile:
    moments: asyncio.Queue[Any] = asyncio.Queue()
    ready, done = asyncio.Event(), asyncio.Event()

    async def told(message: Any) -> None:
        (ready if message["type"].startswith("lifespan.startup") else done).set()

    lifespan = asyncio.create_task(app({"type": "lifespan", "state": {}}, moments.get, told))
    await moments.put({"type": "lifespan.startup"})
    await ready.wait()
    for _ in range(WARM):
        await _ask(app, path, token)
    profile = cProfile.Profile(time.thread_time)  # of the processor, not of a wall clock
    profile.enable()
    for _ in range(count):
        await _ask(app, path, token)
    profile.disable()
    await moments.put({"type": "lifespan.shutdown"})
    await done.wait()
    await lifespan
    return profile


def main(named: str, path: str, count: int, token: str) -> str:
    """The functions in which the processor time goes, of one event loop's thread."""
    module, _, name = named.partition(":")
    with contextlib.redirect_stdout(io.StringIO()):  # the application's log lines
        app = getattr(importlib.import_module(module), name)
        profile = asyncio.run(_profiled(app, path, count, token))
    text = io.StringIO()
    stats = pstats.Stats(profile, stream=text).strip_dirs()
    for order in ("tottime", "cumtime"):
        stats.sort_stats(order).print_stats(ROWS)
    return text.getvalue()


if __name__ == "__main__":
    _, named_app, asked_path, asked_count, *rest = sys.argv
    sys.stdout.write(main(named_app, asked_path, int(asked_count), rest[0] if rest else ""))
