"""What is wrong with the settings (asked always), and with the servers (asked on demand)."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's name
from redis import RedisError

from leased_tasks.connections import Connection
from leased_tasks.errors import Unavailable
from leased_tasks.ids import MAX_QUEUE_NAME, is_queue_name
from leased_tasks.keys import QueueKeys
from leased_tasks.options import Options, problems

_OLDEST = (6, 2)
_PATIENCE = 3.0  # seconds for one answer
_MOST_SKEW = 1.0  # seconds


def check_settings(alias: str, queues: object, options: Mapping[str, Any]) -> list[CheckMessage]:
    """Check one entry of `TASKS`; reaches no server."""
    where = f"TASKS[{alias!r}]: "
    return [
        *(Error(where + one, id="leased_tasks.E001") for one in problems(options)),
        *_faults_of_queues(where, queues),
        *_faults_of_database(where, options),
    ]


def _faults_of_queues(where: str, queues: object) -> list[CheckMessage]:
    if not isinstance(queues, (list, tuple, set, frozenset)):
        return [
            Error(f"{where}QUEUES must be a list of names, not {queues!r}.", id="leased_tasks.E002")
        ]
    return [
        Error(
            f"{where}queue {name!r} has no usable name.",
            hint=f"1 to {MAX_QUEUE_NAME} of A-Z a-z 0-9 _ . -",
            id="leased_tasks.E002",
        )
        for name in sorted(queues, key=str)
        if not (isinstance(name, str) and is_queue_name(name))
    ]


def _faults_of_database(where: str, options: object) -> list[CheckMessage]:
    name = options.get("database", "default") if isinstance(options, Mapping) else "default"
    if not isinstance(name, str) or name in settings.DATABASES:
        return []
    return [Error(f"{where}OPTIONS['database'] is no alias of DATABASES.", id="leased_tasks.E003")]


def check_servers(alias: str, queues: Collection[str], options: Options) -> list[CheckMessage]:
    """Check the servers which hold a backend's queues: reachable, safe, not too old."""
    connection = Connection(options, alias)
    bases = [QueueKeys(options.prefix, alias, queue).base for queue in queues or ["default"]]
    try:
        return [
            message
            for server in _servers(connection, bases)
            for message in _faults(f"Redis of TASKS[{alias!r}]", server, options)
        ]
    except (Unavailable, RedisError) as error:
        return [
            Warning(
                f"Redis of TASKS[{alias!r}] could not be asked: {error}",
                id="leased_tasks.W101",
            )
        ]
    finally:
        connection.close()


@dataclass(frozen=True)
class _Server:
    facts: Mapping[str, str]
    ahead: float  # seconds its clock is before ours


def _servers(connection: Connection, bases: Iterable[str]) -> Iterator[_Server]:
    seen = set()
    for base in bases:
        answer = connection.command("INFO", key=base, deadline=_PATIENCE)
        lines = answer.decode(errors="replace").splitlines()
        facts = dict(line.split(":", 1) for line in lines if ":" in line)
        if facts.get("run_id") not in seen:
            seen.add(facts.get("run_id"))
            yield _Server(facts, _ahead(connection, base))


def _ahead(connection: Connection, base: str) -> float:
    """Compare clocks; the way there and back is shared in halves."""
    before = time.time()
    seconds, micros = connection.command("TIME", key=base, deadline=_PATIENCE)
    return int(seconds) + int(micros) / 1e6 - (before + time.time()) / 2


def _faults(who: str, server: _Server, options: Options) -> Iterator[CheckMessage]:
    facts = server.facts
    policy, version = facts.get("maxmemory_policy", "noeviction"), facts.get("redis_version", "0")
    if policy != "noeviction":
        yield Error(
            f"{who} may throw tasks away: its maxmemory-policy is {policy}.",
            hint="CONFIG SET maxmemory-policy noeviction",
            id="leased_tasks.E102",
        )
    if facts.get("aof_enabled") == "0":
        yield Error(
            f"{who} keeps no append-only file: a crash loses tasks.",
            hint="appendonly yes; silence this where a managed service persists otherwise",
            id="leased_tasks.E103",
        )
    if tuple(int(part) for part in version.split(".")[:2]) < _OLDEST:
        yield Error(f"{who} is {version}; 6.2 or newer is needed.", id="leased_tasks.E104")
    yield from _faults_of_mode(who, facts, options)
    if abs(server.ahead) > _MOST_SKEW:
        yield Warning(
            f"The clock of {who} is {server.ahead:+.1f} s off ours.",
            hint="Leases and delays follow Redis' clock alone, so nothing breaks; logs mislead.",
            id="leased_tasks.W106",
        )


def _faults_of_mode(who: str, facts: Mapping[str, str], options: Options) -> Iterator[CheckMessage]:
    if (facts.get("cluster_enabled") == "1") != (options.mode == "cluster"):
        kind = "a cluster node" if facts.get("cluster_enabled") == "1" else "no cluster node"
        yield Error(f"{who} is {kind}, but mode is {options.mode!r}.", id="leased_tasks.E105")
    if options.mode == "standalone" and facts.get("role") == "slave":
        yield Error(f"{who} is a replica: it takes no writes.", id="leased_tasks.E108")
    if options.mode == "sentinel" and "min_slaves_good_slaves" not in facts:
        yield Warning(
            f"{who} takes writes that no replica has seen: a failover may lose them.",
            hint="min-replicas-to-write 1",
            id="leased_tasks.W107",
        )
