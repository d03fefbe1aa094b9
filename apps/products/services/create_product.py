"""Begin a product as a draft."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from apps.common.errors import InvalidInput
from apps.products import rules
from apps.products.contracts import ProductRef
from apps.products.models import Product
from apps.products.selectors.refs import product_ref
from apps.products.services.slugs import save_with_slug
from apps.products.services.taxonomy import (
    brand_named,
    category_with_slug,
    collections_with_slugs,
)
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId


@transaction.atomic
def create_product(
    *,
    vendor_id: VendorId,
    title: str,
    description: str = "",
    category: str = "",
    brand: str = "",
    collections: Sequence[str] = (),
    tags: Sequence[str] = (),
    currency: str = "",
    seo_title: str = "",
    seo_description: str = "",
    handle: str = "",
) -> ProductRef:
    """Save a draft without variants; its slug comes from the title and never collides.

    Args:
        vendor_id: whose product it is.
        title: what people read.
        description: HTML; only harmless markup is kept.
        category: slug of a category, or nothing for now.
        brand: a brand's name; an unknown one is added.
        collections: slugs.
        tags: search words.
        currency: ISO 4217; the shop's own if empty.
        seo_title: for search engines; the title if empty.
        seo_description: for search engines; the beginning of the description if empty.
        handle: the product's name in the export that it came from.

    Raises:
        InvalidInput: the title is empty, a slug is unknown, the description is too long.
    """
    title = required_title(title)
    vendor = vendors.vendors_by_id([vendor_id])[vendor_id]
    product = Product(
        vendor_id=vendor_id,
        title=title,
        description=description_html(description),
        category=category_with_slug(category),
        brand=brand_named(brand),
        tags=rules.clean_tags(tags),
        currency=currency or settings.DEFAULT_CURRENCY,
        seo_title=rules.seo_title(seo_title),
        seo_description=rules.seo_description(seo_description),
        handle=handle,
        is_vendor_open=vendor.is_open,
        vendor_name=vendor.store_name,
    )
    save_with_slug(product, rules.slug_of(title))
    product.collections.set(collections_with_slugs(collections))
    return product_ref(product)


def required_title(title: str) -> str:
    """Return the cleaned title.

    Raises:
        InvalidInput: nothing visible is left of it, or it is too long.
    """
    cleaned = rules.clean_text(title, rules.MAX_TITLE + 1)
    if not cleaned:
        raise InvalidInput("A product needs a title.", errors={"title": ["Give a title."]})
    if len(cleaned) > rules.MAX_TITLE:
        sentence = f"At most {rules.MAX_TITLE} characters."
        raise InvalidInput("The title is too long.", errors={"title": [sentence]})
    return cleaned


def description_html(description: str) -> str:
    """Return the sanitised description.

    Raises:
        InvalidInput: more than 20,000 characters are left.
    """
    cleaned = rules.clean_html(description)
    if len(cleaned) > rules.MAX_DESCRIPTION:
        sentence = f"At most {rules.MAX_DESCRIPTION} characters."
        raise InvalidInput("The description is too long.", errors={"description": [sentence]})
    return cleaned
