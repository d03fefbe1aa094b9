"""Fill a development database with the demo catalogue, through the domains' own doors.

Everything is looked for before it is made, so a second run changes nothing; each product is one
transaction, so a stopped run leaves whole products only and the next run goes on from there.
"""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from django.conf import settings
from django.db import transaction

from apps.common import clock
from apps.common.errors import Conflict, NotFound
from apps.common.money import Money
from apps.inventory import facade as inventory
from apps.inventory.contracts import StockLine
from apps.products import facade as products
from apps.products.contracts import ProductFilters, ProductId, VariantId, VariantSpec
from apps.vendors.contracts import VendorId, VendorRef
from devstack.demo.catalogue import Product, Review, Vendor, vendors
from devstack.demo.delivery import open_ways
from devstack.demo.people import known_shops, open_accounts, open_shop
from devstack.demo.pictures import Shot, Studio
from devstack.demo.sizes import load_guides
from devstack.demo.taxonomy import CATEGORIES, COLLECTIONS

type Say = Callable[[str], None]


@dataclass
class Loaded:
    """What one run added."""

    accounts: int = 0
    vendors: int = 0
    ways: int = 0
    products: int = 0
    pictures: int = 0
    reviews: int = 0

    def __str__(self) -> str:
        return (
            f"{self.products} products, {self.pictures} pictures, {self.reviews} reviews, "
            f"{self.vendors} vendors, {self.accounts} accounts, {self.ways} ways of delivery added"
        )


def load_demo(say: Say, catalogue: Sequence[Vendor] | None = None) -> Loaded:
    """Load what is missing of the demo; `say` gets a line for each product.

    `catalogue` is the whole demo unless a part of it is given.

    Raises:
        RuntimeError: asked for in production.
    """
    if settings.ENVIRONMENT == "production":
        raise RuntimeError("The demo has well-known passwords; it is not for production.")
    catalogue = vendors() if catalogue is None else catalogue
    loaded = Loaded()
    people, loaded.accounts = open_accounts()
    shops = known_shops(people, catalogue)
    missing = _missing(catalogue, shops)
    with Studio() as studio:
        marks = {vendor: studio.vendor(vendor) for vendor in catalogue if vendor.slug not in shops}
        shots = [studio.product(product) for _, product in missing]
        load_taxonomy()
        load_guides()
        for vendor, drawn in marks.items():
            logo, cover = drawn.result()
            shops[vendor.slug] = open_shop(vendor, people, logo=logo, cover=cover)
            loaded.vendors += 1
        loaded.ways = open_ways(shops)
        for (slug, product), pictures in zip(missing, shots, strict=True):
            _load(shops[slug], product, pictures.result(), loaded)
            say(f"{loaded.products} of {len(missing)} products: {product.title}")
    return loaded


def _load(shop: VendorRef, product: Product, pictures: list[Shot], loaded: Loaded) -> None:
    try:
        load_product(shop.id, product, pictures)
    except Conflict as conflict:
        if conflict.code != "sku-taken":  # it is there, but archived or its shop is closed
            raise
        return
    loaded.products += 1
    loaded.pictures += len(pictures)
    loaded.reviews += len(product.reviews)


def _missing(catalogue: Sequence[Vendor], shops: dict[str, VendorRef]) -> list[tuple[str, Product]]:
    """What the shops do not offer yet: by turns, and each shop's first piece last.

    The shop lists the newest first, so a newcomer sees one of each house.
    """
    rows = []
    for vendor in catalogue:
        known = _titles(shops[vendor.slug]) if vendor.slug in shops else set()
        rows.append([(vendor.slug, one) for one in vendor.products if one.title not in known])
    turns = list(zip_longest(*rows))
    return [item for turn in reversed(turns) for item in turn if item]


def _titles(shop: VendorRef) -> set[str]:
    found: set[str] = set()
    cursor: str | None = None
    with suppress(NotFound):  # a closed shop lists nothing
        while True:
            page = products.product_cards(
                ProductFilters(vendor=shop.slug), cursor=cursor, limit=100
            )
            found |= {card.title for card in page.rows}
            cursor = page.next_cursor
            if cursor is None:
                break
    return found


def load_taxonomy() -> None:
    """Make the categories and collections that are missing."""
    for position, (root, leaves) in enumerate(CATEGORIES.items()):
        products.ensure_category(path=[root], position=position)
        for place, leaf in enumerate(leaves):
            products.ensure_category(path=[root, leaf], position=place)
    for position, collection in enumerate(COLLECTIONS):
        products.ensure_collection(
            title=collection.title, description=collection.blurb, position=position
        )


@transaction.atomic
def load_product(vendor_id: VendorId, product: Product, pictures: list[Shot]) -> None:
    """Save one product whole: variants, stock, pictures, reviews; then publish it."""
    saved = products.create_product(
        vendor_id=vendor_id,
        title=product.title,
        description=product.description_html,
        category=products.ensure_category(path=product.category),
        collections=product.collections,
        tags=product.tags,
    )
    shown = _set_variants(saved.id, product)
    for shot in pictures:
        products.add_media(
            product_id=saved.id,
            content=shot.content,
            alt=shot.alt,
            variant_id=shown.get(shot.colour or ""),
        )
    products.publish_product(product_id=saved.id)
    for review, at in zip(product.reviews, _dates(product), strict=True):
        _add_review(saved.id, review, at)


def _set_variants(product_id: ProductId, product: Product) -> dict[str, VariantId]:
    """Save the matrix and its stock; return the first variant of each colour."""
    currency = settings.DEFAULT_CURRENCY
    price = Money(product.price_minor, currency)
    sale = None if product.sale_minor is None else Money(product.sale_minor, currency)
    cards = products.set_variants(
        product_id=product_id,
        variants=[
            VariantSpec(
                sku=variant.sku,
                price=price,
                sale_price=sale,
                size=variant.size,
                colour=variant.colour.name,
                colour_hex=variant.colour.hex,
            )
            for variant in product.variants
        ],
    )
    lines = [
        StockLine(card.id, variant.stock)
        for card, variant in zip(cards, product.variants, strict=True)
        if variant.stock
    ]
    counts = inventory.receive(lines, reason="demo: first delivery")
    products.note_stock({count.variant_id: count.available for count in counts})
    first: dict[str, VariantId] = {}
    for card in cards:
        first.setdefault(card.colour, card.id)
    return first


def _add_review(product_id: ProductId, review: Review, at: datetime) -> None:
    products.add_review(
        product_id=product_id,
        author_name=review.reviewer,
        rating=review.rating,
        title=review.title,
        body=review.body,
        at=at,
    )


def _dates(product: Product) -> list[datetime]:
    """When its reviews were written: over the last half year, the same days for each product."""
    dice = random.Random(product.slug)
    now = clock.now()
    days = sorted((dice.uniform(2, 180) for _ in product.reviews), reverse=True)
    return [now - timedelta(days=day) for day in days]
