"""A name in a query that an address does not describe is refused, wherever something is read."""

import pytest

from apps.authentication.tests.factories import UserFactory
from tests.bad_input.operations import Operation, operations

pytestmark = pytest.mark.django_db
READS = [operation for operation in operations() if operation.method == "get"]


@pytest.mark.parametrize("operation", READS, ids=str)
def test_an_unknown_name_is_refused_and_named(api, operation: Operation) -> None:
    staff = UserFactory.create(is_superuser=True, is_staff=True)
    answer = api.get(f"{operation.address()}?pagesize=5", signed_in=staff)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid-input")
    assert list(problem["errors"]) == ["pagesize"]


def test_who_may_not_look_learns_nothing_of_the_names(api) -> None:
    for address in ("/api/v1/staff/products/", "/api/v2/vendor/dashboard/"):
        assert api.get(f"{address}?pagesize=5").status_code == 401


def test_every_odd_name_is_said_back_cut_short(api) -> None:
    long = "x" * 200
    errors = api.get(f"/api/v2/products/?{long}=1&brnad=zuri&brand=zuri").json()["errors"]
    assert errors.keys() == {"x" * 80, "brnad"}


def test_what_cannot_be_read_is_still_told_so(api) -> None:
    assert api.get("/api/v1/auth/login/?pagesize=5").status_code == 405
