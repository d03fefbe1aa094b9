"""What is refused before anything reaches Redis."""

from datetime import UTC, datetime, timedelta

import django.tasks
import pytest
from django.tasks import task_backends
from django.tasks.exceptions import InvalidTask, InvalidTaskBackend

import leased_tasks
from leased_tasks import ConcurrencyLimit, RateLimit
from leased_tasks.errors import PayloadTooLarge
from tests.contract import jobs

DECORATORS = [django.tasks.task, leased_tasks.task]


@pytest.mark.parametrize("decorator", DECORATORS)
def test_both_decorators_make_the_same_task(decorator, backend):
    made = [decorator(jobs.first.func), decorator()(jobs.first.func)]
    assert made == [jobs.first, jobs.first]
    assert isinstance(made[0], leased_tasks.LeasedTask)


@pytest.mark.parametrize("decorator", DECORATORS)
def test_neither_takes_run_after(decorator, backend):
    with pytest.raises(TypeError):
        decorator(run_after=datetime.now(UTC))(jobs.first.func)


@pytest.mark.parametrize(
    "change",
    [
        {"priority": -101},
        {"priority": 101},
        {"priority": 3.1},
        {"priority": True},
        {"priority": "5"},
        {"run_after": "tomorrow"},
        {"run_after": timedelta(seconds=5)},
        {"queue_name": "unknown"},
        {"run_after": datetime(2026, 1, 1)},  # noqa: DTZ001 -- naive on purpose
    ],
)
def test_what_does_not_fit_is_refused(change, backend):
    with pytest.raises(InvalidTask):
        jobs.first.using(**change)


@pytest.mark.parametrize("name", ["a b", "x" * 31, "ü", "a:b", "{a}", ""])
def test_a_queue_name_that_no_id_can_hold_is_refused(name, backend):
    backend.queues.clear()  # any queue is allowed
    with pytest.raises(InvalidTask):
        jobs.first.using(queue_name=name)


def test_functions_that_are_not_of_a_module_are_refused(backend):
    for function in (any, lambda: None, backend.check):
        with pytest.raises(InvalidTask, match="module level"):
            django.tasks.task(function)


def test_a_context_needs_its_argument(backend):
    with pytest.raises(InvalidTask, match="context"):
        leased_tasks.task(takes_context=True)(jobs.first.func)


def test_an_isolated_coroutine_is_refused(backend):
    with pytest.raises(InvalidTask, match="isolated"):
        leased_tasks.task(isolated=True)(jobs.note.func)


@pytest.mark.parametrize(
    "own",
    [
        {"timeout": 0},
        {"timeout": -1},
        {"idempotency_window": 0},
        {"idempotency_window": 0.0001},
        {"timeout": float("nan")},
        {"timeout": "30"},
        {"retry": -1},
        {"retry": "3"},
        {"retry": 2.5},
        {"retry": True},
    ],
)
def test_numbers_that_mean_nothing_are_refused(own, backend):
    with pytest.raises(InvalidTask):
        jobs.first.using(**own)


@pytest.mark.parametrize(
    "own",
    [
        {"rate_limit": "10/s"},
        {"concurrency": 2},
        {"concurrency": 0},
        {"idempotency_key": 5},
        {"idempotency_key": ""},
        {"unique": 5},
        {"isolated": "yes"},
        {"on_commit": "no"},
    ],
)
def test_words_of_another_kind_are_refused_by_name(own, backend):
    (name,) = own
    with pytest.raises(InvalidTask, match=name):
        jobs.first.using(**own)


@pytest.mark.parametrize("make", [lambda: ConcurrencyLimit(0), lambda: RateLimit("1/s", burst=0)])
def test_limits_that_let_nobody_in_are_refused(make):
    with pytest.raises(ValueError, match="at least 1"):
        make()


@pytest.mark.parametrize(
    "wish",
    [
        {"retries": -1},
        {"retries": "3"},
        {"delay": -5},
        {"delay": float("nan")},
        {"longest": float("inf")},
        {"multiplier": None},
        {"jitter": 2},
    ],
)
def test_a_policy_that_cannot_be_reckoned_with_is_refused(wish):
    (name,) = wish
    with pytest.raises(ValueError, match=name):
        leased_tasks.RetryPolicy(**wish)


@pytest.mark.parametrize("after", ["5", float("nan"), float("inf"), 1e300, timedelta.max])
def test_a_wait_that_has_no_end_is_refused(after):
    with pytest.raises(ValueError, match="seconds"):
        leased_tasks.Retry(after=after)


async def test_it_is_validated_again_when_enqueued(backend):
    job = jobs.first.using(queue_name="emails")
    task_backends["default"].queues.discard("emails")
    with pytest.raises(InvalidTask):
        job.enqueue()
    with pytest.raises(InvalidTask):
        await job.aenqueue()


async def test_arguments_that_json_has_not_are_refused(backend):
    for argument in (datetime.now(UTC), object(), {1, 2}):
        with pytest.raises(TypeError, match="Unsupported type"):
            jobs.first.enqueue(argument)
        with pytest.raises(TypeError, match="Unsupported type"):
            await jobs.first.aenqueue({"deep": [argument]})


def test_arguments_too_large_are_refused(backend):
    jobs.first.enqueue("x" * (backend.settings.max_payload - 1000))
    with pytest.raises(PayloadTooLarge):
        jobs.first.enqueue("x" * backend.settings.max_payload)


def test_an_unknown_backend_is_refused(backend):
    with pytest.raises(InvalidTaskBackend):
        jobs.first.using(backend="unknown")
    assert jobs.first.using(backend="second").get_backend() is task_backends["second"]
