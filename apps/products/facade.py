"""What neighbours may ask of the catalogue."""

from apps.products.gateways.images import MAX_BYTES as MAX_PICTURE_BYTES
from apps.products.selectors.catalogue import product_cards, search_page
from apps.products.selectors.choices import sizes_and_colours
from apps.products.selectors.filters import parse_cursor, parse_filters, parse_limit
from apps.products.selectors.own import own_product, own_products
from apps.products.selectors.own_reviews import (
    found_helpful,
    has_had,
    is_own_work,
    own_review_of,
    own_reviews,
    reviews_of_vendor,
    to_review,
)
from apps.products.selectors.product_page import product_page, product_page_of, related
from apps.products.selectors.refs import products_by_id, products_by_slug
from apps.products.selectors.review_filters import parse_review_filters
from apps.products.selectors.reviews import (
    listed_id,
    review_for_notice,
    review_page,
    review_summary,
    slug_of_review,
)
from apps.products.selectors.scopes import categories_above, known_categories, owners_of
from apps.products.selectors.searching.facets import count_facets
from apps.products.selectors.size_guides import guide_choices, size_guide, size_guide_for
from apps.products.selectors.taxonomy import (
    category_by_slug,
    category_tree,
    collections,
)
from apps.products.selectors.tiles_by_id import remembered
from apps.products.selectors.variants import sellable, sellable_variants
from apps.products.services.add_media import add_media, add_media_address
from apps.products.services.add_review import add_review
from apps.products.services.archive_product import archive_product
from apps.products.services.arrange_media import change_media, order_media
from apps.products.services.change_variant import change_variant
from apps.products.services.create_product import create_product
from apps.products.services.duplicate_product import duplicate_product
from apps.products.services.import_product import import_product
from apps.products.services.keep_size_guides import remove_size_guide, save_size_guide, set_fit
from apps.products.services.make_renditions import make_renditions
from apps.products.services.moderate_review import decide_review, report_review
from apps.products.services.move_products import move_products
from apps.products.services.note_popularity import note_popularity, sort_tiers
from apps.products.services.note_purchases import note_purchases
from apps.products.services.note_stock import note_stock
from apps.products.services.publish_product import publish_product
from apps.products.services.refresh_terms import note_new_words, refresh_terms
from apps.products.services.remove_media import remove_media
from apps.products.services.reply_to_review import remove_reply, reply_to_review
from apps.products.services.restore_product import restore_product
from apps.products.services.set_variants import set_variants
from apps.products.services.taxonomy import ensure_category, ensure_collection
from apps.products.services.update_product import update_product
from apps.products.services.vote_helpful import vote_helpful
from apps.products.services.write_review import edit_review, remove_review, write_review

__all__ = [
    "MAX_PICTURE_BYTES",
    "add_media",
    "add_media_address",
    "add_review",
    "archive_product",
    "categories_above",
    "category_by_slug",
    "category_tree",
    "change_media",
    "change_variant",
    "collections",
    "count_facets",
    "create_product",
    "decide_review",
    "duplicate_product",
    "edit_review",
    "ensure_category",
    "ensure_collection",
    "found_helpful",
    "guide_choices",
    "has_had",
    "import_product",
    "is_own_work",
    "known_categories",
    "listed_id",
    "make_renditions",
    "move_products",
    "note_new_words",
    "note_popularity",
    "note_purchases",
    "note_stock",
    "order_media",
    "own_product",
    "own_products",
    "own_review_of",
    "own_reviews",
    "owners_of",
    "parse_cursor",
    "parse_filters",
    "parse_limit",
    "parse_review_filters",
    "product_cards",
    "product_page",
    "product_page_of",
    "products_by_id",
    "products_by_slug",
    "publish_product",
    "refresh_terms",
    "related",
    "remembered",
    "remove_media",
    "remove_reply",
    "remove_review",
    "remove_size_guide",
    "reply_to_review",
    "report_review",
    "restore_product",
    "review_for_notice",
    "review_page",
    "review_summary",
    "reviews_of_vendor",
    "save_size_guide",
    "search_page",
    "sellable",
    "sellable_variants",
    "set_fit",
    "set_variants",
    "size_guide",
    "size_guide_for",
    "sizes_and_colours",
    "slug_of_review",
    "sort_tiers",
    "to_review",
    "update_product",
    "vote_helpful",
    "write_review",
]
