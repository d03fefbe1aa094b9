"""Which handler hears which event, and what it may publish in turn."""

import graphlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from apps.common.outbox.events import BadEvent, Event

type Effect[E: Event] = Callable[[E], None] | Callable[[E], Awaitable[None]]


class EventCycle(BadEvent):
    """Events that cause one another in a circle."""


@dataclass(frozen=True, slots=True)
class Handler:
    """One function that hears one event.

    Attributes:
        path: `module.function`; the name its deliveries are stored under.
        queue: None runs in the relay, in one transaction with the delivery; a name runs in a
            worker of that queue, outside of a transaction.
        publishes: the events it may cause.
    """

    path: str
    event: type[Event]
    function: Effect[Any]
    queue: str | None
    publishes: frozenset[type[Event]]


_HANDLERS: dict[str, Handler] = {}
_BY_EVENT: defaultdict[str, list[Handler]] = defaultdict(list)


def on[E: Event](
    event: type[E], *, queue: str | None = None, publishes: tuple[type[Event], ...] = ()
) -> Callable[[Effect[E]], Effect[E]]:
    """Register a handler.

    Args:
        event: what it hears.
        queue: for network or slow work: run in a worker, at least once; it must be repeatable.
        publishes: every event that the handler, or a service it calls, may publish. The graph
            of these is checked for cycles at start, and publishing another one raises.
    """

    def register(function: Effect[E]) -> Effect[E]:
        path = f"{function.__module__}.{function.__name__}"
        if path in _HANDLERS:
            raise BadEvent(f"{path} is registered twice")
        handler = Handler(path, event, function, queue, frozenset(publishes))
        _HANDLERS[path] = handler
        _BY_EVENT[event.name].append(handler)
        return function

    return register


def handlers_of(event: Event) -> list[Handler]:
    """Return the handlers of an event."""
    return _BY_EVENT[event.name]


def handler_at(path: str) -> Handler:
    """Return a handler by its stored name.

    Raises:
        BadEvent: the code has no such handler (any more).
    """
    try:
        return _HANDLERS[path]
    except KeyError as error:
        raise BadEvent(f"no handler {path}") from error


def queued_paths() -> list[str]:
    """Return the stored names of the handlers that run in workers."""
    return [handler.path for handler in _HANDLERS.values() if handler.queue]


def refuse_unknown_queues() -> None:
    """Check at start that every queue is one that workers serve.

    Raises:
        BadEvent: with the handler.
    """
    for handler in _HANDLERS.values():
        if handler.queue and handler.queue not in settings.QUEUES:
            raise BadEvent(f"{handler.path} names the unknown queue {handler.queue}")


def refuse_cycles() -> None:
    """Check at start that no event can cause itself.

    Raises:
        EventCycle: with the circle.
    """
    graph: dict[str, set[str]] = defaultdict(set)
    for handler in _HANDLERS.values():
        for caused in handler.publishes:
            graph[caused.name].add(handler.event.name)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        raise EventCycle(" <- ".join(error.args[1])) from error
