"""Three primaries and three replicas; slots can be moved while calls run."""

from pathlib import Path
from typing import Any

from redis.crc import key_slot

from tests.servers.process import Server, free_port, wait_until

SLOTS = 16_384


class Cluster:
    """Mode cluster. `primary_of(key)` may be killed; `move` moves a slot, step by step or whole."""

    def __init__(self, folder: Path) -> None:
        self.servers = [_node(folder, free_port(bus=True)) for _ in range(6)]
        for server in self.servers:
            server.start()
        self._meet()
        self.options: dict[str, Any] = {
            "mode": "cluster",
            "nodes": [each.address for each in self.servers],
        }

    def primary_of(self, key: str) -> Server:
        """The server that serves the key's slot now, by the view of the living."""
        slot = key_slot(key.encode())
        asked = next(each for each in self.servers if each.is_running())
        for first, last, node, *_ in asked.ask("CLUSTER", "SLOTS"):
            if first <= slot <= last:
                return self._at(int(node[1]))
        raise AssertionError(f"slot {slot} is not served")

    def other_primary(self, key: str) -> Server:
        """A primary that does not serve the key."""
        own = self.primary_of(key)
        return next(s for s in self.servers if s is not own and s.ask("ROLE")[0] == b"master")

    def await_new_primary(self, key: str, old: Server, seconds: float = 20) -> Server:
        """Wait until a replica has taken the killed server's slots."""

        def ready() -> Server | None:
            new = self.primary_of(key)
            return new if new is not old and new.ask("ROLE")[0] == b"master" else None

        return wait_until(ready, "cluster failover", seconds)

    def move(self, key: str, target: Server) -> None:
        """Move the key's slot to another primary, as redis-cli --cluster reshard does."""
        source = self.begin_move(key, target)
        while self.move_keys(key, source, target, 10):
            pass
        self.end_move(key, source, target)

    def begin_move(self, key: str, target: Server) -> Server:
        """Open the slot at both ends; returns the source."""
        source, slot = self.primary_of(key), key_slot(key.encode())
        target.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", _id(source))
        source.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", _id(target))
        return source

    def move_keys(self, key: str, source: Server, target: Server, count: int) -> int:
        """Move up to `count` keys of the slot; returns how many."""
        keys = source.ask("CLUSTER", "GETKEYSINSLOT", key_slot(key.encode()), count)
        if keys:
            source.ask("MIGRATE", "127.0.0.1", target.port, "", 0, 5000, "KEYS", *keys)
        return len(keys)

    def end_move(self, key: str, source: Server, target: Server) -> None:
        """Close the slot: the target first, so that it is never nobody's."""
        primaries = [s for s in self.servers if s.is_running() and s.ask("ROLE")[0] == b"master"]
        rest = [each for each in primaries if each not in {source, target}]
        for server in [target, source, *rest]:
            server.ask("CLUSTER", "SETSLOT", key_slot(key.encode()), "NODE", _id(target))

    def heal(self) -> None:
        """All run, all slots served, no data."""
        for server in self.servers:
            server.start()
        wait_until(self._all_well, "the cluster is whole again", 30)
        for server in self.servers:
            if server.ask("ROLE")[0] == b"master":
                server.ask("FLUSHALL")
            server.ask("SCRIPT", "FLUSH")

    def stop(self) -> None:
        for each in self.servers:
            each.kill()

    def _at(self, port: int) -> Server:
        return next(each for each in self.servers if each.port == port)

    def _meet(self) -> None:
        primaries, replicas = self.servers[:3], self.servers[3:]
        for epoch, server in enumerate(self.servers, start=1):
            server.ask("CLUSTER", "SET-CONFIG-EPOCH", epoch)
        for number, server in enumerate(primaries):
            share = range(number * SLOTS // 3, (number + 1) * SLOTS // 3)
            server.ask("CLUSTER", "ADDSLOTS", *share)
        for server in self.servers[1:]:
            self.servers[0].ask("CLUSTER", "MEET", *server.address)
        wait_until(self._all_know_all, "nodes know each other")
        for primary, replica in zip(primaries, replicas, strict=True):
            replica.ask("CLUSTER", "REPLICATE", _id(primary))
        wait_until(self._all_well, "the cluster is whole")

    def _all_know_all(self) -> bool:
        return all(_fact(each, "cluster_known_nodes") == "6" for each in self.servers)

    def _all_well(self) -> bool:
        alive = [each for each in self.servers if each.is_running()]
        views = {str(min(each.ask("CLUSTER", "SLOTS"), key=str)[:2]) for each in alive}
        healthy = all(_fact(each, "cluster_state") == "ok" for each in alive)
        return healthy and len(views) == 1 and all(_serves(each) for each in alive)


def _serves(server: Server) -> bool:
    role = server.ask("ROLE")
    return bool(role[0] == b"master" or role[3] == b"connected")


def _fact(server: Server, name: str) -> str:
    answer = server.ask("CLUSTER", "INFO")
    facts = (
        answer
        if isinstance(answer, dict)
        else dict(line.split(":", 1) for line in answer.decode().split("\r\n") if ":" in line)
    )
    return str(facts[name])


def _id(server: Server) -> str:
    answer = server.ask("CLUSTER", "MYID")
    return answer.decode() if isinstance(answer, bytes) else str(answer)


def _node(folder: Path, port: int) -> Server:
    settings = {
        "cluster-enabled": "yes",
        "cluster-config-file": "nodes.conf",
        "cluster-node-timeout": 1500,
        "cluster-require-full-coverage": "no",
        "appendonly": "yes",
        "maxmemory-policy": "noeviction",
    }
    return Server(folder / f"node-{port}", settings, port=port)
