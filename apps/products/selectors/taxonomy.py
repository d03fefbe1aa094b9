"""The category tree and the collections."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from apps.common.db import Plan, Prepared, plans
from apps.common.errors import InvalidInput
from apps.products.contracts import BrandRef, CategoryId, CategoryNode, CategoryRef, CollectionRef
from apps.products.errors import CategoryNotFound
from apps.products.models import Category, Collection

type CategoryRow = tuple[UUID, UUID | None, str, str]
_ALL: Prepared[CategoryRow] = Prepared(
    lambda: Category.objects.values_list("id", "parent_id", "slug", "name").order_by(
        "position", "name", "id"
    )
)


def category_tree() -> tuple[CategoryNode, ...]:
    """Return the roots with everything below them: one query."""
    return plans.run(categories())


def categories() -> Plan[tuple[CategoryNode, ...]]:
    """Read the roots with everything below them."""
    below: dict[UUID | None, list[CategoryRow]] = defaultdict(list)
    for row in (yield from tree_rows()):
        below[row[1]].append(row)
    return _nodes(below, None, ())


def category_by_slug(slug: str) -> CategoryNode:
    """Return a category with its path and what lies below it: one query.

    Raises:
        CategoryNotFound: no category has this slug.
    """
    waiting = list(category_tree())
    while waiting:
        node = waiting.pop()
        if node.slug == slug:
            return node
        waiting.extend(node.children)
    raise CategoryNotFound


def tree_rows() -> Plan[list[CategoryRow]]:
    """Read every category, one level's in the order in which people see them."""
    return plans.rows(_ALL)


def category_ref(slug: str | None, name: str | None) -> CategoryRef | None:
    """Return the category that a product stands in, None without one."""
    return CategoryRef(slug=slug, name=name) if slug and name else None


def brand_ref(slug: str | None, name: str | None) -> BrandRef | None:
    """Return the label that a product carries, None without one."""
    return BrandRef(slug=slug, name=name) if slug and name else None


def path_in(rows: Iterable[CategoryRow], category_id: UUID | None) -> tuple[CategoryRef, ...]:
    """Return the steps from the root to a category, itself included."""
    known = {row[0]: row for row in rows}
    steps: list[CategoryRef] = []
    at = category_id
    while at is not None:
        _, at, slug, name = known[at]
        steps.insert(0, CategoryRef(slug=slug, name=name))
    return tuple(steps)


def ids_below(slug: str) -> Plan[set[UUID]]:
    """Read the ids of a category and of all below it: one query.

    Raises:
        InvalidInput: the slug is unknown.
    """
    rows = yield from tree_rows()
    below: dict[UUID | None, list[UUID]] = defaultdict(list)
    for id_, parent_id, *_ in rows:
        below[parent_id].append(id_)
    waiting = [id_ for id_, _, known, _ in rows if known == slug]
    if not waiting:
        sentence = "No category has this slug."
        raise InvalidInput(sentence, errors={"category": [sentence]})
    found: set[UUID] = set()
    while waiting:
        found.add(at := waiting.pop())
        waiting += below[at]
    return found


def collections() -> tuple[CollectionRef, ...]:
    """Return the visible collections in their order."""
    rows = Collection.objects.filter(is_visible=True).values("slug", "title", "description")
    return tuple(collection_ref(row) for row in rows)


def collection_ref(row: Mapping[str, Any]) -> CollectionRef:
    """Return a collection as others see it."""
    return CollectionRef(slug=row["slug"], title=row["title"], description=row["description"])


def _nodes(
    below: Mapping[UUID | None, list[CategoryRow]],
    parent_id: UUID | None,
    above: tuple[CategoryRef, ...],
) -> tuple[CategoryNode, ...]:
    found = []
    for id_, _, slug, name in below.get(parent_id, ()):
        path = (*above, CategoryRef(slug=slug, name=name))
        children = _nodes(below, id_, path)
        found.append(
            CategoryNode(id=CategoryId(id_), slug=slug, name=name, path=path, children=children)
        )
    return tuple(found)
