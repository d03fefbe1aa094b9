"""The category tree, collections, and what a shopper can narrow by."""

from uuid import UUID

from apps.common.errors import InvalidInput
from apps.products.contracts import CategoryId, CategoryNode, CategoryRef, CollectionRef
from apps.products.errors import CategoryNotFound
from apps.products.models import Category, Collection, Product, Variant
from apps.products.models.product import LISTED


def category_tree() -> tuple[CategoryNode, ...]:
    """Return the roots with everything below them: one query."""
    rows: list[Category] = list(Category.tree.with_tree_fields())
    return tuple(_node(row, rows, ()) for row in rows if row.parent_id is None)


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


def path_of(category_id: UUID | None) -> tuple[CategoryRef, ...]:
    """Return the steps from the root to a category, itself included: one query."""
    if category_id is None:
        return ()
    rows = {row.id: row for row in Category.objects.only("slug", "name", "parent_id")}
    steps: list[CategoryRef] = []
    at: UUID | None = category_id
    while at is not None:
        steps.insert(0, CategoryRef(slug=rows[at].slug, name=rows[at].name))
        at = rows[at].parent_id
    return tuple(steps)


def ids_below(slug: str) -> set[UUID]:
    """Return the ids of a category and of all below it: one query.

    Raises:
        InvalidInput: the slug is unknown.
    """
    rows: list[Category] = list(Category.tree.with_tree_fields())  # parents before children
    below = {row.id for row in rows if row.slug == slug}
    if not below:
        sentence = "No category has this slug."
        raise InvalidInput(sentence, errors={"category": [sentence]})
    for row in rows:
        if row.parent_id in below:
            below.add(row.id)
    return below


def collections() -> tuple[CollectionRef, ...]:
    """Return the visible collections in their order."""
    rows = Collection.objects.filter(is_visible=True)
    return tuple(collection_ref(row) for row in rows)


def collection_ref(collection: Collection) -> CollectionRef:
    """Return a collection as others see it."""
    return CollectionRef(
        slug=collection.slug, title=collection.title, description=collection.description
    )


def sizes_and_colours(*, limit: int = 40) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the sizes, and the colours with their swatches, that published products come in."""
    shown = Variant.objects.filter(
        is_active=True, product__in=Product.objects.filter(LISTED).values("id")
    )
    sizes = shown.order_by("size").values_list("size", flat=True).distinct()[:limit]
    colours = (
        shown.exclude(colour_name="")
        .order_by("colour_name", "-colour_hex")
        .distinct("colour_name")
        .values_list("colour_name", "colour_hex")[:limit]
    )
    return tuple(sizes), tuple(colours)


def _node(row: Category, rows: list[Category], above: tuple[CategoryRef, ...]) -> CategoryNode:
    path = (*above, CategoryRef(slug=row.slug, name=row.name))
    return CategoryNode(
        id=CategoryId(row.id),
        slug=row.slug,
        name=row.name,
        path=path,
        children=tuple(_node(child, rows, path) for child in rows if child.parent_id == row.id),
    )
