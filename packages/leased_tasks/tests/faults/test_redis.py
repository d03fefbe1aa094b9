"""Redis dies, fails over, moves slots, has no room."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from leased_tasks.errors import StoreFull, Unavailable
from tests.faults.conftest import LONG
from tests.faults.project import tasks

pytestmark = pytest.mark.faults


class Producer(threading.Thread):
    """Enqueues numbers one by one; what was not taken is tried again, as an outbox would."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.sent = 0
        self.refused = 0
        self.longest = 0.0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            began = time.monotonic()
            try:
                resend(self.sent)
                self.sent += 1
            except Unavailable:
                self.refused += 1
            self.longest = max(self.longest, time.monotonic() - began)
            time.sleep(0.002)


def resend(number: int) -> None:
    """Enqueue under a key: sent twice, it runs once while Redis remembers."""
    tasks.effect.using(idempotency_key=str(number)).enqueue(number)


@contextmanager
def production() -> Iterator[Producer]:
    producer = Producer()
    producer.start()
    try:
        yield producer
    finally:
        producer.ended.set()
        producer.join(30)


def settle(fleet, effects, producer: Producer) -> int:
    """Wait for all effects; send again what a failover lost unreplicated, and count that."""
    total, resent = producer.sent, 0

    def done() -> bool:
        return not effects.missing(total)

    try:
        fleet.until(done, 20)
    except AssertionError:
        for number in effects.missing(total):
            tasks.effect.enqueue(number)  # without a key: the lost one's may have survived
            resent += 1
        fleet.until(done, 60)
    assert effects.count() == (total, total)
    return resent


def under_fire(fleet, effects, what: Callable[[], float | None], times: int) -> None:
    fleet.start(2)
    outages = []
    with production() as producer:
        fleet.until(lambda: effects.count()[0] > 50, 60)
        for _ in range(times):
            began = effects.count()[0]
            outages.append(what() or 0.0)
            fleet.until(lambda began=began: effects.count()[0] > began + 50, 60)
    resent = settle(fleet, effects, producer)
    print(
        f"\n{times} times: {producer.sent} tasks, {producer.refused} refused at enqueue, "
        f"longest enqueue {producer.longest:.2f} s, {resent} sent again by the outbox's rule, "
        f"longest outage {max(outages):.1f} s, none lost, none doubled"
    )
    assert producer.longest < 3


def test_kill_minus_nine_of_redis_with_aof(standalone, fleet_for, effects):
    fleet, _ = fleet_for(standalone.options)

    def kill() -> float:
        standalone.server.kill()
        time.sleep(1)
        standalone.server.start()
        return 1.0

    under_fire(fleet, effects, kill, 10 if LONG else 2)


@pytest.mark.sentinel
def test_sentinel_failovers(sentinel, fleet_for, effects):
    fleet, _ = fleet_for(sentinel.options)

    def fail_over() -> float:
        old = sentinel.primary()
        began = time.monotonic()
        old.kill()
        sentinel.await_new_primary(old)
        took = time.monotonic() - began
        old.start()
        time.sleep(1.5)  # the sentinels make a replica of it
        return took

    under_fire(fleet, effects, fail_over, 20 if LONG else 2)


@pytest.mark.cluster
def test_cluster_nodes_die_and_slots_move(cluster, fleet_for, effects):
    fleet, backend = fleet_for(cluster.options)
    key = backend.keys("default").fixed[0]
    moves = 0

    def disturb() -> float:
        nonlocal moves
        moves += 1
        began = time.monotonic()
        if moves % 2:
            cluster.move(key, cluster.other_primary(key))
        else:
            old = cluster.primary_of(key)
            old.kill()
            cluster.await_new_primary(key, old)
            old.start()
        return time.monotonic() - began

    under_fire(fleet, effects, disturb, 20 if LONG else 2)


def test_a_full_redis_refuses_and_the_worker_lives(standalone, fleet_for, effects):
    fleet, _ = fleet_for(standalone.options)
    fleet.start(1)
    tasks.effect.enqueue(0)
    fleet.until(lambda: effects.count()[0] == 1, 30)
    standalone.server.ask("CONFIG", "SET", "maxmemory", "2mb")
    taken = 1
    try:
        with pytest.raises(StoreFull):
            for number in range(1, 20_000):
                tasks.effect.enqueue(number)
                taken += 1
    finally:
        standalone.server.ask("CONFIG", "SET", "maxmemory", "0")
    fleet.until(lambda: effects.count()[1] == taken, 60)
    assert effects.count() == (taken, taken)
    assert fleet.deaths == 0
