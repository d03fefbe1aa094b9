"""Arguments and results come back exactly as JSON holds them."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from leased_tasks import operations
from leased_tasks.entries import encode
from leased_tasks.worker.attempts import arguments_for, read_payload, running_result
from tests.contract import jobs

ODD = [2**63, -(2**63), 2**53 + 1, 10**40, 1e-7, -0.0, 1e308, [], {}, "", "\0", "\ud800", "ü☃𝄞"]
ODD += [[[[]]], {"": {}}, {"a": [{}]}, None, True, False, 0, "]", "x" * 100_000, list(range(5000))]

json_values = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(some.characters(), max_size=20)
    | some.sampled_from(ODD),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.text(some.characters(), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def same(left: Any, right: Any) -> bool:
    """Whether both are equal, -0.0 and 1 versus 1.0 versus True included."""
    return json.dumps(left) == json.dumps(right) and left == right


@pytest.fixture(scope="module", autouse=True)
def no_leftovers():
    jobs.seen.clear()


def test_odd_values_pass_through_a_real_worker(drain):
    results = [jobs.echo_async.enqueue(value, named={"v": value}) for value in ODD]
    drain()
    for value, result in zip(ODD, results, strict=True):
        result.refresh()
        got = result.return_value
        assert same(got, {"args": [value], "kwargs": {"named": {"v": value}}}), value
        assert same(result.args, [value])


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.lists(json_values, max_size=3), some.dictionaries(some.text(), json_values, max_size=3))
def test_any_json_reaches_the_task_and_its_result(backend, args, kwargs):
    result = jobs.first.get_backend().enqueue(jobs.echo, args, kwargs)
    keys, options = backend.keys("default"), backend.settings
    (lease,) = backend.connection.run(operations.fetch(keys, 1, "w", options)).leases
    seen = running_result(lease, *read_payload(lease), backend.alias, "default")
    assert same(arguments_for(seen), args)
    assert same(seen.kwargs, kwargs)
    body = encode([args, kwargs])
    ending = operations.Ending(lease, "S", "path", body)
    assert backend.connection.run(operations.settle(keys, [ending], options)) == [True]
    stored = backend.get_result(result.id)
    assert same(stored.return_value, [args, kwargs])
    assert same([stored.args, stored.kwargs], [args, kwargs])
