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
FOR_FEW = re.compile(r"/vendor/|/api/v1/(audit|coupons|orders|review-queue|staff|vendor-parts)/")
# What is not here answers a guest with 401; login and refresh do so by themselves.
OPEN_TO_ALL = {
    "GET /api/v1/categories/",
    "GET /api/v1/places/states/",
    "GET /api/v1/places/states/{state}/lgas/",
    "GET /api/v1/products/",
    "GET /api/v1/products/{slug}/",
    "GET /api/v1/products/{slug}/related/",
    "GET /api/v1/products/{slug}/reviews/",
    "GET /api/v1/vendors/",
    "GET /api/v1/vendors/{slug}/",
    "GET /api/v1/wishlist/",
    "PUT /api/v1/wishlist/{product_id}/",
    "DELETE /api/v1/wishlist/{product_id}/",
    "POST /api/v1/wishlist/{product_id}/move/",
    "GET /api/v2/wishlist",
    "GET /api/v2/cart",
    "GET /api/v2/categories/",
    "GET /api/v2/products/",
    "GET /api/v2/products/facets/",
    "GET /api/v2/products/search/",
    "GET /api/v2/products/{slug}/reviews",
    "GET /api/v2/products/{slug}/",
    "GET /api/v2/products/{slug}/related/",
    "GET /api/v2/suggest/",
    "POST /api/v1/auth/email/verify/",
    "POST /api/v1/auth/logout/",
    "POST /api/v1/auth/password/reset/",
    "POST /api/v1/auth/register/",
    "POST /api/v2/cart/accept-changes",
    "POST /api/v2/cart/lines",
    "PATCH /api/v2/cart/lines/{variant_id}",
    "DELETE /api/v2/cart/lines/{variant_id}",
    "POST /api/v2/payments/webhooks/{gateway}",
}


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
    before = tables()
    for place, body in spoiled(example(operation.schema), operation.schema):
        answer = send(api, operation, token, body=body)
        told = f"{operation} {place}: {answer.status_code} {answer.content[:300]!r}"
        assert answer.status_code < 500, told
        after = tables()
        if answer.status_code >= 400:
            assert_problem(answer, told)
            assert after == before, told
        before = after


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
def test_half_a_document_from_a_guest_is_refused(api, operation: Operation) -> None:
    answer = send(api, operation, None, raw=b"{")
    assert 400 <= answer.status_code < 500, answer.content
    assert_problem(answer, str(operation))


@pytest.mark.parametrize("operation", ALL, ids=str)
def test_guests_are_asked_to_sign_in_wherever_it_is_not_open_to_all(
    api, operation: Operation
) -> None:
    body = example(operation.schema) if operation.schema else None
    answer = send(api, operation, None, body=body)
    assert (answer.status_code == 401) == (str(operation) not in OPEN_TO_ALL), answer.content


@pytest.mark.parametrize("operation", [one for one in ALL if FOR_FEW.search(one.path)], ids=str)
def test_buyers_get_nowhere_on_the_routes_of_vendors_and_staff(api, operation: Operation) -> None:
    token = access_token_for(UserId(UserFactory.create().pk))
    before = tables()
    answer = send(
        api, operation, token, body=example(operation.schema) if operation.schema else None
    )
    assert answer.status_code == 403, answer.content
    assert tables() == before
