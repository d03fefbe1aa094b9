"""The 36 states of Nigeria, the FCT, and their 774 local government areas (LGAs).

The list is ours, checked against three published ones that disagree: PyPI `nigeria-states-lgas`
1.0.6 (lacks Onuimo in Imo and Bassa in Plateau, has two LGAs of Osun again in Oyo), npm
`nigerian-states-lgas` 1.0.3 (768 names, several joined or cut in two) and GitHub
`xosasx/nigerian-local-government-areas` (774). Renamed places carry today's name (Yewa).
"""

import csv
from functools import cache
from importlib.resources import files

LIST_NAME = "nigeria_lgas.csv"


def states() -> tuple[str, ...]:
    """All 37, in alphabetical order; the capital territory is `FCT`."""
    return tuple(_places())


def lgas(state: str) -> tuple[str, ...]:
    """LGAs of one state in alphabetical order; empty for a state that does not exist."""
    return _places().get(state, ())


@cache
def _places() -> dict[str, tuple[str, ...]]:
    source = files(__package__).joinpath(LIST_NAME).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(source.splitlines()):
        found.setdefault(row["state"], []).append(row["lga"])
    return {state: tuple(names) for state, names in found.items()}
