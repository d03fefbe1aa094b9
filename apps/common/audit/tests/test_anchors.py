"""Anchors: written to a file or a storage, read back, and missed without harm."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from apps.common import audit
from apps.common.audit.anchors import copy_of, heads_now, write_anchor
from apps.common.audit.models import AuditRecord
from apps.common.audit.places import place_at
from apps.common.audit.tests.sealing import sealed, superuser
from apps.common.tasks import anchor_audit

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["file", "storage"])
def place(request: Any, settings: Any, tmp_path: Path) -> str:
    """An address of each kind, in AUDIT_ANCHOR."""
    settings.STORAGES = settings.STORAGES | {
        "vault": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    addresses = {"file": str(tmp_path / "anchors.jsonl"), "storage": "storage:vault/heads"}
    settings.AUDIT_ANCHOR = addresses[request.param]
    return addresses[request.param]


def told(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=out)
    return out.getvalue()


def cut_off_after(rows: list[Any]) -> None:
    gone = [row.record_id for row in rows]
    with superuser() as cursor:
        cursor.execute("DELETE FROM common_auditrecord WHERE id = ANY(%s)", [gone])
        cursor.execute("DELETE FROM common_auditseal WHERE record_id = ANY(%s)", [gone])


def test_anchors_are_read_back_in_their_order(place: str) -> None:
    written = []
    for _ in range(12):
        sealed(1)
        written.append(write_anchor(place_at(place)))
    with copy_of(place_at(place)) as anchors:
        assert list(anchors) == written
        assert list(anchors) == written  # as often as one likes


def test_the_commands_anchor_and_find_what_was_cut_off(place: str) -> None:
    rows = sealed(4)
    assert told("audit_anchor").startswith(f"Anchored {len(heads_now().heads)} chains at ")
    assert "The newest anchor is of " in told("audit_verify")
    cut_off_after(rows[2:])
    out = StringIO()
    with pytest.raises(CommandError, match="not whole: 1 fault in") as refused:
        call_command("audit_verify", stdout=out)
    assert refused.value.returncode == 1
    assert f"Chain {rows[0].chain}: it ends at seal {rows[1].seq}" in out.getvalue()
    assert "would not be seen" in told("audit_verify", "--anchors", "")


def test_the_task_anchors(place: str) -> None:
    sealed(1)
    assert anchor_audit.func() == len(heads_now().heads)
    with copy_of(place_at(place)) as anchors:
        assert len(list(anchors)) == 1


@pytest.mark.parametrize("away", ["/nowhere/at/all.jsonl", "storage:unknown", "storage:default"])
def test_a_place_that_is_away_is_a_warning_and_stops_nothing(
    away: str, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "a file"  # so that nothing can be saved below it
    settings.AUDIT_ANCHOR = away
    assert anchor_audit.func() is None
    assert "audit.anchor-away" in caplog.text
    with transaction.atomic():
        audit.record("lamp.lit", subject="lamp:x", actor_id=None)
    assert AuditRecord.objects.filter(subject="lamp:x").exists()
    for command in ("audit_anchor", "audit_verify"):
        with pytest.raises(CommandError, match=away):
            call_command(command)


def test_without_a_place_the_command_says_so(settings: Any) -> None:
    settings.AUDIT_ANCHOR = ""
    with pytest.raises(CommandError, match="AUDIT_ANCHOR names no place"):
        call_command("audit_anchor")


def test_a_line_that_a_full_disk_cut_off_is_named_and_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "anchors.jsonl"
    write_anchor(place_at(str(path)))
    with path.open("ab") as file:
        file.write(b'{"at": "2026-')
    write_anchor(place_at(str(path)))
    lines = path.read_bytes().splitlines()
    assert len(lines) == 3
    with pytest.raises(CommandError, match="Line 2 of the anchors is no anchor"):
        call_command("audit_verify", "--anchors", str(path))
    path.write_bytes(b"\n".join([lines[0], lines[2]]))
    assert "The audit is whole" in told("audit_verify", "--anchors", str(path))


def test_an_empty_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "anchors.jsonl").touch()
    said = told("audit_verify", "--anchors", str(tmp_path / "anchors.jsonl"))
    assert "The place holds no anchor" in said


@pytest.mark.parametrize(("address", "warned"), [("", True), ("/srv/anchors.jsonl", False)])
def test_the_deployment_check_misses_the_place(settings: Any, address: str, warned: bool) -> None:
    settings.AUDIT_ANCHOR = address
    found = [message.id for message in run_checks(include_deployment_checks=True)]
    assert ("fashionistar.W002" in found) is warned


def test_tables_that_are_not_there_are_one_sentence() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_catalog")
    with pytest.raises(CommandError, match='cannot be read: relation "common_auditseal" does not'):
        call_command("audit_verify", "--anchors", "")
