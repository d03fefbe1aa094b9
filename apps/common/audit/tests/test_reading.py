"""Staff read the audit, by the API and in the admin, and nobody else does."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client
from structlog.contextvars import bound_contextvars

from apps.authentication.tests.factories import UserFactory
from apps.common import audit
from apps.common.audit.models import AuditRecord
from apps.common.audit.selectors import audit_page
from apps.common.audit.testing import recorded
from apps.common.audit.tests.sealing import seal
from apps.common.ids import new_id

pytestmark = pytest.mark.django_db
LIST = "/api/v1/audit/"
ADMIN = "/admin/common/auditrecord/"


@pytest.fixture
def reader() -> Any:
    """Staff who may look at the audit and at nothing else."""
    staff = UserFactory.create(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_auditrecord"))
    return staff


def noted(action: str = "lamp.lit", **words: Any) -> AuditRecord:
    subject = f"lamp:{new_id()}"
    with transaction.atomic():
        audit.record(action, subject=subject, **{"actor_id": None, **words})
    (row,) = recorded(subject)
    return row


def ids(api: Any, reader: Any, **query: Any) -> list[str]:
    answer = api.get(f"{LIST}?{urlencode(query)}", signed_in=reader)
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_a_record_is_shown_whole(api, reader) -> None:
    actor = new_id()
    with bound_contextvars(request_id="request-7"):
        row = noted(
            actor_id=actor, before={"is_lit": False}, after={"is_lit": True}, reason="It was dark."
        )
    (shown,) = api.get(f"{LIST}?subject={row.subject}", signed_in=reader).json()["results"]
    at = shown.pop("at")
    assert at.endswith("Z")
    assert shown == {
        "id": str(row.pk),
        "action": "lamp.lit",
        "subject": row.subject,
        "actor_id": str(actor),
        "request_id": "request-7",
        "before": {"is_lit": False},
        "after": {"is_lit": True},
        "reason": "It was dark.",
    }


def test_the_list_is_narrowed(api, reader) -> None:
    actor, request_id = new_id(), new_id().hex
    with bound_contextvars(request_id=request_id):
        first = noted("lamp.put-out", actor_id=actor)
    second = noted("lamp.lit", actor_id=actor)
    one, two = str(first.pk), str(second.pk)
    assert ids(api, reader, actor_id=actor) == [two, one]
    assert ids(api, reader, actor_id=actor, action="lamp.lit") == [two]
    assert ids(api, reader, request_id=request_id) == [one]
    assert ids(api, reader, subject=second.subject) == [two]
    assert ids(api, reader, actor_id=actor, since=second.at.isoformat()) == [two]
    assert ids(api, reader, actor_id=actor, until=second.at.isoformat()) == [one]
    later = (second.at + timedelta(seconds=1)).isoformat()
    assert ids(api, reader, actor_id=actor, since=later) == []


def test_pages_follow_one_another(api, reader, settings) -> None:
    settings.PAGE_SIZE = 2
    actor = new_id()
    rows = [str(noted(actor_id=actor).pk) for _ in range(5)]
    seen, address = [], f"{LIST}?actor_id={actor}"
    while address:
        page = api.get(address, signed_in=reader).json()
        seen += [row["id"] for row in page["results"]]
        address = (page["next"] or "").removeprefix("http://testserver")
    assert seen == rows[::-1]


def test_a_page_is_one_statement(django_assert_num_queries) -> None:
    row = noted()
    with django_assert_num_queries(1):
        assert row in audit_page(subject=row.subject).rows


@pytest.mark.parametrize(
    "query",
    ["actor_id=x", "since=yesterday", "until=%00", "cursor=%00", "subject=" + "x" * 201],
)
def test_odd_filters_are_refused(api, reader, query: str) -> None:
    answer = api.get(f"{LIST}?{query}", signed_in=reader)
    assert answer.status_code == 422, answer.content


def test_the_audit_is_for_staff_with_the_permission(api) -> None:
    assert api.get(LIST).status_code == 401
    assert api.get(LIST, signed_in=UserFactory.create()).status_code == 403
    assert api.get(LIST, signed_in=UserFactory.create(is_staff=True)).status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_through_the_api(api, reader, method: str) -> None:
    assert getattr(api, method)(LIST, {}, signed_in=reader).status_code == 405


def test_staff_search_and_read_in_the_admin(reader) -> None:
    user = UserFactory.create(email="ada@example.com", name="Ada Obi")
    row, other = noted("lamp.put-out", actor_id=user.pk, reason="Bed time"), noted()
    seal()
    client = Client()
    client.force_login(reader)
    for query in (f"q={row.subject}", f"q={user.pk}", "action=lamp.put-out"):
        shown = client.get(f"{ADMIN}?{query}").text
        assert row.subject in shown, query
        assert other.subject not in shown, query
        assert "ada@example.com" not in shown
    assert "0 audit records" in client.get(f"{ADMIN}?q=nothing").text
    page = client.get(f"{ADMIN}{row.pk}/change/").text
    assert "Bed time" in page
    assert "chain " in page
    for path in (f"{ADMIN}add/", f"{ADMIN}{row.pk}/delete/"):
        assert client.get(path).status_code == 403


def test_the_admin_is_closed_to_staff_without_the_permission() -> None:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True))
    assert client.get(ADMIN).status_code == 403
