"""What staff find by a word: through indexes alone, however many products there are."""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet, Value

from apps.products.models import Product, Variant
from apps.products.models.product import LISTED
from apps.products.selectors.searching.ranking import CONFIG, Folded

MOST = 1000


def products_for_staff(rows: QuerySet[Product], q: str) -> QuerySet[Product]:
    """Narrow to the words of title, brand, tags and text, to a slug, a SKU or a vendor's name.

    A SKU and a slug are matched whole. At most a thousand of each kind come.
    """
    words = SearchQuery(Folded(Value(q)), config=CONFIG, search_type="websearch")
    same: list[QuerySet[Any, Any]] = [
        Product.objects.filter(LISTED, search_vector=words).values("id"),
        Product.objects.filter(~LISTED, search_vector=words).values("id"),
        Product.objects.filter(slug=q).values("id"),
        Product.objects.filter(vendor__store_name__iexact=q).values("id"),
        Variant.objects.filter(sku__iexact=q).values("product_id"),
    ]
    first, *others = [found.order_by()[:MOST] for found in same]
    return rows.filter(id__in=first.union(*others))
