"""The program's own role may record, and can neither rewrite nor forge."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from apps.common import audit
from apps.common.audit.models import AuditRecord
from apps.common.audit.tests.roles import Login, app_role, connected_as
from apps.common.audit.tests.sealing import seals_of
from apps.common.audit.verifying import verify
from apps.common.http.idempotency_models import IdempotencyKey
from apps.common.ids import new_id

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def login() -> Iterator[Login]:
    with app_role() as made:
        yield made


@pytest.fixture
def as_app(login: Login) -> Iterator[None]:
    with connected_as(login):
        yield


def test_it_places_records_that_are_sealed(as_app: None, login: Login) -> None:
    subject = f"lamp:{new_id()}"
    with transaction.atomic():
        audit.record("lamp.lit", subject=subject, actor_id=None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (login.name,)
    assert AuditRecord.objects.filter(subject=subject).count() == 1
    assert len(seals_of(subject)) == 1
    assert verify().faults == []


def test_it_writes_everything_that_is_no_history(as_app: None) -> None:
    made = IdempotencyKey.objects.create(owner="a", key="k", fingerprint="f")
    assert IdempotencyKey.objects.filter(pk=made.pk).update(key="other") == 1
    made.delete()


SEAL = """(record_id, chain, seq, sealed_at, prev_hash, hash)
VALUES (gen_random_uuid(), 0, 1000000, now(), '', '')"""
TEMP = "CREATE TEMP TABLE mine (LIKE common_auditrecord); CREATE TRIGGER t AFTER INSERT ON mine "
FORBIDDEN = [
    "UPDATE common_auditrecord SET reason = 'x'",
    "DELETE FROM common_auditrecord",
    "TRUNCATE common_auditrecord",
    "UPDATE common_auditseal SET seq = 1",
    "DELETE FROM common_auditseal",
    "TRUNCATE common_auditseal",
    f"INSERT INTO common_auditseal {SEAL}",
    "ALTER TABLE common_auditrecord DISABLE TRIGGER audit_append_only",
    "ALTER TABLE common_auditrecord DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_seal ON common_auditrecord",
    "DROP TABLE common_auditrecord",
    "CREATE RULE r AS ON INSERT TO common_auditrecord DO INSTEAD NOTHING",
    "CREATE TRIGGER t BEFORE INSERT ON common_auditrecord EXECUTE FUNCTION common_audit_seal()",
    f"{TEMP} FOR EACH ROW EXECUTE FUNCTION common_audit_seal()",
    "ALTER FUNCTION common_audit_seal() SECURITY INVOKER",
    "CREATE FUNCTION sha256(text) RETURNS bytea LANGUAGE sql AS 'SELECT NULL::bytea'",
    "CREATE TABLE mine (x int)",
    "SET session_replication_role = replica",
    "SET ROLE postgres",
    "UPDATE orders_timelineentry SET reason = 'x'",
    "DELETE FROM orders_timelineentry",
    "TRUNCATE orders_timelineentry",
    "UPDATE inventory_movement SET reason = 'x'",
    "DELETE FROM inventory_movement",
    "DELETE FROM vendors_vendorstatuschange",
    "DELETE FROM django_migrations",
    "TRUNCATE orders_order CASCADE",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_it_cannot(login: Login, sql: str) -> None:
    owner = connection.settings_dict["USER"]
    with login.connect() as own, pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute(sql.replace("SET ROLE postgres", f"SET ROLE {owner}"))


def test_a_temporary_table_of_the_same_name_catches_no_seal(login: Login) -> None:
    record_id = new_id()
    with login.connect() as own:
        own.execute("CREATE TEMP TABLE common_auditseal (LIKE public.common_auditseal)")
        own.execute(
            "INSERT INTO common_auditrecord (id, action, subject, request_id, reason) "
            "VALUES (%s, 'lamp.lit', 'lamp:x', '', '')",
            [record_id],
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM common_auditseal WHERE record_id = %s", [record_id])
        assert cursor.fetchone() == (1,)


def test_it_cannot_choose_the_time_of_a_record(login: Login) -> None:
    with login.connect() as own:
        found = own.execute(
            "INSERT INTO common_auditrecord (id, action, subject, request_id, reason, at) "
            "VALUES (%s, 'lamp.lit', 'lamp:x', '', '', '2020-01-01') RETURNING now() - at",
            [new_id()],
        ).fetchone()
    assert found is not None
    assert abs(found[0].total_seconds()) < 60


def test_an_owner_a_superuser_and_nobody_are_refused() -> None:
    with pytest.raises(CommandError, match="owns the tables"):
        call_command("grant_app_role", connection.settings_dict["USER"])
    with pytest.raises(CommandError, match="There is no role nobody_here"):
        call_command("grant_app_role", "nobody_here")


def test_every_table_with_such_a_trigger_is_held_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
            JOIN pg_proc ON pg_proc.oid = tgfoid WHERE proname LIKE '%append_only%'"""
        )
        guarded = {table for (table,) in cursor}
    assert guarded >= {"common_auditrecord", "common_auditseal", "orders_timelineentry"}
    assert guarded <= {*settings.APPEND_ONLY_TABLES, *settings.READ_ONLY_TABLES}
