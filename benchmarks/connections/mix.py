"""What the clients ask for: shoppers who look around, half of them with a cart, and sellers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from benchmarks.common.client import wire

SELLERS_EVERY = 10  # clients
WORDS = ("agbada", "ankara dress", "ankra", "red gele", "aso oke", "shoes")
LIST, SEARCH = "/api/v2/products/", "/api/v2/products/search/"
ORDERINGS = ("", "&ordering=price&in_stock=true", "&ordering=newest", "&page=2")
CART, ORDERS = "/api/v2/cart", "/api/v2/orders"
SELLERS = ("/api/v2/vendor/dashboard/", "/api/v2/vendor/orders", "/api/v2/vendor/stock")


def wires_of(facts: Mapping[str, Any], clients: int) -> list[list[bytes]]:
    """What each client asks in turn; no two shoppers in a row look at the same things."""
    found = []
    for number in range(clients):
        if number % SELLERS_EVERY == 0:
            token = _turn(facts["sellers"], number // SELLERS_EVERY)
            found.append([wire(path, token) for path in SELLERS])
        else:
            found.append(list(_shopper(facts, number)))
    return found


def _shopper(facts: Mapping[str, Any], number: int) -> Iterator[bytes]:
    """One visit: a list, a search as it is typed, what came up; who signed in has a cart."""
    words = quote(_turn(WORDS, number))
    slugs = [_turn(facts["slugs"], 5 * number + step) for step in range(5)]
    yield wire(f"{LIST}?limit=20{_turn(ORDERINGS, number)}")
    yield wire(f"{LIST}{slugs[0]}/")
    yield wire(f"/api/v2/suggest/?q={words[:2]}")
    yield wire(f"/api/v2/suggest/?q={words[:4]}")
    yield wire(f"{SEARCH}?q={words}&limit=20")
    yield wire(f"/api/v2/products/facets/?q={words}")
    for slug in slugs[1:4]:
        yield wire(f"{LIST}{slug}/")
    yield wire(f"/p/{slugs[4]}")  # the shop's own page
    if number % 2:
        token = _turn(facts["buyers"], number // 2)
        yield wire(CART, token)
        yield wire(f"{LIST}?limit=20")
        yield wire(CART, token)
        yield wire(ORDERS, token)


def _turn(choices: Sequence[str], number: int) -> str:
    return choices[number % len(choices)]
