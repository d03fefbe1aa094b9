"""Wrong settings, and a Redis that is not there."""

import time
from typing import Any

import pytest
from celery.bin.celery import celery
from click.testing import CliRunner
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.tasks import default_task_backend

from leased_tasks.celery.application import app_for, level_of
from leased_tasks.celery.options import CeleryOptions
from leased_tasks.celery.worker import worker_app
from leased_tasks.errors import Unavailable
from leased_tasks.limits import ConcurrencyLimit
from tests.celery import jobs
from tests.celery.conftest import free_port


def use(settings, options, **more):
    backend = {"BACKEND": "leased_tasks.celery.CeleryBackend", "OPTIONS": options}
    settings.TASKS = {"default": backend, **more}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "broker_url"),
        ({"broker_url": "amqp://localhost"}, "broker_url"),
        ({"broker_url": "redis://localhost", "visibility": 3}, "visibility"),
    ],
)
def test_wrong_options_are_named(settings, options, words):
    use(settings, options)
    [found] = default_task_backend.check()
    assert isinstance(found, Error)
    assert words in found.msg
    with pytest.raises(ImproperlyConfigured, match=words):
        jobs.echo.enqueue()


def test_good_options_are_silent(settings):
    use(settings, {"broker_url": "redis://localhost"})
    assert default_task_backend.check() == []


def test_an_enqueue_gives_up_soon_when_redis_is_away(settings):
    use(settings, {"broker_url": f"redis://127.0.0.1:{free_port()}/0", "producer_deadline": 0.5})
    began = time.monotonic()
    with pytest.raises(Unavailable):
        jobs.echo.enqueue()
    with pytest.raises(Unavailable):
        default_task_backend.get_result("default.0")
    assert time.monotonic() - began < 3


def test_aliases_with_the_same_options_share_an_app(settings):
    options: dict[str, Any] = {
        "broker_url": "redis://localhost/1",
        "conf": {"worker_max_tasks_per_child": 9},
    }
    backend = {"BACKEND": "leased_tasks.celery.CeleryBackend", "OPTIONS": options}
    use(
        settings,
        options,
        emails=backend | {"QUEUES": ["emails"]},
        elsewhere=backend | {"OPTIONS": {"broker_url": "redis://localhost/2"}, "QUEUES": ["far"]},
        local={"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    )
    app = worker_app()
    assert [queue.name for queue in app.conf.task_queues] == ["default", "emails"]
    assert app.conf.worker_max_tasks_per_child == 9
    assert app is app_for(CeleryOptions(**options), patient=True)


def test_the_worker_of_another_alias_is_chosen_by_a_variable(settings, monkeypatch):
    backend = {"BACKEND": "leased_tasks.celery.CeleryBackend", "QUEUES": ["far"]}
    far = backend | {"OPTIONS": {"broker_url": "redis://localhost/2"}}
    use(settings, {"broker_url": "redis://localhost/1"}, far=far)
    monkeypatch.setenv("LEASED_TASKS_ALIAS", "far")
    assert worker_app().conf.broker_url == "redis://localhost/2"
    monkeypatch.setenv("LEASED_TASKS_ALIAS", "nowhere")
    with pytest.raises(ImproperlyConfigured, match="nowhere"):
        worker_app()


def test_without_the_backend_there_is_no_worker(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    said = CliRunner().invoke(celery, ["-A", "leased_tasks.celery", "worker"])
    assert said.exit_code != 0
    assert "TASKS has no CeleryBackend" in f"{said.output}{said.exception}"


def test_what_celery_does_not_keep_is_said(settings, caplog):
    use(settings, {"broker_url": "redis://localhost"})
    jobs.echo.using(unique=True, concurrency=ConcurrencyLimit(1))
    assert "jobs.echo: Celery does not keep unique, concurrency" in caplog.text


def test_priorities_become_ten_levels():
    levels = [level_of(priority) for priority in range(100, -101, -1)]
    assert levels == sorted(levels)
    assert set(levels) == set(range(10))
    assert level_of(0) == 4
