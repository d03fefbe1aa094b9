"""Small facts that outlive a run: ports, digests, demo accounts. One JSON file."""

import json
import os
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, Any]:
    """The facts in the file; a missing or broken file holds none."""
    try:
        known = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def write(path: Path, facts: dict[str, Any]) -> None:
    """Replace the file in one step, readable by its owner alone."""
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(facts, out, indent=1)
    draft.replace(path)


def remember(path: Path, **facts: Any) -> None:
    """Add or replace single facts."""
    write(path, read(path) | facts)
