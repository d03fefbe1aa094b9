"""What our middleware does to a public read, for FastAPI: headers, a request id, one log line."""

import json
import logging
import re
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from uuid_utils.compat import uuid7

type Message = MutableMapping[str, Any]
type App = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]

log = logging.getLogger("twin")
log.setLevel(logging.INFO)
log.addHandler(logging.StreamHandler(sys.stdout))
log.propagate = False

_USABLE_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_POLICY = (
    b"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    b"object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
FIXED = [
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]


class Edge:
    """Pure ASGI middleware, the cheapest kind."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        began, began_cpu = time.perf_counter(), time.process_time()
        status = 0

        async def described(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                seconds = time.perf_counter() - began
                message["headers"] += [
                    *FIXED,
                    (b"x-request-id", request_id),
                    (b"x-process-time", b"%.4f" % seconds),
                    (b"server-timing", b"app;dur=%.1f" % (seconds * 1000)),
                ]
            await send(message)

        await self.app(scope, receive, described)
        line = {
            "event": "request",
            "level": "info",
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "request_id": request_id.decode(),
            "method": scope["method"],
            "path": scope["path"],
            "action": scope["route"].name if "route" in scope else None,
            "status": status,
            "ms": round((time.perf_counter() - began) * 1000, 1),
            "cpu_ms": round((time.process_time() - began_cpu) * 1000, 1),
            "user_id": None,
        }
        log.info(json.dumps(line))


def _request_id(scope: Message) -> bytes:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _USABLE_ID.fullmatch(value):
            return bytes(value)
    return uuid7().hex.encode()
