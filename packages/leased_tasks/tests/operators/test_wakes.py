"""An answer that is older than a marker must not put the queue to sleep."""

import asyncio
import time

from tests.operators import jobs
from tests.operators.driving import eventually, worker_of


def test_a_late_empty_answer_does_not_swallow_a_marker(backend):
    async def overtake():
        worker = worker_of(backend)
        source = next(each for each in worker.sources if each.queue == "default")
        run, held, asked = source.connection.run, asyncio.Event(), []

        async def slow(call, **how):
            answer = await run(call, **how)
            mine = call.keys == source.keys.fixed
            if call.script == "fetch" and call.arguments[0] and mine:
                asked.append(call)
                if len(asked) == 2:  # executed by now, heard after the marker
                    await held.wait()
            return answer

        vars(source.connection)["run"] = slow
        running = asyncio.create_task(worker.run())
        await eventually(lambda: len(asked) == 2 and source.idle.is_set(), running)
        began = time.monotonic()
        wake = worker._wake

        def woken(which):
            held.set()  # both answers came in one turn of the loop: this one is heard next
            wake(which)

        vars(worker)["_wake"] = woken
        result = await asyncio.to_thread(jobs.add.enqueue, 1, 1)

        def finished():
            result.refresh()
            return result.is_finished

        await eventually(finished, running)
        worker.stop()
        await running
        return time.monotonic() - began

    assert asyncio.run(overtake()) < 0.8
