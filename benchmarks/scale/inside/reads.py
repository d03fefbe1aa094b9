"""The reads that are looked at: each runs what the shop itself runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from apps.common.db import capped_count
from apps.common.http.pagination import keyset_page
from apps.products import facade
from apps.products.contracts import ProductFilters
from apps.products.models import Product
from apps.products.models.product import LISTED
from apps.products.selectors.own import products_of
from apps.vendors import facade as vendors
from benchmarks.scale.inside.places import Places
from benchmarks.scale.inside.served import LISTS, all_served, deep

PAGE = 20
ADMIN = "bench@fashionistar.example"


@dataclass(frozen=True)
class Read:
    """One read of the shop under its name."""

    name: str
    run: Callable[[], object]


def all_reads(at: Places) -> Iterator[Read]:
    """Lists, searches, facets, counts, a vendor's own list, staff's, the clock's."""
    yield from _lists(at)
    yield from _cells()
    for one in all_served(at):
        if not one.path.startswith(f"{LISTS}?") or "page=" in one.path:
            yield Read(one.name, one.run)
    yield Read("related products", lambda: facade.related(at.product))
    yield Read("sizes and colours to choose from", facade.sizes_and_colours)
    yield Read("count: everything listed", lambda: capped_count(Product.objects.filter(LISTED)))
    yield from _of_vendor(at)
    yield from _of_staff(at)
    yield Read("by the clock: products that strayed from their tier", facade.sort_tiers)
    yield Read("by the clock: words of new products", facade.note_new_words)


def _lists(at: Places) -> Iterator[Read]:
    for order in ("newest", "price", "-price", "rating"):
        yield _cards(f"list: {order}", ordering=order)
    for kind, slugs in _groups(at).items():
        for size, slug in slugs.items():
            for order in ("newest", "-price", "rating"):
                yield _cards(f"{kind}, {size}: {order}", ordering=order, **{kind: slug})
    yield _cards("category, root, deep page", cursor=deep(category=at.root), category=at.root)
    yield _cards("list: newest, deep page", cursor=deep())
    yield _cards("price range, narrow", price_min=1_000_000, price_max=1_010_000)
    yield _cards("price range, wide", price_min=1_000_000, price_max=9_000_000)
    yield _cards("in stock", in_stock=True)
    yield _cards("sold out", in_stock=False)


def _groups(at: Places) -> dict[str, dict[str, str]]:
    found = {
        "category": {"root": at.root, "largest": at.leaf, "smallest": at.small_leaf},
        "vendor": {"busiest": at.vendor, "quietest": at.small_vendor},
        "collection": {"largest": at.collection, "smallest": at.small_collection},
    }
    if "brand" in ProductFilters.__dataclass_fields__:
        found["brand"] = {"largest": at.brand, "smallest": at.small_brand}
    return found


def _cells() -> Iterator[Read]:
    yield _cards("size M", size="M")
    yield _cards("colour black, size UK 12", colour="black", size="UK 12")
    yield _cards("colour that nothing has", colour="ultraviolet")
    yield _cards("size that nothing has, with that colour", size="UK 99", colour="black")


def _of_vendor(at: Places) -> Iterator[Read]:
    mine = products_of(vendor_id=vendors.vendor_by_slug(at.vendor).id)
    order = ("-created_at", "-id")
    yield Read("a vendor's own list", lambda: keyset_page(mine, order=order))
    yield Read("a vendor's drafts", lambda: keyset_page(mine.filter(status="draft"), order=order))


def _of_staff(at: Places) -> Iterator[Read]:
    address = reverse("admin:products_product_changelist")
    asked = {
        "staff: all products": "",
        "staff: drafts": "?status__exact=draft",
        "staff: search by words": "?q=adire+boubou",
        "staff: search by a slug": f"?q={at.product}",
        "staff: search by a SKU": "?q=L0000042-1",
    }
    client = Client(SERVER_NAME="127.0.0.1")
    users = get_user_model().objects
    client.force_login(users.filter(email=ADMIN).first() or users.create_superuser(ADMIN, "no"))
    for name, query in asked.items():
        yield Read(name, partial(_answered, client, address + query))
    variants = reverse("admin:products_variant_changelist")
    yield Read("staff: variants by a SKU", partial(_answered, client, f"{variants}?q=L0000042-1"))


def _answered(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _cards(name: str, cursor: str | None = None, **filters: Any) -> Read:
    wanted = ProductFilters(**filters)
    return Read(name, lambda: facade.product_cards(wanted, cursor=cursor, limit=PAGE))
