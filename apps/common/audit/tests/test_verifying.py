"""What a database superuser can do to the audit, the verifier finds and names."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from apps.common import clock
from apps.common.audit.anchors import Anchor, heads_now
from apps.common.audit.canonical import CANONICAL, GENESIS
from apps.common.audit.models import AuditRecord, AuditSeal
from apps.common.audit.tests.sealing import seal, sealed, superuser
from apps.common.audit.verifying import verify
from apps.common.ids import new_id

pytestmark = pytest.mark.django_db


def faults(*anchors: Anchor) -> list[str]:
    return verify(anchors).faults


def run(sql: str, *values: object) -> None:
    with superuser() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


def test_whole_chains_have_no_fault() -> None:
    rows = sealed(5)
    report = verify([heads_now()])
    assert report.faults == []
    assert report.seals >= len(rows)
    assert report.chains >= 1


@pytest.mark.parametrize(
    "change",
    [
        "action = 'lamp.put-out'",
        "subject = subject || '0'",
        "actor_id = '01890a5d-ac96-774b-bcce-b302099a8057'",
        "request_id = 'x'",
        "before = '{}'",
        """after = '{"step": 3}'""",
        "reason = ' '",
        "at = at + interval '1 microsecond'",
    ],
)
def test_one_changed_byte_of_a_record_is_named(change: str) -> None:
    rows = sealed(5)
    bad = rows[2]
    run(f"UPDATE common_auditrecord SET {change} WHERE id = %s", bad.record_id)  # noqa: S608
    assert faults() == [
        (
            f"Chain {bad.chain}: seal {bad.seq} (record {bad.record_id}) was changed after it was "
            "sealed."
        )
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("hash = set_byte(hash, 31, 255 - get_byte(hash, 31))", "was changed"),
        ("sealed_at = sealed_at + interval '1 microsecond'", "was changed"),
        ("prev_hash = set_byte(prev_hash, 0, 255 - get_byte(prev_hash, 0))", "does not follow"),
        ("record_id = '01890a5d-ac96-774b-bcce-b302099a8057'", "the record is gone"),
    ],
)
def test_one_changed_byte_of_a_seal_is_named(change: str, told: str) -> None:
    bad = sealed(5)[2]
    run(f"UPDATE common_auditseal SET {change} WHERE record_id = %s", bad.record_id)  # noqa: S608
    found = faults()
    assert found[0].startswith(f"Chain {bad.chain}: seal {bad.seq} (record ")
    assert told in found[0]


def test_a_deleted_record_is_named_by_its_seal() -> None:
    bad = sealed(5)[2]
    run("DELETE FROM common_auditrecord WHERE id = %s", bad.record_id)
    assert faults() == [
        f"Chain {bad.chain}: seal {bad.seq} (record {bad.record_id}): the record is gone."
    ]


def test_a_middle_that_is_deleted_with_its_seals_is_named() -> None:
    rows = sealed(6)
    gone = [row.record_id for row in rows[2:4]]
    run("DELETE FROM common_auditrecord WHERE id = ANY(%s)", gone)
    run("DELETE FROM common_auditseal WHERE record_id = ANY(%s)", gone)
    assert faults() == [
        (
            f"Chain {rows[0].chain}: seals {rows[2].seq} to {rows[3].seq} are missing before seal "
            f"{rows[4].seq} (record {rows[4].record_id})."
        )
    ]


def test_a_middle_that_is_deleted_and_closed_up_is_named() -> None:
    rows = sealed(5)
    run("DELETE FROM common_auditrecord WHERE id = %s", rows[2].record_id)
    run("DELETE FROM common_auditseal WHERE record_id = %s", rows[2].record_id)
    run(
        "UPDATE common_auditseal SET seq = seq - 1, prev_hash = %s WHERE record_id = %s",
        bytes(rows[1].hash),
        rows[3].record_id,
    )
    (fault,) = faults()
    assert fault.startswith(f"Chain {rows[0].chain}: seal {rows[2].seq} ")
    assert str(rows[3].record_id) in fault


def test_only_the_anchor_shows_a_cut_off_tail() -> None:
    rows = sealed(5)
    anchor = heads_now()
    gone = [row.record_id for row in rows[3:]]
    run("DELETE FROM common_auditrecord WHERE id = ANY(%s)", gone)
    run("DELETE FROM common_auditseal WHERE record_id = ANY(%s)", gone)
    assert faults() == []
    assert faults(anchor) == [
        (
            f"Chain {rows[0].chain}: it ends at seal {rows[2].seq}, but the anchor of "
            f"{anchor.at:%Y-%m-%d %H:%M:%S} UTC saw seal {rows[4].seq}: its end was cut off."
        )
    ]


def test_only_the_anchor_shows_a_whole_chain_that_is_gone() -> None:
    sealed(2)
    anchor = heads_now()
    run("DELETE FROM common_auditrecord")
    run("DELETE FROM common_auditseal")
    assert faults() == []
    found = faults(anchor)
    assert len(found) == len(anchor.heads)
    assert all("it ends at seal 0" in fault for fault in found)


def test_swapped_seals_are_named() -> None:
    rows = sealed(5)
    former, latter = rows[1], rows[3]
    run("UPDATE common_auditseal SET seq = seq + 1000000 WHERE record_id = %s", former.record_id)
    for seq, row in ((former.seq, latter), (latter.seq, former)):
        run("UPDATE common_auditseal SET seq = %s WHERE record_id = %s", seq, row.record_id)
    assert faults() == [
        (
            f"Chain {former.chain}: seal {former.seq} (record {latter.record_id}) does not "
            f"follow on seal {rows[0].seq}: one of them was moved or replaced."
        )
    ]


def test_swapped_records_are_named() -> None:
    rows = sealed(4)
    a, b, free = rows[1].record_id, rows[2].record_id, new_id()
    for old, new in ((a, free), (b, a), (free, b)):
        run("UPDATE common_auditrecord SET id = %s WHERE id = %s", new, old)
    (fault,) = faults()
    assert f"seal {rows[1].seq} (record {a}) was changed" in fault


INSERT = """INSERT INTO common_auditrecord (id, action, subject, request_id, reason, at)
VALUES (%s, 'lamp.lit', 'lamp:x', '', '', now() - interval '7 days')"""


def test_a_record_slipped_past_the_trigger_has_no_seal() -> None:
    sealed(3)
    first, second = new_id(), new_id()
    run(INSERT, first)
    run(INSERT, second)
    (fault,) = faults()
    assert fault.startswith(f"Record {first} has no seal, nor have 1 more:")


def test_a_back_dated_insert_is_stamped_with_the_true_time() -> None:
    back_dated = new_id()
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [back_dated])
    seal()
    assert clock.now() - AuditRecord.objects.get(pk=back_dated).at < timedelta(minutes=1)
    assert faults() == []


def test_a_back_dated_insert_without_the_stamping_trigger_is_named() -> None:
    back_dated = new_id()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE common_auditrecord DISABLE TRIGGER audit_stamp")
        cursor.execute(INSERT, [back_dated])
    seal()
    (fault,) = faults()
    assert f"(record {back_dated}) says " in fault
    assert fault.endswith("back-dated.")


def forge(*, days_ago: int, after: AuditSeal | None = None, chain: int = 0) -> AuditSeal:
    """Append a seal whose hash is right, as somebody who knows how can do."""
    record_id, seq = new_id(), after.seq + 1 if after else 1
    chain, prev = (after.chain, bytes(after.hash)) if after else (chain, GENESIS)
    run(INSERT.replace("7 days", f"{days_ago} days"), record_id)
    run(
        """INSERT INTO common_auditseal (record_id, chain, seq, sealed_at, prev_hash, hash)
        SELECT id, %s, %s, at, %s, '' FROM common_auditrecord WHERE id = %s""",
        *(chain, seq, prev, record_id),
    )
    run(
        f"""UPDATE common_auditseal
        SET hash = sha256(seal.prev_hash || convert_to({CANONICAL}, 'UTF8'))
        FROM common_auditseal seal, common_auditrecord record
        WHERE seal.record_id = record.id AND record.id = %s
        AND common_auditseal.record_id = record.id""",  # noqa: S608
        record_id,
    )
    return AuditSeal.objects.get(pk=record_id)


def test_a_forged_seal_that_is_older_than_the_one_before_it_is_named() -> None:
    forged = forge(days_ago=7, after=sealed(3)[-1])
    (fault,) = faults()
    assert f"seal {forged.seq} (record {forged.record_id})" in fault
    assert "the seal before it" in fault
    assert fault.endswith("back-dated.")


def test_a_forged_seal_that_is_older_than_an_anchor_without_it_is_named() -> None:
    quiet = forge(days_ago=30, chain=7_000_000)  # a chain in which nothing happened for weeks
    anchor = heads_now()
    forged = forge(days_ago=7, after=quiet)
    assert faults() == []
    (fault,) = faults(anchor)
    assert str(forged.record_id) in fault
    assert "an anchor without it" in fault


def test_only_the_anchor_shows_a_tail_that_was_written_anew() -> None:
    rows = sealed(3)
    anchor = heads_now()
    run("DELETE FROM common_auditrecord WHERE id = %s", rows[2].record_id)
    run("DELETE FROM common_auditseal WHERE record_id = %s", rows[2].record_id)
    forged = forge(days_ago=0, after=rows[1])
    assert faults() == []
    (fault,) = faults(anchor)
    assert f"seal {forged.seq} (record {forged.record_id}) is not the one that the anchor" in fault


def test_anchors_that_go_back_are_named() -> None:
    rows = sealed(2)
    early = heads_now()
    sealed_more = len(sealed(3))
    late = heads_now()
    changed = {c for c in late.heads if late.heads[c] != early.heads.get(c)}
    assert sealed_more == 3
    assert faults(early, late) == []
    found = faults(late, early)
    assert [fault for fault in found if "goes back" in fault or "cut off" in fault]
    assert len(found) <= len(changed)
    assert rows


@pytest.mark.parametrize("table", ["common_auditrecord", "common_auditseal"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_even_the_owner_is_refused_while_the_triggers_stand(table: str, sql: str) -> None:
    sealed(1)
    sql = sql.format(table)
    sql = sql.replace("id = id", "record_id = record_id") if "seal" in table else sql
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)
    assert faults() == []
