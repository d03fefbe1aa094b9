"""Fixtures for every test."""

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import connection, transaction
from django.tasks import task_backends
from django.test import Client
from django.utils.module_loading import import_string
from structlog.contextvars import clear_contextvars


class Api:
    """A JSON client of both APIs over the whole middleware stack."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        signed_in: Any = None,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        content_type: str = "application/json",
    ) -> Any:
        sent = dict(headers or {})
        if signed_in is not None:
            token = import_string("apps.authentication.facade.access_token_for")(signed_in.pk)
            sent["Authorization"] = f"Bearer {token}"
        payload = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method, path, data=payload, content_type=content_type, headers=sent
        )

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.request("GET", path, **kwargs)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self.request("POST", path, body, **kwargs)

    def put(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self.request("PUT", path, body, **kwargs)

    def patch(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self.request("PATCH", path, body, **kwargs)

    def delete(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self.request("DELETE", path, body, **kwargs)


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def engine(settings: Any) -> Iterator[None]:
    """Tasks go to the real engine, under keys of this test alone; nobody runs them."""
    own = {"prefix": f"test-{secrets.token_hex(6)}"}
    tasks = import_string("backend.settings.tasks.TASKS")
    settings.TASKS = {
        alias: words | {"OPTIONS": words["OPTIONS"] | own} for alias, words in tasks.items()
    }
    backends: list[Any] = [task_backends[alias] for alias in tasks]
    yield
    client = backends[0].connection.client
    for key in client.scan_iter(match=f"lt:{{{own['prefix']}:*"):
        client.delete(key)
    for backend in backends:
        backend.connection.close()


@pytest.fixture(autouse=True)
def no_words_for_the_log() -> None:
    """Begin without a request id: a test that ran a delivery in this process left one."""
    clear_contextvars()


@pytest.fixture(autouse=True)
def empty_audit(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test has committed to the audit goes with it: Django's flush leaves that alone."""
    yield
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and (marker.args or marker.kwargs.get("transaction"))
    if is_marked or {"transactional_db", "live_server"} & set(request.fixturenames):
        with request.getfixturevalue("django_db_blocker").unblock():
            _empty_audit()


def _empty_audit() -> None:
    tables = ("common_auditrecord", "common_auditseal")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM common_auditrecord)")
        if not cursor.fetchone()[0]:
            return
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_append_only")
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER audit_append_only")
