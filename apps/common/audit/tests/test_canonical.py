"""The text that is hashed never changes, and a walk needs little memory."""

import hashlib
import tracemalloc

import pytest
from django.db import connection

from apps.common.audit.canonical import CANONICAL, GENESIS
from apps.common.audit.tests.sealing import seal
from apps.common.audit.verifying import verify
from apps.common.ids import new_id

pytestmark = pytest.mark.django_db


def test_the_canonical_text_is_the_one_that_old_seals_were_made_of() -> None:
    """A golden value: if this fails, every seal out there fails too. Write a v2 instead."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'Africa/Lagos'")
        cursor.execute(
            f"""SELECT {CANONICAL} FROM
            (SELECT 3 AS chain, 17::bigint AS seq, '2026-11-23 13:00:00.000001Z'::timestamptz
                AS sealed_at) seal,
            (SELECT '01890a5d-ac96-774b-bcce-b302099a8057'::uuid AS id, 'lamp.lit' AS action,
                'lamp:1' AS subject, NULL::uuid AS actor_id, '' AS request_id,
                NULL::jsonb AS before, '{{"b": 1.50, "a": ["₦", null]}}'::jsonb AS after,
                'It was "dark".' AS reason, '2026-11-23 12:59:59Z'::timestamptz AS at) record"""  # noqa: S608
        )
        (text,) = cursor.fetchone()
    assert text == (
        '["v1", 3, 17, 1795438800000001, "01890a5d-ac96-774b-bcce-b302099a8057", "lamp.lit", '
        '"lamp:1", null, "", null, {"a": ["₦", null], "b": 1.50}, "It was \\"dark\\".", '
        "1795438799000000]"
    )
    assert hashlib.sha256(GENESIS + text.encode()).hexdigest() == (
        "85718ade24aa13969c64340c4c8a384f4a422d8f6ffd4287964def7ac561284e"
    )


def test_memory_does_not_grow_with_the_chains() -> None:
    subject = f"lamp:{new_id()}"
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO common_auditrecord (id, action, subject, request_id, reason)
            SELECT gen_random_uuid(), 'lamp.lit', %s, '', repeat('x', 500)
            FROM generate_series(1, 20000)""",
            [subject],
        )
    seal()
    tracemalloc.start()
    try:
        report = verify()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert report.faults == []
    assert report.seals >= 20_000
    assert peak < 6_000_000  # the rows alone are three times that
