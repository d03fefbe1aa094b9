"""The domains, from the top of the import order to the bottom.

Settings, urls and the architecture tests read this list. A domain may use those below it, never
those above it (pyproject.toml holds the same order as an import contract).
"""

from importlib.util import find_spec

DOMAINS: tuple[str, ...] = (
    "storefront",
    "notifications",
    "analytics",
    "orders",
    "cart",
    "promotions",
    "inventory",
    "products",
    "delivery",
    "vendors",
    "payments",
    "customers",
    "authentication",
    "common",
)


def with_module(name: str) -> list[str]:
    """Return the dotted path of a module in each domain that has it, e.g. `apis.v2.router`."""
    return [path for domain in DOMAINS if _exists(path := f"apps.{domain}.{name}")]


def _exists(path: str) -> bool:
    try:
        return find_spec(path) is not None
    except ModuleNotFoundError:  # a package on the way is missing
        return False
