"""What the machine of `test_machine.py` has no rules for: keys, rates, deletions."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.exceptions import ResponseError

from leased_tasks import RateLimit, inspection, operations, scripts
from leased_tasks.calls import Call
from leased_tasks.inspection import PURGEABLE
from tests.contract import jobs
from tests.contract.driving import drain
from tests.contract.watched import GUARD, watched_scripts


@pytest.fixture(autouse=True)
def watched(backend):
    with watched_scripts():
        yield


def test_the_guard_sees_a_key_met_too_late(backend):
    late = "redis.call('SET', KEYS[1], 1) return redis.call('GET', KEYS[1] .. ':other')"
    # Undone here: the fixture `monkeypatch` is older than `watched`, and would be undone after it.
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(ResponseError, match="after the first write"),
    ):
        patch.setattr(scripts, "source", lambda _name: GUARD + late)
        backend.connection.run(Call("late", backend.keys("default").fixed, [], bytes))


def test_limits_and_keys_are_met_before_the_first_write(backend):
    slow = jobs.first.using(rate_limit=RateLimit("50/s", burst=2), unique=True)
    results = [slow.enqueue(number) for number in range(6)]
    assert slow.enqueue(5).id == results[5].id
    results += [jobs.alone.enqueue() for _ in range(4)] + [jobs.idempotent.enqueue(1)]
    for result in results[3:5]:
        assert backend.cancel(result.id)
    drain(backend, until=lambda: not _waiting(backend))
    for result in results:
        result.refresh()
    assert sum(result.status == "SUCCESSFUL" for result in results) == len(results) - 2


def _waiting(backend):
    call = inspection.stats(backend.keys("default"), backend.settings)
    return (stats := backend.connection.run(call)).waiting + stats.delayed


@pytest.mark.parametrize("state", PURGEABLE)
def test_deletions_meet_all_keys_before_the_first_write(state, backend):
    keys, run = backend.keys("default"), backend.connection.run
    later = datetime.now(UTC) + timedelta(days=1)
    for number in range(3):
        jobs.alone.using(unique=True).enqueue(number)
        jobs.limited.using(rate_limit=RateLimit("1/d")).enqueue(number)
        jobs.unique.using(run_after=later).enqueue(number)
    run(operations.fetch(keys, 2, "w", backend.settings))
    run(operations.fetch(keys, 20, "w", backend.settings))
    failing = jobs.value_error.enqueue()
    (lease,) = run(operations.fetch(keys, 20, "w", backend.settings)).leases
    ending = operations.Ending(lease, "F", "path", "{}")
    assert run(operations.settle(keys, [ending], backend.settings)) == [True]
    assert lease.id == failing.id
    jobs.alone.using(unique=True, priority=-100).enqueue(9)
    assert run(inspection.purge(keys, state)).entries
