"""Change what a product says of itself."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.products import rules
from apps.products.contracts import ProductId, ProductRef
from apps.products.models import Product
from apps.products.selectors.own import locked
from apps.products.selectors.refs import product_ref
from apps.products.services.create_product import description_html, required_title
from apps.products.services.summary import require_complete
from apps.products.services.taxonomy import (
    brand_named,
    category_with_slug,
    collections_with_slugs,
)
from apps.products.states import ProductStatus


@transaction.atomic
def update_product(
    *,
    product_id: ProductId,
    title: str | None = None,
    description: str | None = None,
    category: str | None = None,
    brand: str | None = None,
    collections: Sequence[str] | None = None,
    tags: Sequence[str] | None = None,
    seo_title: str | None = None,
    seo_description: str | None = None,
    by: UserId | None = None,
) -> ProductRef:
    """Change the fields that are given; None leaves one as it is. The slug stays: links keep.

    Locks the product's row. `by` names staff who change a vendor's product: it goes on record.

    Raises:
        ProductNotFound: no such product.
        InvalidInput: as for `create_product`.
        NotPublishable: a published product would lose its category.
    """
    product = locked(product_id)
    given: dict[str, tuple[Any, Callable[[Any], Any]]] = {
        "title": (title, required_title),
        "description": (description, description_html),
        "category": (category, category_with_slug),
        "brand": (brand, brand_named),
        "tags": (tags, rules.clean_tags),
        "seo_title": (seo_title, rules.seo_title),
        "seo_description": (seo_description, rules.seo_description),
    }
    for field, (value, cleaned) in given.items():
        if value is not None:
            setattr(product, field, cleaned(value))
    if product.status == ProductStatus.PUBLISHED:
        require_complete(product)
    product.save()
    if collections is not None:
        product.collections.set(collections_with_slugs(collections))
    if by is not None:
        changed = [field for field, (value, _) in given.items() if value is not None]
        _record(product, [*changed, *(["collections"] if collections is not None else [])], by)
    return product_ref(product)


def _record(product: Product, fields: Sequence[str], by: UserId) -> None:
    audit.record(
        "product.changed",
        subject=f"product:{product.id}",
        actor_id=by,
        after={"fields": fields},
    )
