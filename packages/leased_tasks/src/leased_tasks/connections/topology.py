"""Who serves a key, as far as we know: no input or output here, so that both drivers share it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from redis.crc import key_slot

from leased_tasks.connections.trouble import Deadline
from leased_tasks.options import Address, Options


class Topology(ABC):
    """What is known about the servers, whom to ask for news, and how to read the answer."""

    question: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._silent: set[Address] = set()

    @abstractmethod
    def address(self, key: str) -> Address | None:
        """Return the server to ask for a key; none if somebody must be asked first."""

    def sources(self) -> Sequence[Address]:
        """Return those who can answer `question`, the likeliest first."""
        return sorted(self._places(), key=lambda each: each in self._silent)

    def avoid(self, source: Address) -> None:
        """A source did not answer: ask the others first, until all have failed."""
        self._silent.add(source)
        if self._silent.issuperset(self._places()):
            self._silent.clear()

    def _places(self) -> Sequence[Address]:
        return ()

    @abstractmethod
    def learn(self, source: Address, answer: Any) -> bool:
        """Take in an answer; false if it does not help and the next source should be asked."""

    def forget(self, address: Address) -> None:  # noqa: B027 - a fixed address stays
        """A server failed: ask again before the next attempt."""

    def move(self, slot: int, address: Address) -> None:  # noqa: B027 - only slots move
        """A server said that another serves this slot."""


class OneServer(Topology):
    """Mode standalone: the server of the url, always."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self._address = options.address

    def address(self, key: str) -> Address:
        """Return the one server."""
        return self._address

    def learn(self, source: Address, answer: Any) -> bool:
        """Never asked."""
        return False


class Sentinels(Topology):
    """Mode sentinel: the primary that the sentinels agree on."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.question = ("SENTINEL", "GET-MASTER-ADDR-BY-NAME", options.service_name)
        self._sentinels = options.sentinels
        self._primary: Address | None = None

    def address(self, key: str) -> Address | None:
        """Return the primary."""
        return self._primary

    def _places(self) -> Sequence[Address]:
        return self._sentinels

    def learn(self, source: Address, answer: Any) -> bool:
        """Read `SENTINEL GET-MASTER-ADDR-BY-NAME`."""
        if not answer:
            return False
        self._primary = (_text(answer[0]), int(answer[1]))
        return True

    def forget(self, address: Address) -> None:
        """Ask the sentinels again."""
        if self._primary == address:
            self._primary = None


class Slots(Topology):
    """Mode cluster: the primary of each slot."""

    question = ("CLUSTER", "SLOTS")

    def __init__(self, options: Options) -> None:
        super().__init__()
        self._first = options.nodes
        self._slots: dict[int, Address] = {}
        self._known: list[Address] = []
        self._stale = True

    def address(self, key: str) -> Address | None:
        """Return the primary of the key's slot."""
        return None if self._stale else self._slots.get(slot_of(key))

    def _places(self) -> Sequence[Address]:
        return tuple(dict.fromkeys([*self._known, *self._first]))

    def learn(self, source: Address, answer: Any) -> bool:
        """Read `CLUSTER SLOTS`: [first, last, [host, port, …], replicas…] for each range."""
        if not answer:
            return False
        slots: dict[int, Address] = {}
        known: list[Address] = [source]
        for first, last, *nodes in answer:
            places = [(_text(node[0]) or source[0], int(node[1])) for node in nodes]
            slots |= dict.fromkeys(range(int(first), int(last) + 1), places[0])
            known += places
        self._slots, self._known, self._stale = slots, list(dict.fromkeys(known)), False
        return True

    def forget(self, address: Address) -> None:
        """Ask again, the node that failed last."""
        self._known.sort(key=lambda each: each == address)
        self._stale = True

    def move(self, slot: int, address: Address) -> None:
        """Note the new server; the rest of the map is asked for when it fails."""
        self._slots[slot] = address


def topology_of(options: Options) -> Topology:
    """Return the topology of the mode."""
    kinds: dict[str, Callable[[Options], Topology]] = {
        "standalone": OneServer,
        "sentinel": Sentinels,
        "cluster": Slots,
    }
    return kinds[options.mode](options)


def share_of(deadline: Deadline, sources: int, options: Options) -> float:
    """Return the seconds for the next of so many sources: a silent one must not use up all."""
    return max(0.01, min(options.connect_timeout, deadline.left() / sources))


def slot_of(key: str) -> int:
    """Return the cluster slot of a key."""
    return int(key_slot(key.encode()))


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value or "")
