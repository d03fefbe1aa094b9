"""Each fencing rule by itself, with as many callers at once as there may be.

Each of these went red when the line of the script named in it was taken out.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.tasks import TaskResultStatus

from leased_tasks import operations
from leased_tasks.errors import WorkerLost
from leased_tasks.operations import Ending
from leased_tasks.worker import schedule
from tests.contract import jobs

AT_ONCE = 12


def at_once(call):
    """Return what so many threads get, which begin at the same moment."""
    gate = Barrier(AT_ONCE)

    def run(number):
        gate.wait(20)
        return call(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.fixture
def ask(backend):
    keys, options = backend.keys("default"), backend.settings

    class Ask:
        def fetch(self, count=10, worker="w"):
            return backend.connection.run(operations.fetch(keys, count, worker, options)).leases

        def settle(self, lease, verdict="S", body="1"):
            ending = Ending(lease, verdict, "path", body)
            return backend.connection.run(operations.settle(keys, [ending], options))[0]

        def beat(self, lease):
            return backend.connection.run(operations.heartbeat(keys, [lease.member], options))

        def expire(self, lease):
            backend.connection.client.zadd(f"{keys.base}:lease", {lease.member: 1}, xx=True)
            self.fetch(0)

    return Ask()


def test_a_task_is_leased_once_however_many_ask(backend, ask):
    backend.enqueue_many(jobs.first, [((n,), {}) for n in range(40)])
    got = [lease.member for leases in at_once(lambda _: ask.fetch(5)) for lease in leases]
    assert len(got) == len(set(got)) == 40


def test_a_late_finish_is_refused_while_another_runs_the_task(backend, ask):
    """settle.lua: `if held[i] then` around the writes."""
    result = jobs.first.enqueue()
    (zombie,) = ask.fetch()
    ask.expire(zombie)
    assert ask.beat(zombie) == [zombie.member]
    (second,) = ask.fetch(worker="w2")
    assert second.attempt == zombie.attempt + 1
    for verdict in "SFRL":
        assert ask.settle(zombie, verdict, '"zombie"') is False
    result.refresh()
    assert result.status == TaskResultStatus.RUNNING
    assert ask.settle(second, "S", '"right"')
    assert ask.settle(zombie, "S", '"zombie"') is False
    result.refresh()
    assert (result.return_value, result.worker_ids) == ("right", ["w", "w2"])


def test_of_many_finishes_of_one_attempt_one_counts(backend, ask):
    jobs.first.enqueue()
    (lease,) = ask.fetch()
    accepted = at_once(lambda number: ask.settle(lease, "S", str(number)))
    assert sum(accepted) == 1
    stored = int(
        backend.connection.client.hget(f"{backend.keys('default').base}:t:{lease.id}", "r")
    )
    assert accepted[stored]


def test_a_lease_is_taken_back_once_however_many_keep_house(backend, ask):
    backend.enqueue_many(jobs.first, [((n,), {}) for n in range(30)])
    leases = ask.fetch(30)
    client, base = backend.connection.client, backend.keys("default").base
    client.zadd(f"{base}:lease", {lease.member: 1 for lease in leases}, xx=True)
    again = [lease for leases in at_once(lambda _: ask.fetch(10)) for lease in leases]
    assert sorted(lease.id for lease in again) == sorted(lease.id for lease in leases)
    assert {lease.attempt for lease in again} == {2}
    losses = {client.hget(f"{base}:t:{lease.id}", "l") for lease in leases}
    assert losses == {b"1"}


def test_unique_holds_against_many_at_once(backend):
    """enqueue.lua: `{'ik', 'uq'}` without 'uq'."""
    assert len({result.id for result in at_once(lambda _: jobs.unique.enqueue(7))}) == 1
    assert backend.connection.client.zcard(f"{backend.keys('default').base}:ready") == 1


def test_an_idempotency_key_holds_against_many_at_once(backend):
    """enqueue.lua: `{'ik', 'uq'}` without 'ik'."""
    assert len({result.id for result in at_once(jobs.idempotent.enqueue)}) == 1
    assert backend.connection.client.zcard(f"{backend.keys('default').base}:ready") == 1


def line(settings, **more):
    settings.TASKS_SCHEDULE = {"tick": {"task": "tests.contract.jobs.first", "every": 60, **more}}
    (scheduled,) = schedule.read_schedule()
    return scheduled


def test_a_tick_fires_once_over_many_workers(backend, settings):
    """enqueue.lua: `if last and tonumber(last) >= extra.ct then return '' end`."""
    now = datetime.now(UTC)
    workers = [line(settings) for _ in range(AT_ONCE)]
    assert not any(at_once(lambda n: workers[n].fire(now))), "first seen: no tick is made up"
    for minutes in (1, 2):
        later = now + timedelta(minutes=minutes)
        assert sum(at_once(lambda n, later=later: workers[n].fire(later))) == 1
    ready = backend.connection.client.zcard(f"{backend.keys('default').base}:ready")
    assert ready == 2


def test_after_a_long_silence_one_tick_is_made_up(backend, settings):
    now = datetime.now(UTC)
    assert not line(settings).fire(now)
    later = now + timedelta(days=3)
    fired = [line(settings).fire(later) for _ in range(3)]
    assert fired == [True, False, False]


def test_a_tick_whose_unique_task_still_waits_is_done_with(backend, settings, ask):
    now = datetime.now(UTC)
    one = line(settings, task="tests.contract.jobs.unique", args=[1])
    one.fire(now)
    assert one.fire(now + timedelta(minutes=1))
    assert not one.fire(now + timedelta(minutes=2))
    assert len(ask.fetch()) == 1
    assert not line(settings, task="tests.contract.jobs.unique", args=[1]).fire(
        now + timedelta(minutes=2)
    )


def test_no_more_hold_a_concurrency_slot_than_there_are(backend, ask):
    """fetch.lua: `if record.ck and holders[record.ck] >= tonumber(record.cl)`."""
    backend.enqueue_many(jobs.two_at_once, [((0,), {})] * 30)
    done = 0
    while done < 30:
        leases = [lease for found in at_once(lambda _: ask.fetch(3)) for lease in found]
        assert 1 <= len(leases) <= 2
        assert ask.fetch() == []
        assert all(ask.settle(lease) for lease in leases)
        done += len(leases)


def test_one_that_was_let_in_and_cancelled_keeps_nobody_outside(backend, ask):
    """cancel.lua: `leave_slot` only for a running task."""
    results = [jobs.alone.enqueue(number) for number in range(3)]
    (running,) = ask.fetch()
    assert ask.settle(running)
    assert backend.cancel(results[1].id)
    assert [lease.id for lease in ask.fetch()] == [results[2].id]


@pytest.mark.parametrize("how", ["cancel", "expire", "F", "R", "L"])
def test_every_way_out_gives_the_slot_back(backend, ask, how):
    jobs.alone.using(priority=1).enqueue("first")
    second = jobs.alone.enqueue("second")
    (held,) = ask.fetch()
    if how == "cancel":
        assert backend.cancel(held.id)
    elif how == "expire":
        ask.expire(held)
    else:
        assert ask.settle(held, how, "{}")
    found = ask.fetch() or ask.fetch()
    assert len(found) == 1
    assert ask.settle(found[0])
    if found[0].id != second.id:
        assert [lease.id for lease in ask.fetch()] == [second.id]


def test_a_waiting_room_of_any_size_empties(backend, ask):
    """fetch.lua: `room.size > last`, which was the size of the part that had been read."""
    backend.enqueue_many(jobs.limited, [((n,), {}) for n in range(350)])
    base, client = backend.keys("default").base, backend.connection.client
    started, end = 0, time.monotonic() + 15
    while started < 350:
        found = ask.fetch(400)
        started += len(found)
        assert all(ask.settle(lease) for lease in found)
        assert time.monotonic() < end, (started, client.zcard(f"{base}:parked"))
        time.sleep(0.6)  # long enough for a whole burst
    assert client.zcard(f"{base}:parked") == 0


def test_one_that_loses_worker_after_worker_is_buried(backend, ask):
    result = jobs.first.enqueue()
    for _ in range(backend.settings.max_losses):
        (lease,) = ask.fetch()
        ask.expire(lease)
    assert ask.fetch() == []
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert len(result.errors) == backend.settings.max_losses
    assert {error.exception_class for error in result.errors} == {WorkerLost}


def test_a_release_costs_no_try(backend, ask):
    jobs.first.enqueue()
    (lease,) = ask.fetch()
    assert ask.settle(lease, "L", "")
    (again,) = ask.fetch()
    assert (again.attempt, again.failures, again.errors) == (2, 0, b"[]")
