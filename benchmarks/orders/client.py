"""A client that costs little itself: HTTP/1.1 over kept connections, nothing parsed but the end."""

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

ADDRESS = {
    "name": "Ada Obi", "phone": "08031234567", "line1": "12 Adeniran Ogunsanya Street",
    "city": "Surulere", "lga": "Surulere", "state": "Lagos",
}  # fmt: skip
CREATED = 201


@dataclass
class Told:
    """What the clients of one measurement saw."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def order_for(seconds: float, ports: Sequence[int], tokens: Sequence[str],
              basket: Callable[[], list[str]]) -> Told:  # fmt: skip
    """One client for each token orders again and again; what they saw."""
    return asyncio.run(_all(seconds, ports, tokens, basket))


async def _all(
    seconds: float, ports: Sequence[int], tokens: Sequence[str], basket: Callable[[], list[str]]
) -> Told:
    told, began = Told(), time.monotonic()
    clients = [
        _one(told, began + seconds, ports[number % len(ports)], token, basket)
        for number, token in enumerate(tokens)
    ]
    await asyncio.gather(*clients)
    told.seconds = time.monotonic() - began
    return told


async def _one(
    told: Told, until: float, port: int, token: str, basket: Callable[[], list[str]]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.monotonic() < until:
            began = time.monotonic()
            writer.write(_request(port, token, basket()))
            status, body = await _answer(reader)
            if status == CREATED:
                told.waits.append(time.monotonic() - began)
            else:
                told.refused.append(f"{status} {body[:200]!r}")
    finally:
        writer.close()


def _request(port: int, token: str, variant_ids: Sequence[str]) -> bytes:
    items: list[dict[str, Any]] = [{"variant_id": one, "quantity": 1} for one in variant_ids]
    body = json.dumps({"items": items, "address": ADDRESS}).encode()
    head = (
        f"POST /api/v2/orders HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {token}\r\nIdempotency-Key: {secrets.token_hex(16)}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    length = next(int(one[15:]) for one in lines if one.lower().startswith("content-length:"))
    return int(lines[0].split(" ")[1]), await reader.readexactly(length)
