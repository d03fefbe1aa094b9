"""A request straight to an ASGI application, as a server hands it over."""

import asyncio
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

VARYING = {"x-process-time", "server-timing", "expires"}
_SECRET = re.compile(r'(nonce(?:-|=")|csrfmiddlewaretoken\W+value="|csrf=)[\w-]+')
_MOMENT = re.compile("expires=[^;]+")
REQUEST_ID = "from-the-test-1"


@dataclass
class Answer:
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def __getitem__(self, name: str) -> str:
        return dict(self.headers)[name]

    @property
    def masked(self) -> tuple[int, list[tuple[str, str]], str]:
        """All of it, without the words that are new each time."""
        headers = [
            (name, _MOMENT.sub("", _SECRET.sub(r"\1…", text))) for name, text in self.headers
        ]
        return self.status, headers, _SECRET.sub(r"\1…", self.body.decode(errors="replace"))


async def ask(
    app: Any,
    path: str,
    *,
    method: str = "GET",
    query: bytes = b"",
    headers: Iterable[tuple[bytes, bytes]] = (),
    body: bytes = b"",
) -> Answer:
    """The whole answer, without the headers that tell times."""
    answer, messages = Answer(), [{"type": "http.request", "body": body}]

    async def receive() -> Any:
        return messages.pop() if messages else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            told = [(name.decode().lower(), value.decode()) for name, value in message["headers"]]
            answer.headers = sorted((name, text) for name, text in told if name not in VARYING)
        answer.body += message.get("body", b"")

    mine = {"host": b"testserver", "x-request-id": REQUEST_ID.encode(), "accept": b"*/*"}
    theirs = {name.decode(): value for name, value in headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "root_path": "",
        "scheme": "http",
        "headers": [(name.encode(), value) for name, value in (mine | theirs).items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    await asyncio.create_task(app(scope, receive, send))
    return answer


starts: list[Any] = []  # of threads, in this process


def _note_threads(event: str, args: Any) -> None:
    if event.startswith("_thread.start"):
        starts.append(args)


sys.addaudithook(_note_threads)
