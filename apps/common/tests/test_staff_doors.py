import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from apps.authentication.tests.factories import UserFactory
from apps.common.http.staff import staff_may

MAY = staff_may(GET="common.view_auditrecord")()


class Door(APIView):
    def get(self, request: Request) -> None: ...

    def post(self, request: Request) -> None: ...


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "may"), [("GET", True), ("HEAD", True), ("POST", False), ("OPTIONS", False)]
)
def test_a_method_that_names_no_permission_is_closed_even_to_a_superuser(method, may) -> None:
    request = Request(APIRequestFactory().generic(method, "/"))
    request.user = UserFactory.create(is_staff=True, is_superuser=True)
    assert MAY.has_permission(request, Door()) is may
