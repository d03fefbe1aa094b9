"""The words of `words.toml`, read once, with what each becomes in an address."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from devstack.demo.taxonomy import SIZE_RUNS

FILE = Path(__file__).with_name("words.toml")
KOBO = 100


@dataclass(frozen=True)
class Group:
    """Garments of one category, with their cloths, sizes and range of prices in kobo."""

    category: tuple[str, str]
    weight: int
    cloths: tuple[str, ...]
    sizes: tuple[str, ...]
    lowest: int
    highest: int
    garments: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Everything that `load_catalogue` knows to say."""

    groups: tuple[Group, ...]
    styles: tuple[str, ...]
    details: tuple[str, ...]
    occasions: tuple[str, ...]
    places: tuple[str, ...]
    tags: tuple[str, ...]
    sentences: tuple[str, ...]
    colours: tuple[tuple[str, str], ...]
    houses: tuple[str, ...]
    names: tuple[str, ...]
    makers: tuple[str, ...]


@cache
def words() -> Words:
    """Read the file."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    plain = ("styles", "details", "occasions", "places", "tags", "sentences", "houses", "names")
    return Words(
        groups=tuple(_group(said, entry) for entry in said["group"]),
        colours=tuple(said["colours"].items()),
        makers=tuple(said["makers"]),
        **{name: tuple(said[name]) for name in plain},
    )


@lru_cache(maxsize=100_000)
def slug_of(text: str) -> str:
    """A word or two in an address: without accents, in ASCII."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _group(said: dict[str, Any], entry: dict[str, Any]) -> Group:
    lowest, highest = entry["price"]
    return Group(
        category=tuple(entry["category"]),
        weight=entry["weight"],
        cloths=tuple(said[entry.get("cloth", "fabrics")]),
        sizes=SIZE_RUNS[entry["sizes"]],
        lowest=lowest * KOBO,
        highest=highest * KOBO,
        garments=tuple(entry["garments"]),
    )
