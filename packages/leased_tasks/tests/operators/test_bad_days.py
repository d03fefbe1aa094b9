"""A worker whose Redis is full, or gone while it is told to end; an ending that is told late."""

import asyncio
import signal

import pytest

from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.errors import StoreFull
from leased_tasks.worker.failures import Failure
from leased_tasks.worker.heartbeat import Heartbeat
from tests.contract.driving import eventually
from tests.operators import jobs
from tests.operators.driving import all_finished, process, work, work_while, worker_of


@pytest.fixture
def ask(backend):
    return backend.connection.client.execute_command


def test_a_full_redis_is_worked_empty(backend, ask):
    results = [jobs.add.enqueue(number, 1) for number in range(30)]
    results.append(jobs.rest.enqueue(1.5 * backend.settings.lease))
    ask("CONFIG", "SET", "maxmemory", "1")
    try:
        with pytest.raises(StoreFull):
            jobs.add.enqueue(1, 1)
        work(backend, all_finished(results))
    finally:
        ask("CONFIG", "SET", "maxmemory", "0")
    assert {(result.status, result.attempts) for result in results} == {("SUCCESSFUL", 1)}


def test_sigterm_ends_a_worker_whose_redis_is_gone(backend, standalone):
    running = jobs.rest.enqueue(60)
    with process(backend, "tasks_worker", "--drain", "0.5") as worker:
        eventually(lambda: backend.get_result(running.id).status == "RUNNING")
        standalone.server.kill()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0


def test_a_redis_that_refuses_keeps_no_goodbye_from_the_others(backend):
    missing = backend.options["url"].removesuffix("/0") + "/999"  # a server has 16 databases
    wrong = LeasedTasksBackend("wrong", {"OPTIONS": {**backend.options, "url": missing}})
    sources = [*worker_of(wrong).sources, *worker_of(backend).sources]
    lost: list[list[str]] = []
    heartbeat = Heartbeat("leaving", {}, lost.append, dict, sources)
    heartbeat._stopped.set()
    heartbeat.run()  # as the thread does, once it was told to end


def test_a_failure_is_told_though_the_heartbeat_saw_it_settled_first(backend):
    told: list[Failure] = []
    worker = worker_of(backend, on_failure=told.append)
    for source in worker.sources:
        vars(source.connection)["run"] = _overtaken(worker, source.connection.run)
    result = jobs.fail.enqueue()
    asyncio.run(work_while(worker, all_finished([result])))
    assert [failure.task_id for failure in told] == [result.id]


def _overtaken(worker, run):
    """Between Redis' answer and the settler's hearing it, a heartbeat misses the lease."""

    async def overtaken(call, **how):
        answer = await run(call, **how)
        if call.script == "settle":
            worker._give_up(list(worker.held))
        return answer

    return overtaken
