"""Bad input against every endpoint: a 4xx problem with a stable code, and nothing changes."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection

from apps.authentication.contracts import UserId
from apps.authentication.facade import access_token_for
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.vendors.tests.factories import VendorFactory
from tests.bad_input.catalogue import BAD_PATH_VALUES, HORRORS, MASS_ASSIGNMENT, spoiled
from tests.bad_input.operations import Operation, example, operations

pytestmark = pytest.mark.django_db
ALL = operations()
WRITES = [operation for operation in ALL if operation.method != "get"]
WITH_BODY = [operation for operation in WRITES if operation.schema]
WITH_ID = [operation for operation in ALL if "{" in operation.path]
HEADERS = {"Idempotency-Key": "bad-input-test-key"}


@pytest.fixture
def seller() -> User:
    """An account that may do what buyers and vendors may do."""
    account: User = UserFactory.create()
    VendorFactory.create(owner=account)
    return account


@pytest.fixture
def token(seller: User) -> str:
    """The seller's access token; made once, since signing in writes rows."""
    return access_token_for(UserId(seller.pk))


def tables() -> dict[str, str]:
    """Digest every row of every table of ours, but the counter of sign-in tries."""
    names = [
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("apps.") and not model._meta.proxy
    ]
    digests = " UNION ALL ".join(
        f"SELECT '{name}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"  # noqa: S608 -- our own table names
        for name in sorted(set(names) - {"authentication_limit"})
    )
    with connection.cursor() as cursor:
        cursor.execute(digests)
        return dict(cursor.fetchall())


def send(
    api: Any, operation: Operation, token: str | None, *, path: str | None = None, **body: Any
) -> Any:
    for cache in caches.all(initialized_only=True):
        cache.clear()  # rate limits would hide what is asked here
    return api.request(
        operation.method.upper(),
        path or operation.address(),
        headers=HEADERS | ({"Authorization": f"Bearer {token}"} if token else {}),
        **body,
    )


def assert_problem(answer: Any, told: str) -> None:
    assert answer["Content-Type"] == "application/problem+json", told
    problem = answer.json()
    assert re.fullmatch(r"[a-z0-9-]+", problem["code"]), told
    assert problem["detail"], told
    assert problem["status"] == answer.status_code, told


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_json_horrors_are_refused(api, token, operation: Operation) -> None:
    before = tables()
    for name, raw in HORRORS.items():
        answer = send(api, operation, token, raw=raw)
        assert 400 <= answer.status_code < 500, f"{name}: {answer.status_code}"
        assert_problem(answer, name)
    answer = send(api, operation, token, raw=b"a=1", content_type="text/plain")
    assert answer.status_code == 415
    assert tables() == before


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_bad_values_never_break_anything(api, token, operation: Operation) -> None:
    assert operation.schema
    for place, body in spoiled(example(operation.schema), operation.schema):
        before = tables()
        answer = send(api, operation, token, body=body)
        told = f"{operation} {place}: {answer.status_code} {answer.content[:300]!r}"
        assert answer.status_code < 500, told
        if answer.status_code >= 400:
            assert_problem(answer, told)
            assert tables() == before, told


@pytest.mark.parametrize("operation", WITH_ID, ids=str)
def test_ids_that_lead_nowhere_are_refused(api, token, operation: Operation) -> None:
    before = tables()
    body = example(operation.schema) if operation.schema else None
    for value in (None, *BAD_PATH_VALUES):
        answer = send(api, operation, token, path=operation.address(value), body=body)
        told = f"{operation} {value}: {answer.status_code} {answer.content[:300]!r}"
        assert 400 <= answer.status_code < 500, told
        assert_problem(answer, told)
    assert tables() == before


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_nobody_can_promote_themselves(api, seller, token, operation: Operation) -> None:
    assert operation.schema
    body = example(operation.schema)
    if isinstance(body, dict):
        body = MASS_ASSIGNMENT | body
    answer = send(api, operation, token, body=body)
    assert answer.status_code < 500, answer.content
    seller.refresh_from_db()
    assert (seller.is_staff, seller.is_superuser, seller.is_active) == (False, False, True)


@pytest.mark.parametrize("operation", WRITES, ids=str)
def test_guests_get_no_further_than_4xx(api, operation: Operation) -> None:
    answer = send(api, operation, None, raw=b"{")
    assert 400 <= answer.status_code < 500, answer.content
    assert_problem(answer, str(operation))
