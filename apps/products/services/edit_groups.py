"""Staff keep brands and collections, all on record."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.common.errors import InvalidInput, NotFound
from apps.products import rules
from apps.products.contracts import BrandId, CollectionId
from apps.products.errors import BrandNotFound, CollectionNotFound, GroupInUse, NameTaken
from apps.products.models import Brand, Collection
from apps.products.services.slugs import save_with_slug

_ABSENT: dict[type, type[NotFound]] = {Brand: BrandNotFound, Collection: CollectionNotFound}
_CLEAN: dict[str, int] = {"name": 80, "title": 120, "description": 500}


@transaction.atomic
def add_brand(*, name: str, by: UserId) -> Brand:
    """Add a brand.

    Raises:
        InvalidInput: no name.
        NameTaken: there is one, in any case.
    """
    return _added(Brand(**_cleaned({"name": name})), by)


@transaction.atomic
def change_brand(*, brand_id: BrandId, changes: dict[str, Any], by: UserId) -> Brand:
    """Rename a brand; its slug stays.

    Raises:
        BrandNotFound: there is none.
        InvalidInput: no name.
        NameTaken: another has it.
    """
    return _changed(_locked(Brand, brand_id), changes, by)


@transaction.atomic
def remove_brand(*, brand_id: BrandId, by: UserId) -> None:
    """Remove a brand that no product carries.

    Raises:
        BrandNotFound: there is none.
        GroupInUse: products carry it.
    """
    _remove(_locked(Brand, brand_id), by)


@transaction.atomic
def add_collection(*, by: UserId, **said: Any) -> Collection:
    """Add a collection: `title`, `description`, `position`, `is_visible`.

    Raises:
        InvalidInput: no title.
        NameTaken: there is one, in any case.
    """
    return _added(Collection(**_cleaned(said)), by)


@transaction.atomic
def change_collection(
    *, collection_id: CollectionId, changes: dict[str, Any], by: UserId
) -> Collection:
    """Change what is given; the slug stays.

    Raises:
        CollectionNotFound: there is none.
        InvalidInput: no title.
        NameTaken: another has it.
    """
    return _changed(_locked(Collection, collection_id), changes, by)


@transaction.atomic
def remove_collection(*, collection_id: CollectionId, by: UserId) -> None:
    """Remove a collection; its products stay.

    Raises:
        CollectionNotFound: there is none.
    """
    _remove(_locked(Collection, collection_id), by)


def _cleaned(said: dict[str, Any]) -> dict[str, Any]:
    cleaned = {
        name: rules.clean_text(value, _CLEAN[name]) if name in _CLEAN else value
        for name, value in said.items()
    }
    for name in ("name", "title"):
        if cleaned.get(name) == "":
            raise InvalidInput(f"Give a {name}.", errors={name: [f"Give a {name}."]})
    return cleaned


def _locked[Row: (Brand, Collection)](model: type[Row], row_id: Any) -> Row:
    row = model.objects.select_for_update().filter(id=row_id).first()
    if row is None:
        raise _ABSENT[model]
    return row


def _added[Row: (Brand, Collection)](row: Row, by: UserId) -> Row:
    words = str(row)
    _refuse_twin(row)
    try:
        with transaction.atomic():
            save_with_slug(row, rules.slug_of(words, limit=80))
    except IntegrityError as error:
        raise NameTaken(f"There is one named {words}.") from error
    _record("added", row, by, after=_told(row))
    return row


def _changed[Row: (Brand, Collection)](row: Row, changes: dict[str, Any], by: UserId) -> Row:
    before = _told(row)
    for name, value in _cleaned(changes).items():
        setattr(row, name, value)
    _refuse_twin(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NameTaken(f"There is one named {row}.") from error
    _record("changed", row, by, before=before, after=_told(row))
    return row


def _remove(row: Brand | Collection, by: UserId) -> None:
    told, row_id = _told(row), row.id
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, IntegrityError) as error:
        raise GroupInUse("Products still carry it.") from error
    row.id = row_id
    _record("removed", row, by, before=told)


def _refuse_twin(row: Brand | Collection) -> None:
    field = "name" if isinstance(row, Brand) else "title"
    others = type(row).objects.filter(**{f"{field}__iexact": str(row)}).exclude(id=row.id)
    if others.exists():
        raise NameTaken(f"There is one named {row}.")


def _told(row: Brand | Collection) -> dict[str, Any]:
    if isinstance(row, Brand):
        return {"name": row.name}
    return {"title": row.title, "position": row.position, "is_visible": row.is_visible}


def _record(what: str, row: Brand | Collection, by: UserId, **told: Any) -> None:
    noun = type(row).__name__.lower()
    audit.record(f"{noun}.{what}", subject=f"{noun}:{row.id}", actor_id=by, **told)
