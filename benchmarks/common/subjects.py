"""What is measured: a server process, and what it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class System:
    """One uvicorn process of its own; `environment` is added to the shop's."""

    name: str
    app: str
    environment: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True)
class Asked:
    """A row of the table: addresses of one system.

    Args:
        name: of the row.
        system: who answers.
        paths: asked in turn; `{slug}` stands for each of the facts' slugs.
        reference: the row whose cost is beside it; the ratio is made within each round.
        same_as: the row whose JSON this one must send, field by field.
        signed_in: send the vendor's token.
    """

    name: str
    system: System
    paths: Sequence[str]
    reference: str = ""
    same_as: str = ""
    signed_in: bool = False

    def addresses(self, facts: Mapping[str, Any]) -> list[str]:
        """The paths with the facts filled in."""
        found = []
        for path in self.paths:
            values = facts["slugs"] if "{slug}" in path else [""]
            found += [path.replace("{slug}", value) for value in values]
        return found


@dataclass(frozen=True)
class Statement:
    """A row for one statement that pgbench sends, prepared, without any web server."""

    name: str
    sql: str
    reference: str = ""


type Subject = Asked | Statement

# What a read costs: no answer is kept.
NOTHING_KEPT = {"PUBLIC_CACHE_MB": "0"}
LEAN = System("fashionistar", "backend.asgi:application", NOTHING_KEPT)
KEEPING = System("fashionistar keeping", "backend.asgi:application")
