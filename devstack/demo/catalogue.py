"""The demo catalogue: eight vendors, their products, what buyers said.

The facts stand in `vendors/*.toml`, one file a vendor; this module reads and checks them.
Prices in the files are whole naira; here they are kobo.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from devstack.demo.art.recipe import Recipe
from devstack.demo.taxonomy import SIZE_RUNS

FILES = Path(__file__).with_name("vendors")
KOBO = 100


@dataclass(frozen=True)
class Colour:
    """A colour variant: its name and `#rrggbb`."""

    name: str
    hex: str


@dataclass(frozen=True)
class Variant:
    """One size in one colour."""

    sku: str
    size: str
    colour: Colour
    stock: int


@dataclass(frozen=True)
class Review:
    """What a buyer wrote; `rating` is 1 to 5."""

    rating: int
    title: str
    body: str
    reviewer: str


@dataclass(frozen=True)
class Product:
    """One product; money in kobo; `category` is a path such as `("Women", "Dresses")`."""

    slug: str
    title: str
    category: tuple[str, ...]
    collections: tuple[str, ...]
    tags: tuple[str, ...]
    price_minor: int
    sale_minor: int | None
    description: str
    fabric: str
    care: str
    fit: str
    made_to_measure: bool
    recipe: Recipe
    variants: tuple[Variant, ...]
    reviews: tuple[Review, ...]

    @property
    def colours(self) -> tuple[Colour, ...]:
        """Its colours, in the order of the file."""
        return tuple(dict.fromkeys(variant.colour for variant in self.variants))

    @property
    def sizes(self) -> tuple[str, ...]:
        """Its sizes, smallest first."""
        return tuple(dict.fromkeys(variant.size for variant in self.variants))

    @property
    def description_html(self) -> str:
        """The description, fabric, fit and care as paragraphs."""
        parts = [
            ("", self.description),
            ("Fabric", self.fabric),
            ("Fit", self.fit),
            ("Care", self.care),
        ]
        return "".join(
            f"<p><strong>{head}.</strong> {escape(text, quote=False)}</p>"
            if head
            else f"<p>{escape(text, quote=False)}</p>"
            for head, text in parts
        )


@dataclass(frozen=True)
class Vendor:
    """One shop with its mark, its cover cloth and its products."""

    slug: str
    code: str
    name: str
    tagline: str
    story: str
    city: str
    state: str
    country: str
    owner: str
    email: str
    phone: str
    featured: bool
    logo: tuple[str, str, str, str]
    cover: tuple[str, str, str]
    products: tuple[Product, ...]


@lru_cache(maxsize=1)
def vendors() -> tuple[Vendor, ...]:
    """All vendors with their products, in the order of their slugs."""
    return tuple(_vendor(path) for path in sorted(FILES.glob("*.toml")))


def _vendor(path: Path) -> Vendor:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    facts = content["vendor"]
    logo, cover = facts["logo"], facts["cover"]
    return Vendor(
        **{
            key: facts[key]
            for key in (
                "slug",
                "code",
                "name",
                "tagline",
                "story",
                "city",
                "state",
                "country",
                "owner",
                "email",
                "phone",
            )
        },
        featured=facts.get("featured", False),
        logo=(logo["sign"], logo["ground"], logo["ink"], logo["second"]),
        cover=(cover["pattern"], cover["palette"], cover["colour"]),
        products=tuple(
            _product(facts["code"], number, entry)
            for number, entry in enumerate(content["product"], 1)
        ),
    )


def _product(code: str, number: int, entry: dict[str, Any]) -> Product:
    sale = entry.get("sale")
    return Product(
        slug=slug_of(entry["title"]),
        title=entry["title"],
        category=tuple(entry["category"].split(" > ")),
        collections=tuple(entry["collections"]),
        tags=tuple(entry["tags"]),
        price_minor=entry["price"] * KOBO,
        sale_minor=sale * KOBO if sale else None,
        made_to_measure=entry.get("made_to_measure", False),
        recipe=Recipe(**entry["art"]),
        variants=_variants(f"{code}-{number:02d}", entry),
        reviews=tuple(_review(line) for line in entry["reviews"]),
        **{key: entry[key] for key in ("description", "fabric", "care", "fit")},
    )


def slug_of(title: str) -> str:
    """A title as a slug."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _variants(stem: str, entry: dict[str, Any]) -> tuple[Variant, ...]:
    """Every size in every colour; each further colour's stock row is turned by one place."""
    sizes, stock = SIZE_RUNS[entry["sizes"]], entry["stock"]
    found = []
    for turn, text in enumerate(entry["colours"]):
        name, _, code = text.rpartition(" ")
        row = stock[turn:] + stock[:turn] if turn < len(stock) else stock
        short = slug_of(name).replace("-", "")[:4].upper()
        for size, count in zip(sizes, row, strict=True):
            sku = f"{stem}-{short}-{slug_of(size).upper()}"
            found.append(Variant(sku, size, Colour(name, code), count))
    return tuple(found)


def _review(line: str) -> Review:
    rating, title, body, reviewer = (part.strip() for part in line.split("|"))
    return Review(int(rating), title, body, reviewer)
