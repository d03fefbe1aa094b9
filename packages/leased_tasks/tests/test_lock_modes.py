"""The lock in every mode, and while servers fail and slots move."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from leased_tasks.lock_calls import LockKeys
from leased_tasks.locks import LockNotAcquired, lock
from tests.servers.cluster import Cluster
from tests.servers.fixtures import Servers
from tests.servers.sentinel import Sentinel

KEY = LockKeys("lt", "report").holder


@pytest.fixture
def use(settings: Any) -> Callable[..., None]:
    def used(servers: Servers, **more: Any) -> None:
        backend = "leased_tasks.backend.LeasedTasksBackend"
        settings.TASKS = {"default": {"BACKEND": backend, "OPTIONS": servers.options | more}}

    return used


def assert_taken() -> None:
    with pytest.raises(LockNotAcquired), lock("report", wait=0):
        pass


def test_it_excludes_wakes_and_counts_in_every_mode(use, monkeypatch, servers: Servers) -> None:
    monkeypatch.setattr("leased_tasks.locks._LONGEST_PAUSE", 30)  # only the wake comes sooner
    use(servers, socket_timeout=60)
    with lock("report", ttl=60) as first:
        assert_taken()
        threading.Timer(0.3, first.release).start()
        begun = time.monotonic()
        with lock("report", wait=30) as second:
            assert time.monotonic() - begun < 10
            assert second.token > first.token


@pytest.mark.sentinel
def test_a_held_lock_outlives_a_failover(use, sentinel: Sentinel) -> None:
    use(sentinel)
    with lock("report", ttl=15) as held:
        old = sentinel.primary()
        assert_replicated(sentinel)
        old.kill()
        sentinel.await_new_primary(old)
        held.renew()
        assert_taken()
    with lock("report", wait=0) as later:
        assert later.token > held.token


def assert_replicated(sentinel: Sentinel) -> None:
    """A failover loses what no replica has: that is for the token, not for this test."""
    replicas = [each for each in sentinel.servers if each is not sentinel.primary()]
    end = time.monotonic() + 10
    while not all(each.ask("EXISTS", KEY) for each in replicas):
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.cluster
def test_a_held_lock_moves_with_its_slot(use, cluster: Cluster) -> None:
    use(cluster)
    with lock("report", ttl=60) as held:
        cluster.move(KEY, cluster.other_primary(KEY))
        assert_taken()
        held.renew()
    with lock("report", wait=0) as later:
        assert later.token > held.token


@pytest.mark.cluster
def test_who_waits_follows_the_slot_to_its_new_node(use, cluster: Cluster) -> None:
    use(cluster)
    with lock("report", ttl=60) as held:
        source = cluster.begin_move(KEY, target := cluster.other_primary(KEY))

        def finish() -> None:
            cluster.move_keys(KEY, source, target, 10)
            cluster.end_move(KEY, source, target)
            held.release()

        threading.Timer(0.5, finish).start()
        with lock("report", wait=20) as later:
            assert later.token > held.token
