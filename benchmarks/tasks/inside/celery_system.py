"""Celery: sync tasks; results ignored, early acknowledgement, a high prefetch: its fast form."""

import os
import time

from celery import Celery

from benchmarks.tasks.inside import probe

app = Celery("bench", broker=os.environ["REDIS_URL"])
app.conf.update(
    task_ignore_result=True,
    worker_prefetch_multiplier=64,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_pool_limit=10,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
)


@app.task
def noop() -> None:
    """Do nothing."""
    probe.begin()
    probe.end()


@app.task
def nap() -> None:
    """Wait 5 ms."""
    probe.begin()
    time.sleep(0.005)
    probe.end()


@app.task
def stamp(number: int) -> None:
    """Say when it started."""
    probe.stamp(number)


TASKS = {"noop": noop, "nap": nap, "stamp": stamp}


def send(kind: str, *arguments: int) -> None:
    """Enqueue one."""
    TASKS[kind].delay(*arguments)
