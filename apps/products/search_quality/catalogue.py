"""The fixed catalogue: the same 333 products every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from apps.common import clock
from apps.products import rules
from apps.products.models import Brand, Category, Product, Variant
from apps.products.search_quality.pieces import BRANDS, COLOURS, HOUSES, KINDS, Kind
from apps.products.services.taxonomy import brand_named, ensure_category
from apps.products.states import ProductStatus
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorRef

_BODY = "<p>Cut and sewn in Nigeria. {words} Gentle wash, dry in the shade.</p>"


@dataclass(frozen=True)
class Piece:
    """The facts of one product."""

    title: str
    kind: Kind
    cloth: str
    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    house: str
    brand: str
    is_in_stock: bool
    popularity: int


def pieces() -> Iterator[Piece]:
    """Every product's facts, in a fixed order; titles name a colour only now and then."""
    number = 0
    for kind in KINDS:
        for turn in range(kind.pieces):
            cloth, cloth_word = kind.cloths[turn % len(kind.cloths)]
            noun = kind.nouns[(turn + turn // len(kind.nouns)) % len(kind.nouns)]
            colours = tuple(COLOURS[(number * 5 + step * 7) % len(COLOURS)] for step in range(3))
            named = colours[0] if turn % 3 == 0 else ""
            title = " ".join(word for word in (named, cloth_word, noun) if word)
            yield Piece(
                title=f"{title} No. {number + 100}",
                kind=kind,
                cloth=cloth,
                colours=colours,
                sizes=kind.sizes[: max(2, len(kind.sizes) - turn % 2)],
                house=HOUSES[number % len(HOUSES)],
                brand=BRANDS[number * 5 // 2 % len(BRANDS)],
                is_in_stock=number % 9 != 0,
                popularity=(number * 37) % 100,
            )
            number += 1


def load() -> dict[str, Piece]:
    """Save all of them as published products; return the facts by slug."""
    houses = {name: vendors.open_imported_vendor(store_name=name) for name in HOUSES}
    brands = {name: brand_named(name) for name in BRANDS}
    kinds = {kind.key: _category(kind) for kind in KINDS}
    saved: dict[str, Piece] = {}
    rows: list[Product] = []
    for piece in pieces():
        row = _row(
            piece, houses[piece.house], brands[piece.brand], kinds[piece.kind.key], len(rows)
        )
        rows.append(row)
        saved[row.slug] = piece
    Product.objects.bulk_create(rows)
    Variant.objects.bulk_create([cell for row in rows for cell in _cells(row, saved[row.slug])])
    return saved


def _category(kind: Kind) -> Category:
    return Category.objects.get(slug=ensure_category(path=kind.category))


def _row(
    piece: Piece, house: VendorRef, brand: Brand | None, category: Category, number: int
) -> Product:
    return Product(
        vendor_id=house.id,
        vendor_name=house.store_name,
        title=piece.title,
        slug=rules.slug_of(piece.title),
        description=_BODY.format(words=piece.kind.words),
        category=category,
        brand=brand,
        tags=[piece.kind.words] if piece.kind.words else [],
        status=ProductStatus.PUBLISHED,
        published_at=clock.now() - timedelta(hours=number),
        currency="NGN",
        lowest_price_minor=500_000 + number * 10_000,
        is_in_stock=piece.is_in_stock,
        is_vendor_open=True,
        sizes=list(piece.sizes),
        colours=list(piece.colours),
        popularity=piece.popularity,
    )


def _cells(row: Product, piece: Piece) -> Iterator[Variant]:
    for place, (size, colour) in enumerate(
        (size, colour) for size in piece.sizes for colour in piece.colours
    ):
        yield Variant(
            product=row,
            vendor_id=row.vendor_id,
            sku=f"{row.slug}-{place}",
            size=size,
            colour_name=colour,
            price_minor=row.lowest_price_minor or 0,
            currency=row.currency,
            position=place,
            is_in_stock=row.is_in_stock,
        )
