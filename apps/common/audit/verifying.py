"""Walking the chains: does every seal hold, and follow on the one before it?

The hashes are computed here, not by the database's own functions: those a superuser can replace.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from apps.common.audit.anchors import Anchor
from apps.common.audit.canonical import CANONICAL
from apps.common.audit.chain import ChainWalk, SealedRow

_CHUNK = 2000
_WALK = f"""
SELECT seal.chain, seal.seq, seal.sealed_at, seal.prev_hash, seal.hash, seal.record_id, record.at,
       CASE WHEN record.id IS NOT NULL THEN {CANONICAL} END
FROM common_auditseal seal LEFT JOIN common_auditrecord record ON record.id = seal.record_id
ORDER BY seal.chain, seal.seq
"""  # noqa: S608 -- our own text
_UNSEALED = """
SELECT count(*), min(record.id::text) FROM common_auditrecord record
WHERE NOT EXISTS (SELECT FROM common_auditseal seal WHERE seal.record_id = record.id)
"""


@dataclass(slots=True)
class Report:
    """What a walk found: at most one fault a chain, its first, and one for unsealed records."""

    chains: int = 0
    seals: int = 0
    faults: list[str] = field(default_factory=list)


def verify(anchors: Iterable[Anchor] = ()) -> Report:
    """Walk all chains, in memory that does not grow with them.

    Args:
        anchors: oldest first, read before this call; walked once for each chain. Without them
            nobody can tell that the end of a chain was cut off.

    Raises:
        BadAnchor: an anchor cannot be read.
    """
    report = Report()
    missing = {chain for anchor in anchors for chain in anchor.heads}
    for walk in _walked(anchors, report):
        missing.discard(walk.chain)
        _close(walk, report)
    for chain in sorted(missing):  # gone as a whole
        _close(ChainWalk(chain, anchors), report)
    report.faults += _unsealed()
    return report


def _walked(anchors: Iterable[Anchor], report: Report) -> Iterator[ChainWalk]:
    """Yield each chain at its end."""
    walk: ChainWalk | None = None
    for row in _rows():
        if walk is None or walk.chain != row.chain:
            if walk is not None:
                yield walk
            walk = ChainWalk(row.chain, anchors)
            report.chains += 1
        walk.step(row)
        report.seals += 1
    if walk is not None:
        yield walk


def _close(walk: ChainWalk, report: Report) -> None:
    walk.end()
    if walk.fault is not None:
        report.faults.append(f"Chain {walk.chain}: {walk.fault}")


def _rows() -> Iterator[SealedRow]:
    """Read by a server-side cursor, so that neither side holds more than a chunk for us."""
    with transaction.atomic(), closing(connection.chunked_cursor()) as cursor:
        cursor.execute(_WALK)
        while rows := cursor.fetchmany(_CHUNK):
            yield from (_row(*columns) for columns in rows)


def _row(chain: int, seq: int, sealed_at: Any, prev: Any, digest: Any, *rest: Any) -> SealedRow:
    return SealedRow(chain, seq, sealed_at, bytes(prev), bytes(digest), *rest)


def _unsealed() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED)
        count, first = cursor.fetchone()
    if count:
        others = f", nor have {count - 1} more" if count > 1 else ""
        yield f"Record {first} has no seal{others}: inserted past the trigger, or its seal is gone."
