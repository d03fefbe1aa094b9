import pytest

from apps.authentication.tests.factories import UserFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "status"), [("GET", 200), ("HEAD", 200), ("POST", 405), ("OPTIONS", 403)]
)
def test_a_method_that_names_no_permission_is_closed_even_to_a_superuser(
    api, method, status
) -> None:
    boss = UserFactory.create(is_staff=True, is_superuser=True)
    assert api.request(method, "/api/v1/audit/", signed_in=boss).status_code == status
