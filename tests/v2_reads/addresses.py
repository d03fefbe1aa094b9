"""The GETs of v2 as its own description names them, with and without each parameter."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from apps.products.models import Category
from backend.api_v2 import api
from tests.v2_reads.shop import Shop

# How to ask for each parameter. A new one has to be added here: then its read is tested, too.
VALUES: Mapping[str, tuple[str, ...]] = {
    "brand": ("deola",),
    "collection": ("owambe",),
    "colour": ("blue",),
    "country": ("GH",),
    "currency": ("NGN",),
    "cursor": (),  # from `next` and `previous`: `cursors`
    "days": ("7",),
    "exact": ("true",),
    "in_stock": ("true",),
    "is_live": ("true", "false"),
    "is_low": ("true",),
    "limit": ("1",),
    "ordering": ("price", "-price", "rating"),
    "page": ("1",),
    "price_max": ("999999999",),
    "price_min": ("1",),
    "q": ("gown", "anakra gown", "an"),
    "rating": ("1",),
    "search": ("gown", "gown 50%", "a b c d e f g h"),
    "size": ("UK",),
    "sort": ("highest", "lowest", "helpful"),
    "stars": ("5",),
    "state": ("Lagos",),
    "verified": ("true",),
}
_STATUS = {"orders": "delivered", "returns": "requested", "disputes": "for-buyer"}
_NEEDS = {"/api/v2/products/search/": "q", "/api/v2/suggest/": "q"}


class Get(NamedTuple):
    """One GET; `headers` are those beside who asks."""

    path: str
    address: str
    headers: Mapping[str, str]


def paths() -> Mapping[str, list[tuple[str, str]]]:
    """Every GET of v2: its parameters as pairs of where and name."""
    described = api.get_openapi_schema(path_prefix="/api/v2/")["paths"]
    return {
        path: [(one["in"], one["name"]) for one in methods["get"].get("parameters", [])]
        for path, methods in described.items()
        if "get" in methods
    }


def gets(shop: Shop) -> list[Get]:
    """Each GET as it is, and with each of its parameters."""
    return [get for path, parameters in paths().items() for get in _asked(path, parameters, shop)]


def cursors(page: object) -> list[str]:
    """The addresses of a page's neighbours."""
    if not isinstance(page, dict):
        return []
    return [page[name] for name in ("next", "previous") if page.get(name)]


def _asked(path: str, parameters: list[tuple[str, str]], shop: Shop) -> list[Get]:
    address = path.format(**shop.named)
    needed = {_NEEDS[path]: VALUES[_NEEDS[path]][0]} if path in _NEEDS else {}
    asked = [Get(path, _with(address, needed), shop.headers)]
    for where, name in parameters:
        if where == "header":
            asked.append(Get(path, _with(address, needed), {name: shop.named[name]}))
        if where == "query":
            asked += [
                Get(path, _with(address, needed | {name: value}), shop.headers)
                for value in _values(path, name, shop)
            ]
    return asked


def _values(path: str, name: str, shop: Shop) -> tuple[str, ...]:
    if name == "status":
        return (_STATUS[path.rsplit("/", 1)[-1]],)
    if name == "category":
        return tuple(Category.objects.order_by("id").values_list("slug", flat=True)[:1])
    return (shop.named[name],) if name in shop.named else VALUES[name]


def _with(address: str, query: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address
