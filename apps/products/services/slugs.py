"""Addresses that never collide."""

from django.db import IntegrityError, transaction

from apps.products import rules
from apps.products.models import Brand, Category, Collection, Product

_TRIES = 5


def save_with_slug[Row: (Brand, Category, Collection, Product)](row: Row, slug: str) -> Row:
    """Insert the row under the slug, or under the first free `slug-2`, `slug-3` and so on.

    Two inserts at the same moment are told apart by the unique constraint; the later tries again.
    """
    model = type(row)
    for _ in range(_TRIES):
        taken = model.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
        row.slug = rules.numbered(slug, set(taken) | rules.FIXED_WORDS)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if not model.objects.filter(slug=row.slug).exists():
                raise
        else:
            return row
    raise IntegrityError(f"no free slug for {slug}")
