"""The worker's last words: flushing must end."""

import asyncio
import signal
from contextlib import contextmanager

from leased_tasks import operations
from leased_tasks.operations import Ending
from leased_tasks.worker.settler import Settler
from tests.operators import jobs
from tests.operators.driving import worker_of


@contextmanager
def at_most(seconds):
    """Interrupt a loop that lets nothing else run; no asyncio timeout could."""

    def give_up(*_):
        raise AssertionError("it spins")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_flushing_ends_when_a_batch_has_just_been_settled(backend):
    async def flush_in_the_gap():
        source = worker_of(backend).sources[0]
        settler = Settler(source, lambda _ending, _accepted: None)

        async def settle():
            """Be done by the time of the flush, but not yet off the set."""

        task = asyncio.create_task(settle())
        settler._sending.add(task)
        task.add_done_callback(settler._sending.discard)
        await asyncio.sleep(0)
        assert task.done()
        assert settler._sending
        await settler.flush()
        assert not settler._sending

    with at_most(5):
        asyncio.run(flush_in_the_gap())


def test_an_ending_that_cannot_be_told_keeps_no_other_from_being_settled(backend):
    (odd, fine), told = [jobs.add.enqueue(number, 1) for number in range(2)], {}

    async def settle_both():
        source = worker_of(backend).sources[0]
        settler = Settler(source, lambda one, accepted: told.update({one.lease.id: accepted}))
        fetch = operations.fetch(source.keys, 2, "w", backend.settings)
        leases = (await source.connection.run(fetch)).leases
        delays = {odd.id: float("nan"), fine.id: 0.0}
        for lease in leases:
            settler.add(Ending(lease, "R", "path", "{}", delays[lease.id]))
        await settler.flush()
        await source.connection.close()

    asyncio.run(settle_both())
    assert told == {odd.id: False, fine.id: True}
