"""One primary, two replicas, three sentinels that agree on a failover within two seconds."""

from pathlib import Path
from typing import Any

from tests.servers.process import Server, free_port, wait_until

SERVICE = "shop"


class Sentinel:
    """Mode sentinel. Kill or freeze `primary()`; `await_new_primary` tells when another rules."""

    def __init__(self, folder: Path) -> None:
        ports = [free_port() for _ in range(3)]
        first = ports[0]
        self.servers = [
            Server(folder / f"redis-{port}", _redis_settings(port, first), port=port)
            for port in ports
        ]
        self.sentinels = [
            Server(folder / f"sentinel-{n}", _sentinel_settings(first), sentinel=True)
            for n in range(3)
        ]
        for server in self.servers:
            server.start()
        self._await_replicas()
        for sentinel in self.sentinels:
            sentinel.start()
        wait_until(self._agree, "sentinels know each other and the replicas")
        self.options: dict[str, Any] = {
            "mode": "sentinel",
            "sentinels": [each.address for each in self.sentinels],
            "service_name": SERVICE,
        }

    def primary(self) -> Server:
        """The server that the first living sentinel names."""
        asked = next(each for each in self.sentinels if each.is_running())
        _, port = asked.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE)
        return next(each for each in self.servers if each.port == int(port))

    def await_new_primary(self, old: Server, seconds: float = 20) -> Server:
        """Wait until all living sentinels name another server, and that takes writes."""

        def ready() -> Server | None:
            new = self.primary()
            if new is old or new.ask("ROLE")[0] != b"master":
                return None
            return new if self._one_answer() else None

        return wait_until(ready, "failover", seconds)

    def heal(self) -> None:
        """All run, all replicas follow, no data."""
        for each in [*self.servers, *self.sentinels]:
            each.start()
        self._follow()
        wait_until(self._agree, "sentinels see all servers", 30)
        self.primary().ask("FLUSHALL")
        for server in self.servers:
            server.ask("SCRIPT", "FLUSH")

    def stop(self) -> None:
        for each in [*self.sentinels, *self.servers]:
            each.kill()

    def _follow(self) -> None:
        """Tell a returned primary its place; the sentinels would take ten seconds."""
        primary = wait_until(self.primary, "the sentinels name a primary")
        for server in self.servers:
            if server is not primary and server.ask("ROLE")[0] == b"master":
                server.ask("REPLICAOF", *primary.address)

    def _await_replicas(self) -> None:
        wait_until(lambda: len(self.servers[0].ask("ROLE")[2]) == 2, "replicas follow")

    def _one_answer(self) -> bool:
        question = ("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE)
        return len({tuple(s.ask(*question)) for s in self.sentinels if s.is_running()}) == 1

    def _agree(self) -> bool:
        primary = self.primary()
        follow = primary.ask("ROLE")[0] == b"master" and len(primary.ask("ROLE")[2]) == 2
        return follow and self._one_answer() and all(_knows_all(each) for each in self.sentinels)


def _knows_all(sentinel: Server) -> bool:
    facts = _facts(sentinel.ask("SENTINEL", "MASTER", SERVICE))
    replicas = [_facts(each) for each in sentinel.ask("SENTINEL", "REPLICAS", SERVICE)]
    fit = [each for each in replicas if each["flags"] == "slave"]
    return facts["num-other-sentinels"] == "2" and len(fit) == 2


def _facts(flat: Any) -> dict[str, str]:
    pairs = flat.items() if isinstance(flat, dict) else zip(flat[::2], flat[1::2], strict=True)
    return {_text(name): _text(value) for name, value in pairs}


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _redis_settings(port: int, first: int) -> dict[str, Any]:
    follow = {} if port == first else {"replicaof": f"127.0.0.1 {first}"}
    return {"appendonly": "yes", "maxmemory-policy": "noeviction", **follow}


def _sentinel_settings(first: int) -> dict[str, Any]:
    return {
        "sentinel monitor": f"{SERVICE} 127.0.0.1 {first} 2",
        "sentinel down-after-milliseconds": f"{SERVICE} 1000",
        "sentinel failover-timeout": f"{SERVICE} 4000",
        "sentinel parallel-syncs": f"{SERVICE} 2",
    }
