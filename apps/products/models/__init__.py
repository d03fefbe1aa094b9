"""Tables of the catalogue."""

from apps.products.models.media import Media
from apps.products.models.product import Product
from apps.products.models.review import Review
from apps.products.models.taxonomy import Brand, Category, Collection
from apps.products.models.variant import Variant

__all__ = ["Brand", "Category", "Collection", "Media", "Product", "Review", "Variant"]
