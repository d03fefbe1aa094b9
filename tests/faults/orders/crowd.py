"""Many buyers over real HTTP, at most so many at once."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx

AT_ONCE = 48  # more only queue up in front of two cores
PATIENCE = 60.0


@dataclass(frozen=True)
class Call:
    """One request of one buyer; a token that is a call is made when it is sent."""

    token: str | Callable[[], str]
    path: str
    body: dict[str, Any] | None = None
    key: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """As they go over the wire."""
        own = {"Idempotency-Key": self.key} if self.key else {}
        token = self.token if isinstance(self.token, str) else self.token()
        return {"Authorization": f"Bearer {token}", **own}


@dataclass(frozen=True)
class Reply:
    """What a buyer was told, and how long that took."""

    status: int
    body: dict[str, Any]
    seconds: float

    @property
    def word(self) -> str:
        """The status, with the problem's code where there is one."""
        return f"{self.status} {self.body.get('code', '')}".strip()


def storm(urls: Sequence[str], calls: Sequence[Call], at_once: int = AT_ONCE) -> list[Reply]:
    """Send all calls, in their order, spread over the processes; a lost connection is status 0."""
    return asyncio.run(_storm(urls, calls, at_once))


async def _storm(urls: Sequence[str], calls: Sequence[Call], at_once: int) -> list[Reply]:
    gate = asyncio.Semaphore(at_once)
    # Shorter than the 5 s after which the server closes: else some are sent into a closed line. One
    # client a process: a full pool closes lines of the other that are about to be used.
    limits = httpx.Limits(
        max_connections=at_once, max_keepalive_connections=at_once, keepalive_expiry=1
    )
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=url, limits=limits, timeout=PATIENCE, trust_env=False)
            )
            for url in urls
        ]

        async def send(number: int, call: Call) -> Reply:
            async with gate:
                return await _send(clients[number % len(clients)], call)

        return await asyncio.gather(*[send(number, call) for number, call in enumerate(calls)])


async def _send(client: httpx.AsyncClient, call: Call) -> Reply:
    began = time.monotonic()
    try:
        answer = await client.post(call.path, json=call.body, headers=call.headers)
    except httpx.TransportError as error:
        return Reply(0, {"code": type(error).__name__}, time.monotonic() - began)
    return Reply(answer.status_code, answer.json(), time.monotonic() - began)


def words(replies: Sequence[Reply]) -> Counter[str]:
    """How often each answer came."""
    return Counter(reply.word for reply in replies)


def percentile(replies: Sequence[Reply], percent: int) -> float:
    """Seconds within which so many of a hundred were answered."""
    ordered = sorted(reply.seconds for reply in replies)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
