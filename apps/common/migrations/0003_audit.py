"""The audit: records, their seals, and the triggers that seal, stamp and guard them.

Django makes the two tables and from then on leaves them alone (`managed = False`).
"""

import django.core.serializers.json
from django.contrib.postgres.functions import TransactionNow
from django.db import migrations, models

import apps.common.ids
from apps.common.audit.canonical import CANONICAL

# The sealing function runs with its owner's rights. So it sees built-in functions only, and names
# its tables with their schema: a caller can shadow nothing, neither by overloading in a schema of
# its own nor by a temporary table.
FUNCTIONS = f"""
DO $do$ BEGIN EXECUTE replace($sql$
CREATE FUNCTION common_audit_stamp() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    NEW.at := clock_timestamp();  -- one clock, and no back-dating by whoever may insert
    RETURN NEW;
END
$body$;

CREATE FUNCTION common_audit_seal() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    record SCHEMA.common_auditrecord := NEW;
    seal SCHEMA.common_auditseal;
    transaction_number bigint := pg_current_xact_id()::text::bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'audit records are sealed in READ COMMITTED transactions only'
        USING ERRCODE = 'feature_not_supported';
    END IF;
    -- A free chain is taken, a busy one is never waited for: so a commit that seals cannot be
    -- part of a deadlock. Eight chains are the rule; more begin when more commits overlap. The
    -- lock is held until the commit is visible, so the next holder sees this seal.
    FOR attempt IN 0..9999 LOOP
        seal.chain := CASE WHEN attempt < 8 THEN (transaction_number + attempt) % 8 ELSE attempt END;
        EXIT WHEN pg_try_advisory_xact_lock(-1205913696, seal.chain);
        seal.chain := NULL;
    END LOOP;
    SELECT s.seq, s.hash INTO seal.seq, seal.prev_hash FROM SCHEMA.common_auditseal s
    WHERE s.chain = seal.chain ORDER BY s.seq DESC LIMIT 1;
    seal.seq := coalesce(seal.seq, 0) + 1;
    seal.prev_hash := coalesce(seal.prev_hash, decode(repeat('00', 32), 'hex'));
    seal.record_id := record.id;
    seal.sealed_at := clock_timestamp();
    seal.hash := sha256(seal.prev_hash || convert_to({CANONICAL}, 'UTF8'));
    INSERT INTO SCHEMA.common_auditseal (record_id, chain, seq, sealed_at, prev_hash, hash)
    VALUES (seal.record_id, seal.chain, seal.seq, seal.sealed_at, seal.prev_hash, seal.hash);
    RETURN NULL;
END
$body$;

CREATE FUNCTION common_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$body$;

-- Otherwise anybody could hang the sealing function on a table of his own.
REVOKE EXECUTE ON FUNCTION common_audit_stamp(), common_audit_seal(), common_audit_is_append_only()
FROM PUBLIC;
$sql$, 'SCHEMA', quote_ident(current_schema())); END $do$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION common_audit_stamp();
DROP FUNCTION common_audit_seal();
DROP FUNCTION common_audit_is_append_only();
"""

TRIGGERS = """
CREATE TRIGGER audit_stamp BEFORE INSERT ON common_auditrecord
FOR EACH ROW EXECUTE FUNCTION common_audit_stamp();
CREATE CONSTRAINT TRIGGER audit_seal AFTER INSERT ON common_auditrecord
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION common_audit_seal();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON common_auditrecord
FOR EACH STATEMENT EXECUTE FUNCTION common_audit_is_append_only();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON common_auditseal
FOR EACH STATEMENT EXECUTE FUNCTION common_audit_is_append_only();
"""
DROP_TRIGGERS = """
DROP TRIGGER audit_append_only ON common_auditseal;
DROP TRIGGER audit_append_only ON common_auditrecord;
DROP TRIGGER audit_seal ON common_auditrecord;
DROP TRIGGER audit_stamp ON common_auditrecord;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0002_no_periodic_runs")]

    operations = [
        migrations.CreateModel(
            name="AuditRecord",
            fields=[
                ("id", models.UUIDField(default=apps.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("action", models.CharField(max_length=100)),
                ("subject", models.CharField(max_length=200)),
                ("actor_id", models.UUIDField(blank=True, null=True)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("before", models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("after", models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(db_default=TransactionNow())),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="audit_newest"),
                    models.Index(fields=["action", "-at", "-id"], name="audit_of_action"),
                    models.Index(fields=["subject", "-at", "-id"], name="audit_of_subject"),
                    models.Index(fields=["actor_id", "-at", "-id"], name="audit_of_actor"),
                    models.Index(condition=models.Q(("request_id", ""), _negated=True), fields=["request_id"], name="audit_of_request"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("record_id", models.UUIDField(primary_key=True, serialize=False)),
                ("chain", models.PositiveIntegerField()),
                ("seq", models.PositiveBigIntegerField()),
                ("sealed_at", models.DateTimeField()),
                ("prev_hash", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("chain", "seq"), name="audit_seal_once")],
            },
        ),
        migrations.RunSQL(FUNCTIONS, reverse_sql=DROP_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, reverse_sql=DROP_TRIGGERS),
        migrations.AlterModelOptions(name="auditrecord", options={"managed": False}),
        migrations.AlterModelOptions(name="auditseal", options={"managed": False}),
    ]
