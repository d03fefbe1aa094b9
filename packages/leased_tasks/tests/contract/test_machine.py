"""Random sequences of all queue operations on a real Redis, against a small model.

Checked after each step: no task is lost (each is in exactly one place that fits its status), never
two leases of one task, an old token settles nothing, priorities hold, a free slot leaves nobody
waiting. A lease "expires" by setting its deadline into the past, a delay likewise: Redis' own
time is what the scripts read, and no production code knows of the test.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.tasks import task_backends
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from leased_tasks import operations
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.entries import Entry
from leased_tasks.ids import new_task_id
from leased_tasks.operations import Ending, Lease
from tests.contract.watched import watched_scripts

PRIORITIES = some.sampled_from([-100, -1, 0, 1, 100])
MAX_LOSSES = 5
PLACES = ("ready", "delayed", "parked")


@dataclass
class Known:
    """What the model holds of one task."""

    priority: int
    place: str  # ready, delayed, leased, done
    key: bool = False
    attempt: int = 0
    losses: int = 0
    order: int = field(default=0)

    @property
    def is_suspect(self) -> bool:
        """Whether it runs apart from other suspects, and may be put off for that."""
        return self.losses >= 2


class Queue(RuleBasedStateMachine):
    """One queue; the model mirrors it."""

    leases = Bundle("leases")
    old_leases = Bundle("old_leases")

    @initialize()
    def begin(self) -> None:
        backend = task_backends["default"]
        assert isinstance(backend, LeasedTasksBackend)
        self.backend = LeasedTasksBackend(
            "default", {"OPTIONS": {**backend.options, "prefix": f"m{secrets.token_hex(6)}"}}
        )
        self.keys = self.backend.keys("default")
        self.redis = backend.connection.client
        self.connection = backend.connection
        self.model: dict[str, Known] = {}
        self.paused = False
        self.arrivals = 0

    def teardown(self) -> None:
        if hasattr(self, "keys"):
            for key in self.redis.scan_iter(match=f"{glob(self.keys.base)}:*", count=1000):
                self.redis.unlink(key)

    def at(self, place: str) -> str:
        return f"{self.keys.base}:{place}"

    def arrive(self, known: Known) -> None:
        self.arrivals += 1
        known.order, known.place = self.arrivals, "ready"

    def find(self, place: str, number: int) -> str | None:
        found = [each for each, known in self.model.items() if known.place == place]
        return found[number % len(found)] if found else None

    @rule(priority=PRIORITIES, delayed=some.booleans(), limited=some.booleans())
    def enqueue(self, priority: int, delayed: bool, limited: bool) -> None:
        task_id = new_task_id("default")
        entry = Entry(
            id=task_id,
            payload='{"f":"x","a":[],"k":{}}',
            priority=priority,
            run_after=2**42 if delayed else 0,
            extra='{"ck":"one","cl":1}' if limited else "",
        )
        for _ in range(2):  # the same call, sent again, changes nothing
            answer = self.connection.run(operations.enqueue(self.keys, [entry]))
            assert answer.ids == [task_id]
        known = self.model[task_id] = Known(priority, "delayed", limited)
        if not delayed:
            self.arrive(known)

    @rule(target=leases, count=some.integers(1, 4))
    def fetch(self, count: int):
        found = self.connection.run(
            operations.fetch(self.keys, count, "worker", self.backend.settings)
        )
        before = dict(self.model)
        self.check_order(found.leases, before, count)
        for lease in found.leases:
            known = self.model[lease.id]
            assert known.place == "ready", "only what is ready is handed out, and once"
            known.place, known.attempt = "leased", known.attempt + 1
            assert lease.attempt == known.attempt
        return multiple(*found.leases)

    def check_order(self, leases: Sequence[Lease], model: dict[str, Known], count: int) -> None:
        if self.paused:
            assert not leases
            return
        free = [
            each
            for each in sorted(
                (one for one, known in model.items() if known.place == "ready"),
                key=lambda one: (-model[one].priority, model[one].order),
            )
            if not (model[each].key or model[each].is_suspect)
        ]
        got = [lease.id for lease in leases if lease.id in free]
        assert got == free[: len(got)], "priority first, then arrival"
        assert len(leases) <= count

    @rule(
        lease=consumes(leases), verdict=some.sampled_from("SFRL"), delay=some.sampled_from([0, 99])
    )
    def settle(self, lease: Lease, verdict, delay: float) -> None:
        known = self.model[lease.id]
        held = known.place == "leased" and known.attempt == lease.attempt
        ending = Ending(lease, verdict, "path", f'{{"{secrets.token_hex(4)}":1}}', delay)
        call = operations.settle(self.keys, [ending], self.backend.settings)
        accepted = self.connection.run(call)
        if not held:
            back = verdict == "L" and known.attempt == lease.attempt and known.place != "done"
            assert accepted == [back], "an old token settles nothing"
            return
        assert accepted == [True]
        assert self.connection.run(call) == [True], "a repeat is no late finish"
        if verdict in "SF":
            known.place = "done"
        elif delay:
            known.place = "delayed"
        else:
            self.arrive(known)

    @rule(lease=leases)
    def heartbeat(self, lease: Lease) -> None:
        call = operations.heartbeat(self.keys, [lease.member], self.backend.settings)
        known = self.model[lease.id]
        held = known.place == "leased" and known.attempt == lease.attempt
        assert self.connection.run(call) == ([] if held else [lease.member])

    @rule(number=some.integers(0, 99))
    def expire(self, number: int) -> None:
        if not (chosen := self.find("leased", number)):
            return
        known = self.model[chosen]
        self.redis.zadd(self.at("lease"), {f"{chosen}:{known.attempt}": 1}, xx=True)
        found = self.connection.run(operations.fetch(self.keys, 0, "w", self.backend.settings))
        known.losses += 1
        buried = known.losses >= MAX_LOSSES
        assert [each[0] for each in found.buried] == ([chosen] if buried else [])
        if buried:
            known.place = "done"
        else:
            self.arrive(known)

    @rule(number=some.integers(0, 99))
    def come_due(self, number: int) -> None:
        if chosen := self.find("delayed", number):
            self.redis.zadd(self.at("delayed"), {chosen: 1}, xx=True)
            self.connection.run(operations.fetch(self.keys, 0, "w", self.backend.settings))
            self.arrive(self.model[chosen])

    @rule(place=some.sampled_from(["ready", "delayed", "leased", "done"]), number=some.integers(0))
    def cancel(self, place: str, number: int) -> None:
        if chosen := self.find(place, number):
            call = operations.cancel(self.keys, chosen, self.backend.settings)
            assert self.connection.run(call) == (place != "done")
            self.model[chosen].place = "done"

    @rule(place=some.sampled_from(["ready", "delayed", "leased", "done"]), number=some.integers(0))
    def requeue(self, place: str, number: int) -> None:
        if not (chosen := self.find(place, number)):
            return
        known = self.model[chosen]
        failed = self.redis.hget(self.at(f"t:{chosen}"), "s") == b"FAILED"
        waits = self.redis.zscore(self.at("delayed"), chosen) is not None
        moved = self.connection.run(operations.requeue(self.keys, chosen))
        assert moved == (waits or failed)
        if moved:
            known.losses = known.losses if waits else 0
            self.arrive(known)

    @rule()
    def pause_or_go_on(self) -> None:
        self.paused = not self.paused
        self.connection.run(operations.pause(self.keys, paused=self.paused))

    @invariant()
    def each_task_is_in_one_place(self) -> None:
        if not hasattr(self, "keys"):
            return
        ask = self.redis.pipeline(transaction=True)
        for place in (*PLACES, "lease", "cw:one"):
            ask.zrange(self.at(place), 0, -1)
        ask.smembers(self.at("cc:one"))
        ready, delayed, parked, leased, waiting, holders = (
            [each.decode() for each in answer] for answer in ask.execute()
        )
        by_place = {
            place: {i for i, k in self.model.items() if k.place == place}
            for place in ("ready", "delayed", "leased", "done")
        }
        put_off = {i for i in by_place["ready"] & set(delayed) if self.model[i].is_suspect}
        ready += put_off
        assert sorted(ready + parked) == sorted(by_place["ready"]), "none lost, none twice"
        assert sorted(parked) == sorted(waiting)
        assert sorted(delayed) == sorted(by_place["delayed"] | put_off)
        members = {f"{each}:{self.model[each].attempt}" for each in by_place["leased"]}
        assert sorted(leased) == sorted(members), "one live lease each"
        limited = {m for m in members if self.model[m.rpartition(":")[0]].key}
        assert set(holders) == limited
        assert len(limited) <= 1
        let_in = any(self.model[each].key for each in ready)
        assert not waiting or limited or let_in, "nobody waits before an open door"


def glob(text: str) -> str:
    return text.replace("{", "[{]").replace("}", "[}]")


def test_no_sequence_of_operations_loses_a_task(backend):
    steps = settings(
        max_examples=60,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    with watched_scripts():
        run_state_machine_as_test(Queue, settings=steps)
