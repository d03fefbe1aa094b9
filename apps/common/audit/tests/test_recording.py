"""A record lives and dies with its transaction, costs one INSERT, and joins a chain at commit."""

from itertools import pairwise
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F, Max
from structlog.contextvars import bound_contextvars

from apps.common import audit
from apps.common.audit.models import AuditRecord, AuditSeal
from apps.common.audit.tests.sealing import seals_of
from apps.common.audit.verifying import verify
from apps.common.errors import Conflict
from apps.common.ids import new_id
from apps.common.tests.parallel import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)


def lamp() -> str:
    return f"lamp:{new_id()}"


def gaps() -> list[int]:
    """Return the chains whose numbers are not 1, 2, 3, …: unique, as many as the last one says."""
    chains = AuditSeal.objects.values("chain").annotate(last=Max("seq"), seals=Count("seq"))
    return [row["chain"] for row in chains.exclude(last=F("seals"))]


def test_a_record_says_who_did_what_in_which_request() -> None:
    subject, actor = lamp(), new_id()
    with bound_contextvars(request_id="request-1"), transaction.atomic():
        audit.record(
            "lamp.lit",
            subject=subject,
            actor_id=actor,
            before={"is_lit": False},
            after={"is_lit": True, "by": actor, "steps": [1, {"two": 2}]},
            reason="It was dark.",
        )
    row = AuditRecord.objects.get(subject=subject)
    assert (row.action, row.actor_id, row.request_id) == ("lamp.lit", actor, "request-1")
    assert row.before == {"is_lit": False}
    assert row.after == {"is_lit": True, "by": str(actor), "steps": [1, {"two": 2}]}
    assert row.reason == "It was dark."
    assert len(seals_of(subject)) == 1


def test_recording_outside_a_transaction_raises() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("lamp.lit", subject=lamp(), actor_id=None)


def test_a_record_costs_one_statement(django_assert_num_queries) -> None:
    with transaction.atomic(), django_assert_num_queries(1) as asked:
        audit.record("lamp.lit", subject=lamp(), actor_id=None, after={"is_lit": True})
    assert asked.captured_queries[0]["sql"].startswith('INSERT INTO "common_auditrecord"')


def test_no_chain_is_locked_before_commit() -> None:
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    with transaction.atomic(), connection.cursor() as cursor:
        audit.record("lamp.lit", subject=lamp(), actor_id=None)
        cursor.execute(held)
        assert cursor.fetchone() == (0,)


def test_a_refused_service_call_takes_its_record_along_and_leaves_no_gap() -> None:
    gone, kept = lamp(), lamp()
    with pytest.raises(Conflict), transaction.atomic():
        audit.record("lamp.lit", subject=gone, actor_id=None)
        raise Conflict("There is no oil.")
    with transaction.atomic():
        audit.record("lamp.lit", subject=kept, actor_id=None)
        with pytest.raises(Conflict), transaction.atomic():
            audit.record("lamp.lit", subject=gone, actor_id=None)
            raise Conflict("There is no oil.")
    assert not AuditRecord.objects.filter(subject=gone).exists()
    assert len(seals_of(kept)) == 1
    assert gaps() == []


def test_the_records_of_one_transaction_stand_in_one_chain_in_their_order() -> None:
    subject = lamp()
    with transaction.atomic():
        for step in range(5):
            audit.record(f"lamp.step-{step}", subject=subject, actor_id=None)
    seals = seals_of(subject)
    assert len({seal.chain for seal in seals}) == 1
    assert [seal.seq for seal in seals] == list(range(seals[0].seq, seals[0].seq + 5))
    actions = [AuditRecord.objects.get(pk=seal.record_id).action for seal in seals]
    assert actions == [f"lamp.step-{step}" for step in range(5)]
    for former, latter in pairwise(seals):
        assert bytes(former.hash) == bytes(latter.prev_hash)


def test_eight_writers_at_once_leave_whole_chains() -> None:
    subject = lamp()

    def write(_: int) -> None:
        for _ in range(200):
            with transaction.atomic():
                audit.record("lamp.lit", subject=subject, actor_id=None)

    in_parallel(8, write)
    assert len(seals_of(subject)) == 1600
    assert gaps() == []
    assert verify().faults == []


def test_a_commit_that_finds_every_chain_busy_begins_a_new_one_and_does_not_wait() -> None:
    subject, all_are_sealed = lamp(), Barrier(10)

    def hold(_: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            audit.record("lamp.lit", subject=subject, actor_id=None)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # sealed, not yet committed
            all_are_sealed.wait(timeout=10)

    in_parallel(10, hold)
    assert len({seal.chain for seal in seals_of(subject)}) == 10
    assert gaps() == []


def test_a_transaction_that_would_not_see_the_newest_seal_is_refused() -> None:
    subject = lamp()
    with pytest.raises(DatabaseError, match="READ COMMITTED"), transaction.atomic():
        connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        audit.record("lamp.lit", subject=subject, actor_id=None)
    assert not AuditRecord.objects.filter(subject=subject).exists()
