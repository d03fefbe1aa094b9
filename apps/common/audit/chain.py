"""One chain, seal by seal, beside what the anchors say of it. Plain Python; touches no database."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from apps.common.audit.anchors import Anchor, Head
from apps.common.audit.canonical import GENESIS

# Longer than any transaction of ours: a record's time is that of its INSERT, its seal's that of
# the commit. Clocks that were set back by more than this show as faults, and should.
LONGEST_TRANSACTION = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A seal with its record; `at` and `canonical` are None where the record is gone."""

    chain: int
    seq: int
    sealed_at: datetime
    prev_hash: bytes
    hash: bytes
    record_id: UUID
    at: datetime | None
    canonical: str | None


class ChainWalk:
    """Where a walk along one chain is. Its first fault is kept, what follows on it is not told."""

    def __init__(self, chain: int, anchors: Iterable[Anchor]) -> None:
        self.chain = chain
        self.fault: str | None = None
        self._seq, self._hash = 0, GENESIS
        # No seal further on can be older than these: the one before it, and the last anchor.
        self._sealed_at: datetime | None = None
        self._anchored_at: datetime | None = None
        self._anchors = _heads_of(chain, anchors)
        self._next = next(self._anchors, None)

    def step(self, row: SealedRow) -> None:
        """Go on by one seal."""
        if self.fault is None:
            self.fault = self._fault_of(row)
            self._seq, self._hash, self._sealed_at = row.seq, row.hash, row.sealed_at
            self.fault = self.fault or self._against_anchors(row)

    def end(self) -> None:
        """Compare the end of the chain with the anchors that are left."""
        if self.fault is None and self._next is not None:
            at, head = self._next
            self.fault = (
                f"it ends at seal {self._seq}, but the anchor of {_moment(at)} saw seal "
                f"{head.seq}: its end was cut off."
            )

    def _fault_of(self, row: SealedRow) -> str | None:
        name = f"seal {row.seq} (record {row.record_id})"
        if row.seq != self._seq + 1:
            return f"{self._lacking(row.seq)} before {name}."
        if row.prev_hash != self._hash:
            return f"{name} does not follow on seal {self._seq}: one of them was moved or replaced."
        if row.canonical is None or row.at is None:
            return f"{name}: the record is gone."
        if hashlib.sha256(row.prev_hash + row.canonical.encode()).digest() != row.hash:
            return f"{name} was changed after it was sealed."
        return self._back_dated(row, name, row.at)

    def _lacking(self, seq: int) -> str:
        first, last = self._seq + 1, seq - 1
        if last < first:
            return "a second row stands"
        return (
            f"seal {first} is missing" if first == last else f"seals {first} to {last} are missing"
        )

    def _back_dated(self, row: SealedRow, name: str, at: datetime) -> str | None:
        if at < row.sealed_at - LONGEST_TRANSACTION:
            return (
                f"{name} says {_moment(at)} but was sealed at {_moment(row.sealed_at)}: back-dated."
            )
        for known, witness in (
            (self._sealed_at, "the seal before it"),
            (self._anchored_at, "an anchor without it"),
        ):
            if known is not None and row.sealed_at < known - LONGEST_TRANSACTION:
                return (
                    f"{name} says that it was sealed at {_moment(row.sealed_at)}, but {witness} is "
                    f"of {_moment(known)}: back-dated."
                )
        return None

    def _against_anchors(self, row: SealedRow) -> str | None:
        name = f"seal {row.seq} (record {row.record_id})"
        while self._next is not None and self._next[1].seq <= row.seq:
            at, head = self._next
            if head.seq < row.seq:
                return f"the anchor of {_moment(at)} goes back to seal {head.seq} from a later one."
            if head.hash != row.hash.hex():
                return f"{name} is not the one that the anchor of {_moment(at)} saw: rewritten."
            self._anchored_at, self._next = at, next(self._anchors, None)
        return None


def _heads_of(chain: int, anchors: Iterable[Anchor]) -> Iterator[tuple[datetime, Head]]:
    return ((anchor.at, anchor.heads[chain]) for anchor in anchors if chain in anchor.heads)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
