"""Categories, brands and collections: found by their slug, made when the catalogue is loaded."""

from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max

from apps.common.errors import InvalidInput
from apps.products import rules
from apps.products.models import Brand, Category, Collection
from apps.products.selectors.kept import kept
from apps.products.services.slugs import save_with_slug


def category_with_slug(slug: str) -> Category | None:
    """Return the category, which nobody removes until the transaction ends; nothing for no slug.

    Raises:
        InvalidInput: the slug names no category.
    """
    if not slug:
        return None
    if category := kept(Category.objects.filter(slug=slug)):
        return category
    raise InvalidInput("No such category.", errors={"category": ["No category has this slug."]})


@transaction.atomic
def brand_named(name: str) -> Brand | None:
    """Return the brand of that name in any case, added if it is new; nothing for no name."""
    name = rules.clean_text(name, 80)
    if not name:
        return None
    return _found_or_made(
        lambda: kept(Brand.objects.filter(name__iexact=name)),
        lambda: save_with_slug(Brand(name=name), rules.slug_of(name, limit=80)),
    )


def collections_with_slugs(slugs: Sequence[str]) -> list[Collection]:
    """Return the collections.

    Raises:
        InvalidInput: a slug names none.
    """
    wanted = set(slugs)
    rows = (kept(Collection.objects.filter(slug=slug)) for slug in sorted(wanted))
    found = [row for row in rows if row]
    if missing := wanted - {collection.slug for collection in found}:
        sentence = f"No collection has the slug {min(missing)}."
        raise InvalidInput("No such collection.", errors={"collections": [sentence]})
    return found


@transaction.atomic
def ensure_category(*, path: Sequence[str], slug: str = "", position: int | None = None) -> str:
    """Return the slug of the category at that path of names, adding what is missing.

    `slug` and `position` count for the last step, if it is new. Without a position a new category
    comes after its siblings.

    Raises:
        InvalidInput: the path is empty.
    """
    names = [name for step in path if (name := rules.clean_text(step, 80))]
    if not names:
        raise InvalidInput("A category needs a name.", errors={"category": ["Give a name."]})
    *above, last = names
    parent: Category | None = None
    for name in above:
        parent = _category(parent, name)
    return _category(parent, last, slug=slug, position=position).slug


def _category(
    parent: Category | None, name: str, *, slug: str = "", position: int | None = None
) -> Category:
    steps = [parent.slug, rules.slug_of(name)] if parent else [rules.slug_of(name)]
    base = slug or "-".join(steps)[:90].strip("-")
    return _found_or_made(
        lambda: kept(Category.objects.filter(parent=parent, name__iexact=name)),
        lambda: save_with_slug(
            Category(
                parent=parent,
                name=name,
                position=_next_position(parent) if position is None else position,
            ),
            base,
        ),
    )


def _next_position(parent: Category | None) -> int:
    last = Category.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _found_or_made[Row](find: Callable[[], Row | None], make: Callable[[], Row]) -> Row:
    """Return the row, made if there is none; somebody else may make it at the same moment."""
    if known := find():
        return known
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        if known := find():
            return known
        raise


@transaction.atomic
def ensure_collection(*, title: str, description: str = "", position: int = 0) -> str:
    """Return the slug of the collection with that title, added if it is new."""
    title = rules.clean_text(title, 120)
    return _found_or_made(
        lambda: Collection.objects.filter(title__iexact=title).first(),
        lambda: save_with_slug(
            Collection(title=title, description=description, position=position),
            rules.slug_of(title, limit=120),
        ),
    ).slug
