"""`python -m benchmarks.scale.inside.statements`: what is asked over HTTP, and as plain SQL.

The SQL is what the shop itself sends for the same read, with its values written in.
"""

import json
import os
import re
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import django

LIMIT = 20


def main() -> None:
    """Print the rows of the benchmark: name -> path and statements."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.main")
    django.setup()
    from apps.products import facade  # noqa: PLC0415 - needs Django
    from apps.products.contracts import ProductFilters  # noqa: PLC0415
    from benchmarks.scale.inside.places import places  # noqa: PLC0415
    from benchmarks.scale.inside.plans import asked_by  # noqa: PLC0415

    at = places()
    lists: dict[str, dict[str, Any]] = {
        "list, newest": {},
        "list, dearest first": {"ordering": "-price"},
        "category with others below": {"category": at.root},
        "category, smallest": {"category": at.small_leaf, "ordering": "-price"},
        "store, quietest": {"vendor": at.small_vendor},
        "colour and size": {"colour": "black", "size": "UK 12"},
        "search, two words": {"q": "adire boubou"},
        "search, a word of many": {"q": "dress"},
    }
    found = {}
    for name, words in lists.items():
        filters = ProductFilters(**{"ordering": "relevance" if "q" in words else "", **words})
        asked = asked_by(partial(facade.product_cards, filters, limit=LIMIT))
        path = "/api/v2/products/search/" if "q" in words else "/api/v2/products/"
        found[name] = {
            "path": f"{path}?{urlencode({**words, 'limit': LIMIT})}",
            "sql": _for_pgbench(asked),
        }
    asked = asked_by(lambda: facade.product_page(at.product))
    found["product page"] = {
        "path": f"/api/v2/products/{at.product}/",
        "sql": _for_pgbench(asked),
    }
    if _is_served("/api/v2/suggest/"):
        found["typeahead"] = {"path": "/api/v2/suggest/?q=ank", "sql": ""}
    print(json.dumps(found))


def _for_pgbench(asked: Iterable[tuple[str, Any]]) -> str:
    """One script; nothing where a text holds what pgbench takes for a variable, as `'dress:A'`."""
    from benchmarks.scale.inside.plans import literal  # noqa: PLC0415

    script = ";\n".join(literal(*one) for one in asked)
    return "" if re.search(r"(?<!:):[A-Za-z_]", script) else script


def _is_served(path: str) -> bool:
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    try:
        resolve(path)
    except Resolver404:
        return False
    return True


if __name__ == "__main__":
    main()
