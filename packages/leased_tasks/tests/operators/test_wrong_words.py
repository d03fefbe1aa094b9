"""Options that make no sense, and a Redis that says no: one sentence each, never a traceback."""

import socket

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("concurrency", 0),
        ("max_tasks", -5),
        ("drain", -1),
        ("drain", float("nan")),
        ("health_port", 65536),
        ("health_port", -1),
    ],
)
def test_a_worker_refuses_numbers_that_mean_nothing(option, value, backend):
    with pytest.raises(CommandError, match=f"--{option.replace('_', '-')} must be"):
        call_command("tasks_worker", **{option: value})


def test_a_worker_names_a_health_port_that_is_taken(backend):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"--health-port {port}: .*in use"):
            call_command("tasks_worker", health_port=port)


def test_a_list_of_no_lines_is_refused(backend):
    with pytest.raises(CommandError, match="--limit must be at least 1"):
        call_command("tasks_list", limit=0)


def test_a_database_that_the_server_has_not_is_one_sentence(backend, settings):
    options = settings.TASKS["default"]["OPTIONS"]
    url = f"{options['url'].rpartition('/')[0]}/99999"
    settings.TASKS = {"default": settings.TASKS["default"] | {"OPTIONS": {"url": url}}}
    with pytest.raises(CommandError, match="Redis refuses: DB index") as refused:
        call_command("tasks_stats")
    assert refused.value.returncode == 3
