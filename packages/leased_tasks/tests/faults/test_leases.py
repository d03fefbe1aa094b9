"""Leases follow life, not age: long tasks, blocked loops, frozen workers, wrong clocks."""

import signal
import time

import pytest

from tests.faults.project import tasks

pytestmark = pytest.mark.faults

LEASE = 3.0


def test_a_live_task_of_three_leases_starts_once(standalone, fleet_for, effects):
    fleet, backend = fleet_for(standalone.options)
    fleet.start(2)
    result = tasks.slow.enqueue(1, 3 * LEASE)
    fleet.until(lambda: backend.get_result(result.id).is_finished, 60)
    assert effects.count("start") == (1, 1)
    assert backend.get_result(result.id).attempts == 1


def test_a_blocked_event_loop_keeps_its_leases(standalone, fleet_for, effects):
    fleet, backend = fleet_for(standalone.options)
    fleet.start(2)
    result = tasks.blocking.enqueue(1, 2.5 * LEASE)
    fleet.until(lambda: backend.get_result(result.id).is_finished, 60)
    assert effects.count("start") == (1, 1)


def test_a_frozen_worker_loses_its_task_and_its_late_finish_is_refused(
    standalone, fleet_for, effects
):
    fleet, backend = fleet_for(standalone.options)
    zombie = fleet.start(1)
    result = tasks.slow.enqueue(1, 1.5)
    fleet.until(lambda: effects.count("start")[0] == 1, 30)
    zombie.send_signal(signal.SIGSTOP)
    frozen = time.monotonic()
    second = fleet.start(1)
    fleet.until(lambda: effects.count("start")[0] == 2, LEASE + 15)
    taken_after = time.monotonic() - frozen
    fleet.until(lambda: backend.get_result(result.id).is_finished, 30)
    before = backend.get_result(result.id)
    zombie.send_signal(signal.SIGCONT)
    fleet.until(lambda: effects.count("end")[0] == 2, 30)
    time.sleep(1)
    after = backend.get_result(result.id)
    assert after.status == "SUCCESSFUL"
    assert after.return_value == second.pid
    assert (after.finished_at, after.attempts) == (before.finished_at, 2)
    print(f"\ntaken over {taken_after:.1f} s after the freeze, lease {LEASE} s")


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_worker_whose_clock_is_an_hour_off_changes_nothing(standalone, fleet_for, effects, hours):
    fleet, backend = fleet_for(standalone.options)
    fleet.start(1, FAULTS_CLOCK=str(hours * 3600))
    long = tasks.slow.enqueue(1, 2 * LEASE)
    fleet.until(lambda: effects.count("start")[0] == 1, 30)
    fleet.start(1)
    soon = tasks.slow.using(run_after=_in(2)).enqueue(2, 0)
    began = time.monotonic()
    fleet.until(lambda: backend.get_result(soon.id).is_finished, 30)
    assert 1.5 < time.monotonic() - began < 6
    fleet.until(lambda: backend.get_result(long.id).is_finished, 30)
    assert effects.count("start") == (2, 2)


def _in(seconds: float):
    from datetime import UTC, datetime, timedelta

    return datetime.now(UTC) + timedelta(seconds=seconds)


def test_recovery_after_kill_takes_a_lease_and_a_second(standalone, fleet_for, effects):
    fleet, _ = fleet_for(standalone.options)
    first = fleet.start(1)
    tasks.slow.enqueue(1, 60)
    fleet.until(lambda: effects.count("start")[0] == 1, 30)
    fleet.start(1)
    time.sleep(2)  # the other has started, and leases have been renewed
    first.kill()
    first.wait()
    killed = time.monotonic()
    fleet.processes.remove(first)
    fleet.until(lambda: effects.count("start")[0] == 2, 30, every=0.05)
    took = time.monotonic() - killed
    print(f"\nrun again {took:.2f} s after kill -9, lease {LEASE} s")
    assert took < LEASE + 1.5  # the half second is for this test's own looks
