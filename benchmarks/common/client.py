"""A client that costs little itself: HTTP/1.1 over kept connections, nothing parsed but the end."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import uvloop

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"
HOST = "127.0.0.1"  # without its port: the links in all answers are then alike
ANSWER_SECONDS = 30.0
_AFTER_FAULT_SECONDS = 0.2


@dataclass
class Told:
    """What the clients of one measurement saw. Waits are seconds of the answers with status 200."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Answers of any kind."""
        return len(self.waits) + len(self.refused)


@dataclass(frozen=True)
class Answer:
    """One whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def wire(path: str, token: str = "") -> bytes:
    """The bytes of a GET."""
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: */*\r\n{bearer}\r\n".encode()


def ask_for(seconds: float, ports: Sequence[int], wires: Sequence[bytes], clients: int) -> Told:
    """So many clients ask again and again, each through all of `wires` in turn."""
    return crowd(seconds, ports, [wires] * clients)


def crowd(seconds: float, ports: Sequence[int], each: Sequence[Sequence[bytes]]) -> Told:
    """A client for each of the lists asks through its own again and again.

    A list may be filled anew meanwhile, from another thread. Who is hung up on, or waits half a
    minute for an answer, notes it and comes back.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_all(seconds, ports, each))


def ask_once(port: int, one: bytes) -> Answer:
    """One request, its whole answer."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        head, body = runner.run(_once(port, one))
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in lines if ": " in line)
    return Answer(int(first.split(" ")[1]), {name.lower(): value for name, value in pairs}, body)


async def _all(seconds: float, ports: Sequence[int], each: Sequence[Sequence[bytes]]) -> Told:
    told, began = Told(), time.monotonic()
    await asyncio.gather(
        *(
            _one(told, began + seconds, ports[number % len(ports)], wires, number)
            for number, wires in enumerate(each)
        )
    )
    told.seconds = time.monotonic() - began
    return told


async def _one(told: Told, until: float, port: int, wires: Sequence[bytes], number: int) -> None:
    turn = number * 7  # clients do not march in step
    while time.monotonic() < until:
        try:
            turn = await _visit(told, until, port, wires, turn)
        except (OSError, TimeoutError) as error:
            told.refused.append(f"{type(error).__name__} {error}")
            await asyncio.sleep(_AFTER_FAULT_SECONDS)


async def _visit(told: Told, until: float, port: int, wires: Sequence[bytes], turn: int) -> int:
    """Ask on one connection as long as it lives; whose turn it is then."""
    talk = await _connected(port)
    try:
        while time.monotonic() < until:
            began = time.perf_counter()
            head, body = await talk.ask(wires[turn % len(wires)])
            turn += 1
            if head[9:12] == b"200":
                told.waits.append(time.perf_counter() - began)
            else:
                told.refused.append(f"{head[9:12].decode()} {body[:200]!r}")
        return turn
    finally:
        talk.close()


async def _once(port: int, one: bytes) -> tuple[bytes, bytes]:
    talk = await _connected(port)
    try:
        return await talk.ask(one)
    finally:
        talk.close()


async def _connected(port: int) -> "_Talk":
    loop = asyncio.get_running_loop()
    _, talk = await loop.create_connection(_Talk, "127.0.0.1", port)
    return talk


class _Talk(asyncio.Protocol):
    """One connection: a request, then its whole answer, then the next."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._read = b""
        self._answer: asyncio.Future[tuple[bytes, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment] # a stream's, always

    async def ask(self, one: bytes) -> tuple[bytes, bytes]:
        """Send, and return the answer's head and body."""
        assert self._transport  # noqa: S101 -- set before anybody has this object
        self._read = b""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(one)
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self._answer

    def data_received(self, data: bytes) -> None:
        self._read += data
        end = self._read.find(_END)
        if end < 0 or self._answer is None or self._answer.done():
            return
        head, body = self._read[:end], self._read[end + 4 :]
        found = _LENGTH.search(head)
        if found is None:
            self._answer.set_exception(ConnectionError("an answer without its length"))
        elif len(body) >= int(found[1]):
            self._answer.set_result((head, body))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionError(f"the server hung up: {exc}"))

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()
