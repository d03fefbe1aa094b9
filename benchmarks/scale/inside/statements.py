"""`python -m benchmarks.scale.inside.statements`: what is asked over HTTP, and as plain SQL.

The SQL is what the shop itself sends for the same read, with its values written in.
"""

import json
import os
import re
from collections.abc import Iterable
from typing import Any

import django


def main() -> None:
    """Print the rows of the benchmark: name -> path and statements."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.main")
    django.setup()
    from benchmarks.scale.inside.places import places  # noqa: PLC0415 - needs Django
    from benchmarks.scale.inside.plans import asked_by  # noqa: PLC0415
    from benchmarks.scale.inside.served import all_served  # noqa: PLC0415

    found = {
        one.name: {"path": one.path, "sql": _for_pgbench(asked_by(one.run))}
        for one in all_served(places())
    }
    print(json.dumps(found))


def _for_pgbench(asked: Iterable[tuple[str, Any]]) -> str:
    """One script; nothing where a text holds what pgbench takes for a variable, as `'dress:A'`."""
    from benchmarks.scale.inside.plans import literal  # noqa: PLC0415

    script = ";\n".join(literal(*one) for one in asked)
    return "" if re.search(r"(?<!:):[A-Za-z_]", script) else script


if __name__ == "__main__":
    main()
