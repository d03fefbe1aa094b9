"""`/metrics` of a real worker process, read as Prometheus reads it."""

import re
import signal
import socket
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from leased_tasks.monitoring.prometheus import Exposition
from leased_tasks.queues import queue_named
from leased_tasks.worker.tally import Histogram
from tests.operators import jobs
from tests.operators.driving import all_finished, process
from tests.operators.test_inspection import tomorrow

NAMES = {
    "tasks_enqueued_total": "counter",
    "tasks_started_total": "counter",
    "tasks_finished_total": "counter",
    "tasks_retried_total": "counter",
    "tasks_dead_total": "counter",
    "tasks_lease_lost_total": "counter",
    "tasks_late_ack_total": "counter",
    "tasks_duration_seconds": "histogram",
    "tasks_wait_seconds": "histogram",
    "tasks_queue_depth": "gauge",
    "tasks_oldest_ready_age_seconds": "gauge",
    "tasks_worker_slots": "gauge",
    "tasks_worker_heartbeat_age_seconds": "gauge",
    "tasks_redis_errors_total": "counter",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scraped(port):
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        text = answer.read().decode()
    values = {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    return text, values


def value(values, name, **labels):
    return values[name, frozenset(labels.items())]


def wait_for(condition, seconds=30.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def answers(port):
    try:
        urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
    except URLError:
        return False
    return True


@pytest.fixture
def port(backend):
    port = free_port()
    words = ("tasks_worker", "--concurrency", "7", "--health-port", str(port), "--drain", "0")
    with process(backend, *words) as running:
        wait_for(lambda: answers(port))
        yield port
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0


def test_every_promised_name_is_there_with_its_type(backend, port):
    text, _ = scraped(port)
    types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
    assert types == NAMES
    assert set(re.findall(r"^# HELP (\S+) \S+", text, re.MULTILINE)) == set(NAMES)


def test_the_numbers_are_those_of_what_happened(backend, port):
    done = [jobs.add.enqueue(number, 1) for number in range(3)]
    failed, retried = jobs.fail.enqueue(), jobs.fail_for_now.enqueue()
    jobs.add.using(run_after=tomorrow()).enqueue(1, 1)
    queue = queue_named("default")
    wait_for(lambda: all_finished([*done, failed])() and queue.stats().delayed == 2)
    backend.pause("emails")
    jobs.add.using(queue_name="emails").enqueue(1, 1)
    _, values = scraped(port)
    add, q = "tests.operators.jobs.add", "default"
    assert value(values, "tasks_enqueued_total", queue=q) == 6
    assert value(values, "tasks_started_total", queue=q, task=add) == 3
    ends = {"queue": q, "task": add, "status": "SUCCESSFUL"}
    assert value(values, "tasks_finished_total", **ends) == 3
    ends = {"queue": q, "task": "tests.operators.jobs.fail", "status": "FAILED"}
    assert value(values, "tasks_finished_total", **ends) == 1
    path = "tests.operators.jobs.fail_for_now"
    assert value(values, "tasks_retried_total", queue=q, task=path) == 1
    assert value(values, "tasks_dead_total", queue=q) == 1
    depths = {
        state: value(values, "tasks_queue_depth", queue=q, state=state)
        for state in ("ready", "delayed", "leased", "waiting", "dead")
    }
    assert depths == {"ready": 0, "delayed": 2, "leased": 0, "waiting": 0, "dead": 1}
    assert value(values, "tasks_oldest_ready_age_seconds", queue="emails") > 0
    assert value(values, "tasks_worker_slots", state="free") == 7
    assert value(values, "tasks_worker_heartbeat_age_seconds") < 3
    assert value(values, "tasks_duration_seconds_count", queue=q, task=add) == 3
    assert value(values, "tasks_wait_seconds_count", queue=q) == 5
    assert value(values, "tasks_wait_seconds_bucket", queue=q, le="+Inf") == 5
    assert retried.id.startswith("default.")


def test_without_redis_the_worker_still_tells_of_itself(backend, port, standalone):
    standalone.server.stop()
    _, values = scraped(port)
    assert value(values, "tasks_worker_slots", state="free") == 7
    assert not any(name == "tasks_queue_depth" for name, _ in values)
    wait_for(lambda: value(scraped(port)[1], "tasks_redis_errors_total", backend="default") > 0)
    standalone.heal()


def test_labels_and_help_are_escaped():
    page = Exposition()
    page.family("a_total", "counter", 'says "hm"\nand \\ goes on')
    page.sample("a_total", 1, task='x"y\\z\n')
    (family,) = text_string_to_metric_families(page.text())
    assert family.documentation == 'says "hm"\nand \\ goes on'
    assert family.samples[0].labels == {"task": 'x"y\\z\n'}


def test_buckets_hold_all_that_is_below_them():
    histogram, page = Histogram(), Exposition()
    for seconds in (0.005, 0.006, 4000):
        histogram.observe(seconds)
    page.family("t", "histogram", "h")
    page.histogram("t", histogram)
    (family,) = text_string_to_metric_families(page.text())
    found = {sample.labels.get("le"): sample.value for sample in family.samples[:-2]}
    assert (found["0.005"], found["0.01"], found["3600"], found["+Inf"]) == (1, 2, 2, 3)
    assert family.samples[-2].value == pytest.approx(4000.011)
