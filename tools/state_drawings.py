"""Write docs/reference/states.md: every state table of the house, drawn from the code.

Run `python -m tools.state_drawings` after changing a table; a test says when the page is old.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from inspect import getdoc
from pathlib import Path

from apps.common.state_machine import Transitions

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/reference/states.md"
HEAD = """# States

Each status of the house has one table of moves (`states.py` of its domain). A move that is not
drawn here is refused with 409 `illegal-transition`, whoever asks; the database refuses values that
are no state.

Written by `python -m tools.state_drawings`; do not edit.
"""


@dataclass(frozen=True)
class Drawing:
    """One table as it is drawn."""

    domain: str
    name: str
    states: type[Enum]
    table: Transitions[Enum]

    def text(self) -> str:
        """The heading, what the status says, and its Mermaid diagram."""
        about = (getdoc(self.states) or "").replace("\n", " ")
        first = next(iter(self.states)).value
        lines = [f"    [*] --> {_id(first)}", *self._moves(), *self._ends()]
        names = [f"    {_id(one.value)} : {one.value}" for one in self.states]
        drawn = "\n".join(["stateDiagram-v2", *names, *lines])
        return f"\n## {self.domain}: {self.name}\n\n{about}\n\n```mermaid\n{drawn}\n```\n"

    def _moves(self) -> Iterator[str]:
        for old in self.states:
            for new in self.states:
                if self.table.allows(old, new):
                    yield f"    {_id(old.value)} --> {_id(new.value)}"

    def _ends(self) -> Iterator[str]:
        for old in self.states:
            if not any(self.table.allows(old, new) for new in self.states):
                yield f"    {_id(old.value)} --> [*]"


def drawings() -> list[Drawing]:
    """Every table, by domain in the order of the alphabet, then as the file has them."""
    found = []
    for path in sorted((ROOT / "apps").glob("*/states.py")):
        module = import_module(f"apps.{path.parent.name}.states")
        for name, table in vars(module).items():
            if isinstance(table, Transitions):
                words = name.lower().replace("_", " ")
                found.append(Drawing(path.parent.name, words, table.states, table))
    return found


def page() -> str:
    """The whole page as it should be."""
    return HEAD + "".join(drawing.text() for drawing in drawings())


def _id(state: str) -> str:
    return state.replace("-", "_")


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.test")
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(drawings())} tables")


if __name__ == "__main__":
    main()
