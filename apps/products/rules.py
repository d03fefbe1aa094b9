"""Pure rules of the catalogue: texts, slugs, SKUs, colours, the summary of prices."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import unescape

import nh3

MAX_TITLE, MAX_DESCRIPTION, MAX_TAGS, MAX_TAG = 200, 20_000, 30, 40
MAX_VARIANTS, MAX_MEDIA, MAX_MOVES = 200, 20, 100
MAX_PRICE_MINOR = 10**13  # an order of 100 lines of 1000 pieces still fits a BIGINT column
ONE_SIZE = "One size"
FIXED_WORDS = frozenset({"search", "facets"})  # addresses below /products/ that are no product

# fmt: off
_ALLOWED_TAGS = {
    "a", "b", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p",
    "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u",
    "ul",
}
# fmt: on
_NAMED_COLOURS = {
    "beige": "#e8dcc4",
    "black": "#161616",
    "blue": "#2456a6",
    "brown": "#6f4a2f",
    "burgundy": "#6d1f33",
    "charcoal": "#3b3f45",
    "coral": "#f0735a",
    "cream": "#f6efdd",
    "gold": "#c79a3b",
    "green": "#2f7a4d",
    "grey": "#8a8d91",
    "indigo": "#2c2f73",
    "ivory": "#fbf6e9",
    "khaki": "#a89a6b",
    "lilac": "#b79ad1",
    "moss": "#6a7044",
    "navy": "#1c2a4a",
    "olive": "#6b6b2f",
    "orange": "#e2762b",
    "pink": "#e38aa7",
    "purple": "#6b3d8f",
    "red": "#b8292f",
    "silver": "#bfc3c7",
    "slate": "#56616c",
    "teal": "#1f7a7a",
    "white": "#fdfdfb",
    "wine": "#722f37",
    "yellow": "#edc53f",
}


def clean_text(text: str, limit: int) -> str:
    """Return one line of visible text, spaces collapsed, cut at `limit`."""
    return " ".join(visible(text).split())[:limit].strip()


def visible(text: str) -> str:
    """Leave out what turns the writing direction round or is not seen at all."""
    shown = (char for char in text if unicodedata.category(char) != "Cf")
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in shown)


def clean_html(html: str) -> str:
    """Return the markup that a description may hold: no script, style, picture or frame."""
    text = html.replace("\x00", "")
    return nh3.clean(
        text,
        tags=_ALLOWED_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    ).strip()


def plain_text(html: str) -> str:
    """Return the words of a sanitised description, for search results and page metadata."""
    spaced = unescape(re.sub(r"<[^>]*>", " ", html))
    return " ".join(spaced.split())


def excerpt(text: str, limit: int) -> str:
    """Cut at a word's end, with an ellipsis where something is missing."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Return the tags in lower case, each once, in their order, at most 30."""
    cleaned = (clean_text(tag, MAX_TAG).lower() for tag in tags)
    return list(dict.fromkeys(tag for tag in cleaned if tag))[:MAX_TAGS]


def seo_title(text: str) -> str:
    """Return a title for search engines, as wide as the column."""
    return clean_text(text, 120)


def seo_description(text: str) -> str:
    """Return a description for search engines, as wide as the column."""
    return clean_text(text, 320)


def slug_of(text: str, *, limit: int = 190) -> str:
    """Return the address form of a title; Yoruba dots and tone marks fall away.

    A title without a Latin letter or digit gets a short digest instead.
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:limit].strip("-")
    return slug or hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def numbered(slug: str, taken: set[str]) -> str:
    """Return the slug, or the first `slug-2`, `slug-3`, … that is free."""
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"


def sku_for(handle: str, size: str, colour: str) -> str:
    """Return a SKU for a variant that came without one: the same every time."""
    parts = [handle, colour, "" if size == ONE_SIZE else size]
    text = "-".join(slug_of(part, limit=40) for part in parts if part).upper()
    if len(text) <= 64:  # noqa: PLR2004 - the column's width
        return text
    return f"{text[:55]}-{hashlib.sha256(text.encode()).hexdigest()[:8].upper()}"


def hex_of(colour: str) -> str:
    """Guess a swatch from a colour's name ("Heather Green" is green); empty if unknown."""
    words = re.findall(r"[a-z]+", colour.lower().replace("gray", "grey"))
    return next((_NAMED_COLOURS[word] for word in reversed(words) if word in _NAMED_COLOURS), "")


def price_summary(prices: Sequence[tuple[int, int | None]]) -> tuple[int | None, int | None]:
    """Return the lowest price paid and what stood before it, from (price, sale price) pairs.

    Among equal prices the one with the highest former price wins, so that a sale is seen.
    """
    if not prices:
        return None, None
    paid = [
        (price if sale is None else sale, 0 if sale is None else -price) for price, sale in prices
    ]
    lowest, former = min(paid)
    return lowest, -former or None
