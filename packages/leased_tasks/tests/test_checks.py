"""System checks: settings always, servers on demand."""

import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from leased_tasks import checks
from leased_tasks.options import Options
from tests.servers.cluster import Cluster
from tests.servers.process import free_port
from tests.servers.sentinel import Sentinel
from tests.servers.standalone import Standalone

BACKEND = "leased_tasks.backend.LeasedTasksBackend"


def verdict(*words: str, **entry) -> str:
    """What `manage.py check` says."""
    said = StringIO()
    with override_settings(TASKS={"default": {"BACKEND": BACKEND, **entry}}):
        try:
            call_command("check", *words, stdout=said, stderr=said)
        except CommandError as error:
            return said.getvalue() + str(error)
    return said.getvalue()


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"OPTIONS": {"hots": 1}}, "E001"),
        ({"OPTIONS": {"mode": "sentinel", "nodes": [("a", 1)]}}, "E001"),
        ({"QUEUES": ["emails", "a{b}"]}, "E002"),
        ({"QUEUES": ["q" * 31]}, "E002"),
        ({"QUEUES": "emails"}, "E002"),
        ({"QUEUES": None}, "E002"),
        ({"QUEUES": [1, "emails"]}, "E002"),
        ({"OPTIONS": {"database": "replica"}}, "E003"),
        ({"OPTIONS": {"database": ["replica"]}}, "E001"),
        ({"OPTIONS": "redis://:hush@a"}, "E001"),
        ({"OPTIONS": None}, "E001"),
    ],
)
def test_wrong_settings_fail_the_check(entry, code: str) -> None:
    said = verdict(**entry)
    assert f"leased_tasks.{code}" in said
    assert "hush" not in said


def test_right_settings_pass_without_any_server() -> None:
    nobody = f"redis://127.0.0.1:{free_port()}"
    assert "no issues" in verdict(QUEUES=["emails", "a.b-c_1"], OPTIONS={"url": nobody})


@pytest.mark.parametrize(
    "line",
    [
        {"task": "nowhere.at_all", "every": 5},
        {"task": "tests.urls.urlpatterns", "cron": "* * * *"},
        {"every": 5},
        "tests.contract.jobs.first",
        {"task": "tests.contract.jobs.first", "every": "5"},
        {"task": "tests.contract.jobs.first", "every": 1e300},
        {"task": "tests.contract.jobs.first", "cron": 5},
        {"task": "tests.contract.jobs.first", "every": 5, "args": 5},
        {"task": "tests.contract.jobs.first", "every": 5, "kwargs": [5]},
        {"task": "tests.contract.jobs.first", "every": 5, "args": [{1}]},
    ],
)
def test_a_schedule_that_cannot_be_read_fails_the_check(line) -> None:
    with override_settings(TASKS_SCHEDULE={"nightly": line}):
        said = verdict()
    assert "leased_tasks.E004" in said
    assert "nightly" in said


@pytest.mark.parametrize("name", ["TASKS_SCHEDULE", "TASKS_RETRY_POLICY", "TASKS_MONITORING"])
@pytest.mark.parametrize("value", [None, 5, ["tidy"]])
def test_a_setting_that_is_no_dict_is_named(name: str, value) -> None:
    with override_settings(**{name: value}):
        assert f"{name} must be a dict" in verdict()


@pytest.mark.parametrize("path", ["no.such.module", "os", 5])
def test_a_context_that_cannot_be_carried_fails_the_check(path) -> None:
    with override_settings(TASKS_CONTEXT=path):
        assert "TASKS_CONTEXT must name a module" in verdict()


def test_notices_need_a_queue_that_is_declared() -> None:
    notices = {"failure_webhook_url": "https://a", "failure_webhook_queue": "nowhere"}
    with override_settings(TASKS_MONITORING=notices):
        assert "'nowhere'" in verdict()


def test_an_unknown_word_of_the_retry_policy_fails_the_check() -> None:
    with override_settings(TASKS_RETRY_POLICY={"retries": 3}):
        assert "leased_tasks.E004" in verdict()


@pytest.mark.parametrize("value", [-1, "3", None])
def test_a_number_of_retries_that_is_none_fails_the_check(value) -> None:
    with override_settings(TASKS_RETRY_POLICY={"default_retry_count": value}):
        said = verdict()
    assert "leased_tasks.E004" in said
    assert "default_retry_count" in said


def test_deploy_checks_ask_the_server(standalone: Standalone) -> None:
    assert "leased_tasks" not in verdict("--deploy", "--tag", "tasks", OPTIONS=standalone.options)
    standalone.server.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    standalone.server.ask("CONFIG", "SET", "appendonly", "no")
    try:
        said = verdict("--deploy", "--tag", "tasks", OPTIONS=standalone.options)
    finally:
        standalone.server.ask("CONFIG", "SET", "maxmemory-policy", "noeviction")
        standalone.server.ask("CONFIG", "SET", "appendonly", "yes")
    assert "leased_tasks.E102" in said
    assert "leased_tasks.E103" in said


def test_an_unreachable_server_is_a_warning() -> None:
    options = {"url": f"redis://127.0.0.1:{free_port()}", "password": "hush"}
    said = verdict("--deploy", "--tag", "tasks", OPTIONS=options)
    assert "leased_tasks.W101" in said
    assert "hush" not in said


def found(options, queues=("emails",)) -> set[str]:
    messages = checks.check_servers("default", queues, Options.parse(options))
    return {str(each.id).removeprefix("leased_tasks.") for each in messages}


def test_a_clock_that_is_off_is_told(
    standalone: Standalone, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 3600)
    assert found(standalone.options) == {"W106"}


@pytest.mark.cluster
def test_every_primary_with_a_queue_is_asked(cluster: Cluster) -> None:
    queues = [f"q{number}" for number in range(20)]
    assert found(cluster.options, queues) == set()
    node = cluster.primary_of("lt:{lt:default:q7}")
    node.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    try:
        assert found(cluster.options, queues) == {"E102"}
    finally:
        node.ask("CONFIG", "SET", "maxmemory-policy", "noeviction")
    host, port = node.address
    assert "E105" in found({"url": f"redis://{host}:{port}"})


@pytest.mark.sentinel
def test_sentinel_without_replicas_that_must_acknowledge(sentinel: Sentinel) -> None:
    assert found(sentinel.options) == {"W107"}
    primary = sentinel.primary()
    primary.ask("CONFIG", "SET", "min-replicas-to-write", "1")
    try:
        assert found(sentinel.options) == set()
    finally:
        primary.ask("CONFIG", "SET", "min-replicas-to-write", "0")
    replica = next(each for each in sentinel.servers if each is not primary)
    assert found({"url": f"redis://127.0.0.1:{replica.port}"}) == {"E108"}


def test_the_memory_policy_of_a_small_server(tmp_path: Path) -> None:
    small = Standalone(tmp_path / "small", appendonly="yes", maxmemory_policy="volatile-ttl")
    try:
        assert found(small.options) == {"E102"}
    finally:
        small.stop()
