"""Tables of the catalogue."""

from apps.products.models.media import Media
from apps.products.models.product import Product
from apps.products.models.review import Purchase, Review
from apps.products.models.review_voices import HelpfulVote, ReviewCase, ReviewReply, ReviewReport
from apps.products.models.search import Synonym, Term
from apps.products.models.size_guide import SizeGuide
from apps.products.models.taxonomy import Brand, Category, Collection
from apps.products.models.variant import Variant

__all__ = [
    "Brand",
    "Category",
    "Collection",
    "HelpfulVote",
    "Media",
    "Product",
    "Purchase",
    "Review",
    "ReviewCase",
    "ReviewReply",
    "ReviewReport",
    "SizeGuide",
    "Synonym",
    "Term",
    "Variant",
]
