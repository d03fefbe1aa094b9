"""What neighbours may hold of categories, brands and collections; `contracts` gives it out."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

CategoryId = NewType("CategoryId", UUID)
BrandId = NewType("BrandId", UUID)
CollectionId = NewType("CollectionId", UUID)


@dataclass(frozen=True, kw_only=True)
class BrandRef:
    """A label."""

    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CategoryRef:
    """One step of a category path."""

    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CategoryNode:
    """A category with its path from the root (itself included) and its children."""

    id: CategoryId
    slug: str
    name: str
    path: tuple[CategoryRef, ...]
    children: tuple["CategoryNode", ...] = ()


@dataclass(frozen=True, kw_only=True)
class CollectionRef:
    """A curated group of products."""

    slug: str
    title: str
    description: str
