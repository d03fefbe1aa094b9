"""Moments in schemas whose JSON Pydantic writes itself."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema


def instant_text(moment: datetime) -> str:
    """Return a moment in UTC and to the millisecond, as Ninja: `2026-11-23T08:53:34.589Z`."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


type InstantOut = Annotated[
    datetime,
    PlainSerializer(instant_text, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
