"""Reads with their values: asked one after another, or all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.common import reads
from apps.common.db import Prepared

type Answers = Sequence[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Ask:
    """A prepared read and what stands in its places."""

    read: Prepared[dict[str, Any]]
    values: Mapping[str, Any]


def one_by_one(asked: Sequence[Ask]) -> Answers:
    """The rows of each read, on this thread's connection."""
    return [ask.read.all(**ask.values) for ask in asked]


async def at_once(asked: Sequence[Ask]) -> Answers:
    """The rows of each read, on the pool at the same time. Raises what `reads.rows` does."""
    found: Answers = await reads.together(*(reads.rows(ask.read, **ask.values) for ask in asked))
    return found
