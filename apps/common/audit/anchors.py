"""Anchors: the heads of all chains, kept where the database's own superuser cannot reach.

An anchor is one JSON line: when it was taken, and for each chain the number and hash of its
last seal. A place holds anchors, oldest first: a file, or a storage of Django's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import msgspec
from django.db import connection

from apps.common.audit.places import Place

# The heads without reading whole chains: from one chain's number to the next by the index.
_HEADS = """
WITH RECURSIVE chains AS (
    SELECT min(chain) AS chain FROM common_auditseal
    UNION ALL
    SELECT (SELECT min(chain) FROM common_auditseal WHERE chain > chains.chain)
    FROM chains WHERE chain IS NOT NULL
)
SELECT chains.chain, head.seq, head.hash FROM chains CROSS JOIN LATERAL (
    SELECT seq, hash FROM common_auditseal seal
    WHERE seal.chain = chains.chain ORDER BY seq DESC LIMIT 1
) head
"""


class BadAnchor(ValueError):
    """A line that is no anchor."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal of a chain; `hash` in hexadecimal."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The heads of all chains at a moment of PostgreSQL's clock."""

    at: datetime
    heads: dict[int, Head]


def heads_now() -> Anchor:
    """Read the heads of all chains, as far as they are committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
        cursor.execute(_HEADS)
        heads = {chain: Head(seq, bytes(digest).hex()) for chain, seq, digest in cursor}
    return Anchor(at, heads)


def write_anchor(place: Place) -> Anchor:
    """Append the heads of all chains to a place.

    Raises:
        OSError: the place is away. A storage may raise errors of its own.
    """
    anchor = heads_now()
    place.append(anchor.at, msgspec.json.encode(anchor))
    return anchor


class AnchorCopy:
    """What a place held when it was read, on this machine's disk: walked once for each chain."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[Anchor]:
        """Yield the anchors, oldest first.

        Raises:
            BadAnchor: with the number of a line that cannot be read.
        """
        with self._path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                yield _read(number, line)


def _read(number: int, line: bytes) -> Anchor:
    try:
        return msgspec.json.decode(line, type=Anchor)
    except msgspec.DecodeError as error:
        raise BadAnchor(f"Line {number} of the anchors is no anchor: {error}.") from error


@contextmanager
def copy_of(place: Place) -> Iterator[AnchorCopy]:
    """Copy a place's anchors to a temporary file, so that each is fetched once."""
    with NamedTemporaryFile() as copy:
        for line in place.lines():
            copy.write(line.rstrip(b"\n") + b"\n")
        copy.flush()
        yield AnchorCopy(Path(copy.name))
