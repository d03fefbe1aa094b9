"""Staff sort the shop: add, rename, move, order and remove categories, all on record."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.common.errors import InvalidInput
from apps.products import rules
from apps.products.contracts import CategoryId
from apps.products.errors import CategoryNotFound, GroupInUse, NameTaken, TreeRefused
from apps.products.models import Category
from apps.products.models.taxonomy import MAX_DEPTH
from apps.products.services.slugs import save_with_slug


@transaction.atomic
def add_category(*, name: str, parent_id: CategoryId | None, by: UserId) -> CategoryId:
    """Add a category after its siblings; its slug comes from its parent's slug and its name.

    Locks the tree.

    Raises:
        InvalidInput: no name, or no such parent.
        NameTaken: a sibling has the name.
        TreeRefused: it would lie too deep.
    """
    rows = _locked_tree()
    parent = _parent(rows, parent_id)
    if len(_path(rows, parent_id)) >= MAX_DEPTH:
        raise TreeRefused(f"The tree is at most {MAX_DEPTH} levels deep.")
    siblings = [row for row in rows.values() if row.parent_id == parent_id]
    new = Category(parent=parent, name=_name(name), position=_next(siblings))
    base = rules.slug_of(f"{parent.slug} {new.name}" if parent else new.name, limit=90)
    _refuse_twin(new, siblings)
    with _twins_refused(new):
        save_with_slug(new, base)
    _record("category.added", new, by, after=_told(new))
    return CategoryId(new.id)


@transaction.atomic
def change_category(*, category_id: CategoryId, changes: dict[str, Any], by: UserId) -> None:
    """Rename a category (`name`) or move it with all below it (`parent_id`, None: to the roots).

    A moved one comes last. The slug stays: links keep. Locks the tree, so that two moves at the
    same moment cannot close a circle.

    Raises:
        CategoryNotFound: there is none.
        InvalidInput: no name, or no such parent.
        NameTaken: a sibling has the name.
        TreeRefused: it would lie below itself, or too deep.
    """
    rows = _locked_tree()
    category = _category(rows, category_id)
    before = _told(category)
    if "name" in changes:
        category.name = _name(changes["name"])
    if "parent_id" in changes and changes["parent_id"] != category.parent_id:
        _move(rows, category, changes["parent_id"])
    siblings = [row for row in rows.values() if row.parent_id == category.parent_id]
    _refuse_twin(category, siblings)
    with _twins_refused(category):
        category.save(update_fields=["name", "parent", "position", "updated_at"])
    _record("category.changed", category, by, before=before, after=_told(category))


@transaction.atomic
def order_categories(
    *, parent_id: CategoryId | None, ids: Sequence[CategoryId], by: UserId
) -> None:
    """Put the categories below one parent (None: the roots) in this order. Locks the tree.

    Raises:
        InvalidInput: no such parent, or not each of its children once.
    """
    rows = _locked_tree()
    _parent(rows, parent_id)
    children = {CategoryId(row.id): row for row in rows.values() if row.parent_id == parent_id}
    if len(ids) != len(children) or set(ids) != children.keys():
        sentence = "Name each category of that level once."
        raise InvalidInput(sentence, errors={"ids": [sentence]})
    for position, category_id in enumerate(ids):
        children[category_id].position = position
    Category.objects.bulk_update(children.values(), ["position"])
    audit.record(
        "categories.ordered",
        subject=f"category:{parent_id or 'roots'}",
        actor_id=by,
        after={"ids": [str(category_id) for category_id in ids]},
    )


@transaction.atomic
def remove_category(*, category_id: CategoryId, by: UserId) -> None:
    """Remove an empty category. Locks the tree.

    Raises:
        CategoryNotFound: there is none.
        GroupInUse: products or categories hang on it.
    """
    category = _category(_locked_tree(), category_id)
    told = _told(category)
    # Waits for those who are taking it, so that the look at what hangs on it sees them.
    Category.objects.select_for_update().get(id=category_id)
    try:
        with transaction.atomic():
            category.delete()
    except (ProtectedError, IntegrityError) as error:
        raise GroupInUse("Move its products and categories first.") from error
    audit.record("category.removed", subject=f"category:{category_id}", actor_id=by, before=told)


def _locked_tree() -> dict[UUID, Category]:
    """Return every category by its id; read after the lock, so with those made while it waited."""
    list(Category.objects.select_for_update(no_key=True).order_by("id").values_list("id"))
    return {row.id: row for row in Category.objects.all()}


def _category(rows: dict[UUID, Category], category_id: CategoryId) -> Category:
    if category_id not in rows:
        raise CategoryNotFound
    return rows[category_id]


def _parent(rows: dict[UUID, Category], parent_id: UUID | None) -> Category | None:
    if parent_id is None:
        return None
    if parent_id not in rows:
        sentence = "No category has this id."
        raise InvalidInput(sentence, errors={"parent_id": [sentence]})
    return rows[parent_id]


def _path(rows: dict[UUID, Category], category_id: UUID | None) -> list[UUID]:
    """Return the ids from a category up to its root, itself first."""
    path: list[UUID] = []
    while category_id is not None:
        path.append(category_id)
        category_id = rows[category_id].parent_id
    return path


def _move(rows: dict[UUID, Category], category: Category, parent_id: UUID | None) -> None:
    parent = _parent(rows, parent_id)
    above = _path(rows, parent_id)
    if category.id in above:
        raise TreeRefused("A category cannot lie below itself.")
    own_depth = len(_path(rows, category.id))
    deepest = max(
        len(path) for row in rows.values() if category.id in (path := _path(rows, row.id))
    )
    if len(above) + deepest - own_depth + 1 > MAX_DEPTH:
        raise TreeRefused(f"The tree is at most {MAX_DEPTH} levels deep.")
    category.position = _next([row for row in rows.values() if row.parent_id == parent_id])
    category.parent = parent


def _next(siblings: Sequence[Category]) -> int:
    return max((row.position + 1 for row in siblings), default=0)


def _refuse_twin(category: Category, siblings: Sequence[Category]) -> None:
    name = category.name.lower()
    if any(row.id != category.id and row.name.lower() == name for row in siblings):
        raise _taken(category)


@contextmanager
def _twins_refused(category: Category) -> Iterator[None]:
    """Translate what the constraint says of one that an import made a moment ago."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise _taken(category) from error


def _taken(category: Category) -> NameTaken:
    return NameTaken(f"There is a category {category.name} there.")


def _name(name: str) -> str:
    if cleaned := rules.clean_text(name, 80):
        return cleaned
    raise InvalidInput("A category needs a name.", errors={"name": ["Give a name."]})


def _told(category: Category) -> dict[str, Any]:
    return {
        "name": category.name,
        "parent_id": str(category.parent_id) if category.parent_id else None,
    }


def _record(action: str, category: Category, by: UserId, **told: Any) -> None:
    audit.record(action, subject=f"category:{category.id}", actor_id=by, **told)
