"""`/metrics` of a worker, in Prometheus' text format."""

from collections.abc import Mapping
from time import monotonic

from leased_tasks import inspection
from leased_tasks.connections.trouble import FAILED_ATTEMPTS
from leased_tasks.errors import Unavailable
from leased_tasks.inspection import Stats
from leased_tasks.worker.tally import BUCKETS, Histogram, Tally
from leased_tasks.worker.worker import Worker

_KIND = "text/plain; version=0.0.4; charset=utf-8"
_LONGEST_QUESTION = 1.0
_ENDED = {"S": "SUCCESSFUL", "F": "FAILED"}
_OF_ALL = "Counted in Redis over all workers, the same on each: take the max, not the sum."
_STATES = {
    "ready": "ready",
    "delayed": "delayed",
    "running": "leased",
    "waiting": "waiting",
    "dead": "dead",
}


async def metrics(worker: Worker) -> tuple[int, str, str]:
    """Answer with what this worker did and how its queues stand.

    Where Redis does not answer within a second, the queues are left out.
    """
    page = Exposition()
    _write_work(page, worker)
    _write_self(page, worker)
    _write_queues(page, await _ask_queues(worker))
    return 200, _KIND, page.text()


class Exposition:
    """Text in the making: families of samples, each with its help and its type."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def family(self, name: str, kind: str, text: str) -> None:
        """Begin a metric; its samples follow."""
        escaped = text.replace("\\", r"\\").replace("\n", r"\n")
        self._lines += (f"# HELP {name} {escaped}", f"# TYPE {name} {kind}")

    def sample(self, name: str, value: float, **labels: str) -> None:
        """Write one value."""
        pairs = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        self._lines.append(f"{name}{{{pairs}}} {value}" if pairs else f"{name} {value}")

    def histogram(self, name: str, histogram: Histogram, **labels: str) -> None:
        """Write the buckets, each with all that is below it, the sum and the number."""
        below = 0
        edges = [*map(str, BUCKETS), "+Inf"]
        for edge, count in zip(edges, histogram.counts, strict=True):
            below += count
            self.sample(f"{name}_bucket", below, **labels, le=edge)
        self.sample(f"{name}_sum", histogram.total, **labels)
        self.sample(f"{name}_count", below, **labels)

    def text(self) -> str:
        """Return all of it."""
        return "\n".join(self._lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _write_work(page: Exposition, worker: Worker) -> None:
    tally = worker.tally
    page.family("tasks_started_total", "counter", "Attempts that this worker began.")
    for (queue, path), count in sorted(tally.starts.items()):
        page.sample("tasks_started_total", count, queue=queue, task=path)
    _write_ends(page, tally)
    page.family("tasks_late_ack_total", "counter", "Endings refused: the lease was lost by then.")
    for source in worker.sources:
        page.sample("tasks_late_ack_total", tally.late[source.label], queue=source.label)
    page.family("tasks_duration_seconds", "histogram", "How long attempts ran in this worker.")
    for (queue, path), took in sorted(tally.durations.items()):
        page.histogram("tasks_duration_seconds", took, queue=queue, task=path)
    page.family("tasks_wait_seconds", "histogram", "How long tasks were ready before they began.")
    for queue, waited in sorted(tally.waits.items()):
        page.histogram("tasks_wait_seconds", waited, queue=queue)


def _write_ends(page: Exposition, tally: Tally) -> None:
    ends = sorted(tally.ends.items())
    page.family("tasks_finished_total", "counter", "Tasks that came to their end in this worker.")
    for (queue, path, verdict), count in ends:
        if status := _ENDED.get(verdict):
            page.sample("tasks_finished_total", count, queue=queue, task=path, status=status)
    page.family("tasks_retried_total", "counter", "Attempts that failed and are to be repeated.")
    for (queue, path, verdict), count in ends:
        if verdict == "R":
            page.sample("tasks_retried_total", count, queue=queue, task=path)


def _write_self(page: Exposition, worker: Worker) -> None:
    busy = len(worker.held)
    page.family("tasks_worker_slots", "gauge", "Tasks that this worker can run at once.")
    page.sample("tasks_worker_slots", busy, state="busy")
    page.sample("tasks_worker_slots", max(worker.limits.concurrency - busy, 0), state="free")
    page.family("tasks_worker_heartbeat_age_seconds", "gauge", "Since its leases were renewed.")
    age = monotonic() - worker.heartbeat.last_success
    page.sample("tasks_worker_heartbeat_age_seconds", round(age, 3))
    page.family("tasks_redis_errors_total", "counter", "Calls to Redis that failed once.")
    for alias in sorted({source.backend.alias for source in worker.sources}):
        page.sample("tasks_redis_errors_total", FAILED_ATTEMPTS[alias], backend=alias)


async def _ask_queues(worker: Worker) -> dict[str, Stats]:
    found = {}
    for source in worker.sources:
        call = inspection.stats(source.keys, source.backend.settings)
        try:
            found[source.label] = await source.connection.run(call, deadline=_LONGEST_QUESTION)
        except Unavailable:
            break  # the others would not answer either, and the scraper does not wait for ever
    return found


def _write_queues(page: Exposition, found: Mapping[str, Stats]) -> None:
    counters = {
        "tasks_enqueued_total": ("enqueued", "Tasks taken in."),
        "tasks_dead_total": ("dead", "Tasks that failed for good."),
        "tasks_lease_lost_total": ("lost", "Attempts whose worker never came back."),
    }
    for name, (counter, text) in counters.items():
        page.family(name, "counter", f"{text} {_OF_ALL}")
        for queue, stats in found.items():
            page.sample(name, stats.counters.get(counter, 0), queue=queue)
    page.family("tasks_queue_depth", "gauge", f"Tasks by state. {_OF_ALL}")
    for queue, stats in found.items():
        for ours, state in _STATES.items():
            page.sample("tasks_queue_depth", getattr(stats, ours), queue=queue, state=state)
    name = "tasks_oldest_ready_age_seconds"
    page.family(name, "gauge", f"How long the oldest ready task waits. {_OF_ALL}")
    for queue, stats in found.items():
        page.sample(name, stats.oldest_age, queue=queue)
