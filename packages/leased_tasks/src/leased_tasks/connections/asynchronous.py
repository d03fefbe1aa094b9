"""Calls for coroutines: the worker. They never give up unless told a deadline."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import cached_property
from math import inf
from typing import Any

from redis import exceptions
from redis.asyncio.connection import Connection as Tcp
from redis.asyncio.connection import RedisSSLContext, SSLConnection, UnixDomainSocketConnection

from leased_tasks import scripts
from leased_tasks.calls import Call
from leased_tasks.connections import trouble
from leased_tasks.connections.clients import AsyncClient, async_client_of, close_async_client
from leased_tasks.connections.dial import arguments
from leased_tasks.connections.packing import arguments_of
from leased_tasks.connections.redirections import MOST_REDIRECTIONS, target_of
from leased_tasks.connections.topology import share_of, topology_of
from leased_tasks.connections.trouble import Deadline, Reporter
from leased_tasks.errors import Unavailable
from leased_tasks.options import Address, Options

type Link = Tcp | SSLConnection | UnixDomainSocketConnection
type Action = Callable[[Link], Awaitable[Any]]

_GRACE = 2.0  # seconds by which an answer to a blocking command may be late


class AsyncLinks:
    """Open connections of one event loop to all servers of one kind."""

    def __init__(self, options: Options, limit: int, *, sentinel: bool = False) -> None:
        self._options = options
        self._arguments = arguments(options, sentinel=sentinel)
        self._path = None if sentinel else options.socket_path
        self._idle: defaultdict[Address, list[Link]] = defaultdict(list)
        self._busy: set[Link] = set()
        self._tls: RedisSSLContext | None = None
        self._free = defaultdict[Address, asyncio.Semaphore](lambda: asyncio.Semaphore(limit))

    @asynccontextmanager
    async def borrowed(self, address: Address) -> AsyncIterator[Link]:
        """Lend a connection; one that was left in the middle of an answer is closed."""
        async with self._free[address]:
            link = self._idle[address].pop() if self._idle[address] else self._make(address)
            self._busy.add(link)
            whole = False
            try:
                yield link
                whole = True
            except exceptions.ResponseError:
                whole = True  # the answer was read to its end
                raise
            finally:
                self._busy.discard(link)
                if whole and link.is_connected:
                    self._idle[address].append(link)
                else:
                    await link.disconnect(nowait=True)

    async def drop(self, address: Address) -> None:
        """Close the idle connections to a server that failed."""
        idle = self._idle[address]
        while idle:
            await _closed(idle.pop())

    async def close(self) -> None:
        """Close all connections, those in use too."""
        for address in list(self._idle):
            await self.drop(address)
        for link in list(self._busy):
            await _closed(link)

    def _make(self, address: Address) -> Link:
        if self._path:
            return UnixDomainSocketConnection(path=self._path, **self._arguments)
        host, port = address
        if not self._options.tls:
            return Tcp(host=host, port=port, **self._arguments)
        link = SSLConnection(host=host, port=port, **self._arguments)
        # One context for all: reading the system's authorities takes 20 ms each time.
        self._tls = link.ssl_context = self._tls or link.ssl_context
        return link


class AsyncConnection:
    """Redis in any mode, for the coroutines of one event loop.

    A call that got no answer is sent again, so a script may run twice: it must bear that.
    """

    def __init__(self, options: Options, alias: str = "default") -> None:
        self.options = options
        self._topology = topology_of(options)
        self._links = AsyncLinks(options, options.max_connections)
        self._waiting = AsyncLinks(options, limit=2**20)  # each blocks one; callers bound them
        self._asked = (
            AsyncLinks(options, 1, sentinel=True) if options.mode == "sentinel" else self._links
        )
        self._learning = asyncio.Lock()
        self._reporter = Reporter(alias)
        self._closed = False

    @cached_property
    def client(self) -> AsyncClient:
        """A plain redis-py client of the same servers, for SCAN, INFO and the like."""
        return async_client_of(self.options)

    async def run[T](self, call: Call[T], *, deadline: float | None = None) -> T:
        """Make one script call; waits and tries on for ever, or for `deadline` seconds.

        Raises:
            Unavailable: no answer in the time given, or this connection was closed.
            StoreFull: Redis has no room, and a deadline was given; without one this passes too.
            redis.ResponseError: the script itself failed; it is not tried again.
        """
        words = arguments_of(call, self.options.mode)

        async def evaluate(link: Link) -> Any:
            return await _evaluate(link, call.script, words)

        return call.parse(await self._persist(call.keys[0], evaluate, Deadline(deadline)))

    async def command(self, *words: Any, key: str = "", deadline: float | None = None) -> Any:
        """Send one plain command to the primary that serves `key`; raises as `run` does."""

        async def ask(link: Link) -> Any:
            return await _ask(link, *words)

        return await self._persist(key, ask, Deadline(deadline))

    async def pop(self, key: str, timeout: float) -> bytes | None:  # noqa: ASYNC109
        """Wait up to `timeout` seconds for an item of a list (BLPOP); none if none came.

        Trouble counts as waiting. An item may be lost with the connection that carries it.

        Raises:
            Unavailable: this connection was closed.
        """
        deadline = Deadline(timeout)

        async def blpop(link: Link) -> Any:
            left = max(0.01, deadline.left())
            link.socket_timeout = left + _GRACE
            return await _ask(link, "BLPOP", key, f"{left:.3f}")

        try:
            item = await self._persist(key, blpop, deadline, self._waiting)
        except Unavailable:
            if self._closed:
                raise
            return None
        return item[1] if item else None

    async def close(self) -> None:
        """Close everything; calls that wait end with Unavailable."""
        self._closed = True
        for links in (self._waiting, self._links, self._asked):
            await links.close()
        if client := self.__dict__.pop("client", None):
            await close_async_client(client)

    async def _persist(
        self, key: str, action: Action, deadline: Deadline, links: AsyncLinks | None = None
    ) -> Any:
        for pause in trouble.pauses():
            try:
                answer = await self._attempt(key, action, deadline, links or self._links)
            except Exception as error:
                if self._closed:
                    raise Unavailable("The connection was closed.") from error
                full = trouble.is_full(error)
                if full and deadline.total < inf:
                    raise trouble.store_full() from error
                if not full and not trouble.passes(error):
                    raise
                self._reporter.trouble(error)
                if end := trouble.give_up(error, deadline):
                    raise end from error
                await asyncio.sleep(max(0, min(pause, deadline.left())))
            else:
                self._reporter.fine()
                return answer
        raise AssertionError("pauses never end")

    async def _attempt(
        self, key: str, action: Action, deadline: Deadline, links: AsyncLinks
    ) -> Any:
        if self._closed:
            raise Unavailable("The connection was closed.")
        grace = _GRACE * 2 if links is self._waiting else 0
        async with _within(deadline.left() + grace):
            address, asking = await self._find(key, deadline), False
        for hops_left in reversed(range(MOST_REDIRECTIONS)):
            try:
                async with _within(deadline.left() + grace), links.borrowed(address) as link:
                    if asking:
                        await _ask(link, "ASKING")
                    return await action(link)
            except exceptions.AskError as error:
                if not hops_left:
                    self._topology.forget(address)
                    raise
                address, asking = target_of(error, address, self._topology)
            except Exception as error:
                if trouble.is_stale(error):
                    self._topology.forget(address)
                    await links.drop(address)
                raise
        raise AssertionError("the last redirection raises")

    async def _find(self, key: str, deadline: Deadline) -> Address:
        known = self._topology.address(key)
        if known:
            return known
        async with self._learning:
            return self._topology.address(key) or await self._learn(key, deadline)

    async def _learn(self, key: str, deadline: Deadline) -> Address:
        failure: Exception | None = None
        sources = self._topology.sources()
        for number, source in enumerate(sources):
            try:
                async with (
                    asyncio.timeout(share_of(deadline, len(sources) - number, self.options)),
                    self._asked.borrowed(source) as link,
                ):
                    answer = await _ask(link, *self._topology.question)
            except (exceptions.RedisError, OSError) as error:
                await self._asked.drop(source)
                self._topology.avoid(source)
                failure = error
                continue
            if self._topology.learn(source, answer) and (found := self._topology.address(key)):
                return found
        raise exceptions.ConnectionError("Nobody could say which server to ask.") from failure


def _within(seconds: float) -> AbstractAsyncContextManager[Any]:
    return asyncio.timeout(seconds) if seconds < inf else nullcontext()


async def _evaluate(link: Link, script: str, words: list[Any]) -> Any:
    try:
        return await _ask(link, "EVALSHA", scripts.sha(script), *words)
    except exceptions.NoScriptError:
        await _ask(link, "SCRIPT", "LOAD", scripts.source(script))
        return await _ask(link, "EVALSHA", scripts.sha(script), *words)


async def _ask(link: Link, *words: Any) -> Any:
    await link.send_command(*words)
    return await link.read_response()


async def _closed(link: Link) -> None:
    try:
        await link.disconnect()
    except (exceptions.RedisError, OSError):
        await link.disconnect(nowait=True)
