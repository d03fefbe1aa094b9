"""Django's middleware on the loop: no hop to a thread for an API; pages as ever."""

from typing import Any

import pytest
from asgiref.sync import SyncToAsync, async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client, RequestFactory
from django.utils.module_loading import import_string


async def endpoint(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@pytest.fixture
def hops(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was sent to a thread since the test began."""
    seen: list[Any] = []
    real = SyncToAsync.__call__

    async def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(self.func)
        return await real(self, *args, **kwargs)

    monkeypatch.setattr(SyncToAsync, "__call__", counted)
    return seen


def through_all(path: str) -> HttpResponse:
    """The answer to one request after the whole stack, without views."""
    handler: Any = endpoint
    for name in reversed(settings.MIDDLEWARE):
        handler = import_string(name)(handler)
    answer: HttpResponse = async_to_sync(handler)(RequestFactory().get(path))
    return answer


def asked(client: AsyncClient, path: str) -> Any:
    return async_to_sync(client.get)(path)


def test_an_api_request_stays_on_the_loop(hops: list[Any]) -> None:
    assert through_all("/api/v2/anything").status_code == 200
    assert hops == []


def test_a_page_has_a_session_and_pays_for_it(hops: list[Any]) -> None:
    assert through_all("/anything").status_code == 200
    assert hops != []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v2/products", "/api/v1/catalogue/products/", "/"])
def test_headers_are_on_every_answer(path: str) -> None:
    answer = asked(AsyncClient(), path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert int(answer["Content-Length"]) == len(answer.content)


@pytest.mark.django_db
def test_an_api_knows_no_cookies() -> None:
    client = AsyncClient()
    asked(client, "/accounts/login/")
    assert client.cookies  # the page gave some
    assert not asked(client, "/api/v2/products").cookies


@pytest.mark.django_db
def test_a_strange_host_is_refused_by_an_api() -> None:
    assert Client().get("/api/v2/products", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused() -> None:
    client = AsyncClient(enforce_csrf_checks=True)
    answer = async_to_sync(client.post)("/cart/add", {"variant_id": "1"})
    assert answer.status_code == 403
