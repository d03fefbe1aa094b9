"""The measured systems: how a worker of each is started, and how fast it roughly is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["noop", "nap"]
KINDS: dict[Kind, str] = {"noop": "no-op", "nap": "sleep of 5 ms"}
Commands = Callable[[Kind, int], list[str]]
OURS = "leased_tasks"


@dataclass(frozen=True)
class System:
    """One task system.

    Attributes:
        module: its tasks, in `benchmarks/tasks/inside`.
        flavour: of the measured functions: "async" or "sync".
        command: the worker's words for a kind of task and a number of processes.
        forks: its command starts several processes itself, else the command runs several times.
        rates: tasks a second of one process on a fast machine, to size the runs.
        remark: what the settings are, for the foot of the table.
    """

    name: str
    module: str
    flavour: str
    command: Commands
    forks: bool
    rates: dict[Kind, int]
    remark: str
    needs_postgres: bool = False

    @property
    def uses_django(self) -> bool:
        """Whether it is a backend of `django.tasks`."""
        return self.module in {"leased_system", "django_system"}

    def commands(self, kind: Kind, processes: int) -> list[list[str]]:
        """The commands that together are `processes` worker processes."""
        if self.forks:
            return [self.command(kind, processes)]
        return [self.command(kind, 1) for _ in range(processes)]


def _leased(kind: Kind, processes: int) -> list[str]:
    return [
        *("python", "-m", "django", "tasks_worker", "--queues", "default"),
        *("--concurrency", "100", "--processes", str(processes)),
    ]


def _dramatiq(kind: Kind, processes: int) -> list[str]:
    # Threads also size its prefetch: with the usual 8 a no-op waits for Redis, at half the rate.
    return ["dramatiq", f"{INSIDE}.dramatiq_system", "-p", str(processes), "-t", "32"]


def _huey(kind: Kind, processes: int) -> list[str]:
    threads = "4" if kind == "noop" else "32"
    return ["huey_consumer", f"{INSIDE}.huey_system.huey", "-k", "thread", "-w", threads, "-q"]


def _celery(kind: Kind, processes: int) -> list[str]:
    pool = ["-P", "solo"] if kind == "noop" else ["-P", "threads", "-c", "32"]
    return [
        *("celery", "-A", f"{INSIDE}.celery_system", "worker", "-l", "warning", "-n", "w%i@%h"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", *pool),
    ]


def _taskiq(kind: Kind, processes: int) -> list[str]:
    return [
        *("taskiq", "worker", f"{INSIDE}.taskiq_system:broker", "-w", str(processes)),
        *("--max-async-tasks", "100", "--log-level", "WARNING"),
    ]


def _django_redis(kind: Kind, processes: int) -> list[str]:
    return ["python", "-m", "django", "run_redis_tasks", "--continuous", "-v", "0"]


def _django_db(kind: Kind, processes: int) -> list[str]:
    words = ["db_worker", "--no-startup-delay", "--interval", "0.05", "-v", "0"]
    return ["python", "-m", "django", *words]


INSIDE = "benchmarks.tasks.inside"
SYSTEMS = [
    System(OURS, "leased_system", "async", _leased, forks=True,
           rates={"noop": 5000, "nap": 4000}, remark="leases, results, retries, all features on"),
    System("dramatiq", "dramatiq_system", "sync", _dramatiq, forks=True,
           rates={"noop": 4000, "nap": 4000}, remark="results off"),
    System("huey", "huey_system", "sync", _huey, forks=False,
           rates={"noop": 4600, "nap": 3000}, remark="blocking pop, None not stored"),
    System("celery", "celery_system", "sync", _celery, forks=False,
           rates={"noop": 1200, "nap": 1000}, remark="results ignored, early ack, prefetch 64"),
    System("taskiq", "taskiq_system", "async", _taskiq, forks=True,
           rates={"noop": 3400, "nap": 3400}, remark="list broker (no ack), no results"),
    System("django-tasks-redis", "django_system", "sync", _django_redis, forks=False,
           rates={"noop": 800, "nap": 160}, remark="as it comes"),
    System("django-tasks-db", "django_system", "sync", _django_db, forks=False,
           rates={"noop": 200, "nap": 100}, remark="on PostgreSQL, flushing to disk",
           needs_postgres=True),
]  # fmt: skip
