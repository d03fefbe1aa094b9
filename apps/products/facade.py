"""What neighbours may ask of the catalogue."""

from apps.products.selectors.catalogue import product_cards
from apps.products.selectors.filters import parse_cursor, parse_filters, parse_limit
from apps.products.selectors.product_page import product_page, related
from apps.products.selectors.refs import products_by_id, products_by_slug
from apps.products.selectors.scopes import categories_above, known_categories, owners_of
from apps.products.selectors.taxonomy import (
    category_by_slug,
    category_tree,
    collections,
    sizes_and_colours,
)
from apps.products.selectors.variants import sellable
from apps.products.services.add_media import add_media, add_media_address
from apps.products.services.add_review import add_review
from apps.products.services.archive_product import archive_product
from apps.products.services.create_product import create_product
from apps.products.services.import_product import import_product
from apps.products.services.make_renditions import make_renditions
from apps.products.services.note_stock import note_stock
from apps.products.services.publish_product import publish_product
from apps.products.services.set_variants import set_variants
from apps.products.services.taxonomy import ensure_category, ensure_collection
from apps.products.services.update_product import update_product

__all__ = [
    "add_media",
    "add_media_address",
    "add_review",
    "archive_product",
    "categories_above",
    "category_by_slug",
    "category_tree",
    "collections",
    "create_product",
    "ensure_category",
    "ensure_collection",
    "import_product",
    "known_categories",
    "make_renditions",
    "note_stock",
    "owners_of",
    "parse_cursor",
    "parse_filters",
    "parse_limit",
    "product_cards",
    "product_page",
    "products_by_id",
    "products_by_slug",
    "publish_product",
    "related",
    "sellable",
    "set_variants",
    "sizes_and_colours",
    "update_product",
]
