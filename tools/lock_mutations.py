"""The list of every lock, conditional update and constraint that guards an order, and its race.

`./fashionistar mutate locks` takes them away one by one; `tests/architecture` keeps the list true
to the code.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

LIST = Path(__file__).with_name("lock_mutations.toml")


@dataclass(frozen=True)
class Edit:
    """One text of one file, and what stands there instead."""

    file: str
    find: str
    instead: str


@dataclass(frozen=True)
class Mutation:
    """Guards that are taken away together, and the test that must notice.

    Expected `green` means that the test passes all the same: `because` names the guard that holds.
    """

    name: str
    test: str
    expected: Literal["red", "green"] = "red"
    because: str = ""
    edits: tuple[Edit, ...] = ()
    sql: tuple[str, ...] = field(default=())


def mutations() -> list[Mutation]:
    """Read the list."""
    return [_mutation(entry) for entry in tomllib.loads(LIST.read_text())["mutation"]]


def _mutation(entry: dict[str, Any]) -> Mutation:
    edits = [Edit(edit["file"], edit["find"], edit["instead"]) for edit in entry.pop("edits", [])]
    return Mutation(**entry | {"edits": tuple(edits), "sql": tuple(entry.get("sql", []))})


def faults(root: Path) -> Iterator[str]:
    """What in the list does not fit the tree: a text that is gone or not alone, a missing test."""
    for mutation in mutations():
        for edit in mutation.edits:
            count = (root / edit.file).read_text().count(edit.find)
            if count != 1:
                yield f"{mutation.name}: {edit.find!r} stands {count} times in {edit.file}"
        file, _, name = mutation.test.partition("::")
        if f"def {name}(" not in (root / file).read_text():
            yield f"{mutation.name}: there is no test {mutation.test}"
        if not mutation.edits and not mutation.sql:
            yield f"{mutation.name}: it takes nothing away"
        if (mutation.expected == "green") != bool(mutation.because):
            yield f"{mutation.name}: say `because` where, and only where, it stays green"


def apply(mutation: Mutation, root: Path) -> dict[Path, str]:
    """Write a mutation into a tree; what the files held before."""
    before: dict[Path, str] = {}
    for edit in mutation.edits:
        path = root / edit.file
        text = path.read_text()
        before.setdefault(path, text)
        path.write_text(text.replace(edit.find, edit.instead))
    return before
