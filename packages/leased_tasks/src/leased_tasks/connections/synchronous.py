"""Calls for threads: producers, management commands, the heartbeat."""

import time
from collections.abc import Callable
from functools import cached_property
from typing import Any

from redis import exceptions

from leased_tasks import scripts
from leased_tasks.calls import Call
from leased_tasks.connections import trouble
from leased_tasks.connections.clients import Client, client_of, close_client
from leased_tasks.connections.links import Link, Links
from leased_tasks.connections.packing import arguments_of
from leased_tasks.connections.redirections import MOST_REDIRECTIONS, target_of
from leased_tasks.connections.topology import share_of, topology_of
from leased_tasks.connections.trouble import Deadline, Reporter
from leased_tasks.options import Address, Options


class Connection:
    """Redis in any mode, for threads. Make one per alias and process; it connects when needed.

    A call that got no answer is sent again, so a script may run twice: it must bear that.
    """

    def __init__(self, options: Options, alias: str = "default") -> None:
        self.options = options
        self._topology = topology_of(options)
        self._links = Links(options)
        self._asked = Links(options, sentinel=True) if options.mode == "sentinel" else self._links
        self._reporter = Reporter(alias)

    @cached_property
    def client(self) -> Client:
        """A plain redis-py client of the same servers, for SCAN, INFO and the like."""
        return client_of(self.options)

    def run[T](self, call: Call[T], *, deadline: float | None = None) -> T:
        """Make one script call: one round trip, where the server knows the script.

        Args:
            call: what an operation described.
            deadline: seconds for all attempts together; default `producer_deadline`.

        Raises:
            Unavailable: no answer in time; it may have run all the same. Its cause says why.
            StoreFull: Redis has no room.
            redis.ResponseError: the script itself failed; it is not tried again.
        """
        arguments = arguments_of(call, self.options.mode)
        answer = self._persist(
            call.keys[0], lambda link: _evaluate(link, call.script, arguments), deadline
        )
        return call.parse(answer)

    def command(self, *words: Any, key: str = "", deadline: float | None = None) -> Any:
        """Send one plain command to the primary that serves `key`; raises as `run` does."""
        return self._persist(key, lambda link: _ask(link, *words), deadline)

    def close(self) -> None:
        """Close what is open and idle; a later call opens anew."""
        self._links.close()
        self._asked.close()
        if client := self.__dict__.pop("client", None):
            close_client(client)

    def _persist(self, key: str, action: Callable[[Link], Any], seconds: float | None) -> Any:
        deadline = Deadline(self.options.producer_deadline if seconds is None else seconds)
        for pause in trouble.pauses(first=0.02, longest=0.5):
            try:
                answer = self._attempt(key, action, deadline)
            except Exception as error:
                if trouble.is_full(error):
                    raise trouble.store_full() from error
                if not trouble.passes(error):
                    raise
                self._reporter.trouble(error)
                if end := trouble.give_up(error, deadline):
                    raise end from error
                time.sleep(max(0, min(pause, deadline.left())))
            else:
                self._reporter.fine()
                return answer
        raise AssertionError("pauses never end")

    def _attempt(self, key: str, action: Callable[[Link], Any], deadline: Deadline) -> Any:
        address, asking = self._find(key, deadline), False
        for hops_left in reversed(range(MOST_REDIRECTIONS)):
            try:
                with self._links.borrowed(address, deadline) as link:
                    if asking:
                        _ask(link, "ASKING")
                    return action(link)
            except exceptions.AskError as error:
                if not hops_left:
                    self._topology.forget(address)
                    raise
                address, asking = target_of(error, address, self._topology)
            except Exception as error:
                if trouble.is_stale(error):
                    self._topology.forget(address)
                    self._links.drop(address)
                raise
        raise AssertionError("the last redirection raises")

    def _find(self, key: str, deadline: Deadline) -> Address:
        known = self._topology.address(key)
        if known:
            return known
        with self._links.learning:
            return self._topology.address(key) or self._learn(key, deadline)

    def _learn(self, key: str, deadline: Deadline) -> Address:
        failure: Exception | None = None
        sources = self._topology.sources()
        for number, source in enumerate(sources):
            share = Deadline(share_of(deadline, len(sources) - number, self.options))
            try:
                with self._asked.borrowed(source, share) as link:
                    answer = _ask(link, *self._topology.question)
            except (exceptions.RedisError, OSError) as error:
                self._asked.drop(source)
                self._topology.avoid(source)
                failure = error
                continue
            if self._topology.learn(source, answer) and (found := self._topology.address(key)):
                return found
        raise exceptions.ConnectionError("Nobody could say which server to ask.") from failure


def _evaluate(link: Link, script: str, arguments: list[Any]) -> Any:
    try:
        return _ask(link, "EVALSHA", scripts.sha(script), *arguments)
    except exceptions.NoScriptError:
        _ask(link, "SCRIPT", "LOAD", scripts.source(script))
        return _ask(link, "EVALSHA", scripts.sha(script), *arguments)


def _ask(link: Link, *words: Any) -> Any:
    link.send_command(*words)
    return link.read_response()
