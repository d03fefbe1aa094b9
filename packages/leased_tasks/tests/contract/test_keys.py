"""Keys that make two calls one: idempotency and uniqueness."""

import time
from datetime import UTC, datetime, timedelta

from django.tasks import TaskResultStatus

from tests.contract import jobs
from tests.contract.driving import eventually, finished, worker_of, working


def test_one_call_for_one_idempotency_key(backend, drain):
    results = [jobs.idempotent.enqueue(number) for number in range(3)]
    assert len({result.id for result in results}) == 1
    assert [result.args for result in results] == [[0]] * 3  # of the call that came first
    drain()
    again = jobs.idempotent.enqueue(3)
    assert (again.id, again.status, again.return_value) == (
        results[0].id,
        TaskResultStatus.SUCCESSFUL,
        0,
    )
    assert jobs.idempotent.using(idempotency_key="other").enqueue(4).id != again.id
    many = backend.enqueue_many(jobs.idempotent, [((n,), {}) for n in range(3)])
    assert {each.id for each in many} == {again.id}


def test_an_idempotency_window_ends_and_may_outlive_the_result(backend, drain):
    short = jobs.idempotent.using(idempotency_key="short", idempotency_window=0.05)
    first = short.enqueue(1)
    time.sleep(0.1)
    assert short.enqueue(2).id != first.id
    kept = jobs.idempotent.using(idempotency_key="kept").enqueue(1)
    backend.connection.client.delete(f"{backend.keys('default').base}:t:{kept.id}")
    assert jobs.idempotent.using(idempotency_key="kept").enqueue(1).id == kept.id


def test_unique_is_one_while_it_waits_and_no_longer(backend, drain):
    first = jobs.unique.enqueue(1)
    assert jobs.unique.enqueue(1).id == first.id
    assert jobs.unique.enqueue(2).id != first.id
    drain()
    assert jobs.unique.enqueue(1).id != first.id


def test_unique_may_name_what_is_compared(backend):
    ids = [jobs.unique_by_key.enqueue(number).id for number in range(4)]
    assert ids == [ids[0], ids[1], ids[0], ids[1]]


def test_a_unique_task_that_is_cancelled_makes_room(backend, drain):
    first = jobs.unique.enqueue(1)
    assert backend.cancel(first.id)
    second = jobs.unique.enqueue(1)
    assert second.id != first.id
    assert backend.requeue(first.id)
    drain(until=finished(first))
    assert jobs.unique.enqueue(1).id != second.id, "both have run"


def test_a_cancelled_unique_task_run_again_leaves_its_successor_unique(backend):
    first = jobs.unique.enqueue(1)
    backend.cancel(first.id)
    second = jobs.unique.using(run_after=datetime.now(UTC) + timedelta(hours=1)).enqueue(1)
    backend.requeue(first.id)
    with working(worker_of(backend)):
        eventually(finished(first))
    assert jobs.unique.enqueue(1).id == second.id


def test_a_unique_key_whose_task_is_gone_is_free(backend):
    first = jobs.unique.enqueue(1)
    backend.connection.client.delete(f"{backend.keys('default').base}:t:{first.id}")
    assert jobs.unique.enqueue(1).id != first.id


def test_keys_may_be_any_text(backend, drain):
    odd = jobs.unique.using(unique="\ud800 \0 ü {x}", idempotency_key="\udfff")
    assert odd.enqueue(1).id == odd.enqueue(2).id
    drain()
