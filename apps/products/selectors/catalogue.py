"""The shop's lists: published products of open vendors."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.common.errors import InvalidInput, NotFound
from apps.common.http.pagination import PageOf, keyset_page
from apps.common.money import Money
from apps.products.contracts import ProductCard, ProductFilters, ProductId
from apps.products.models import Collection, Product, Variant
from apps.products.models.product import LISTED
from apps.products.selectors.filters import RELEVANCE
from apps.products.selectors.pictures import picture_of
from apps.products.selectors.search import matching
from apps.products.selectors.taxonomy import ids_below
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId, VendorRef

_ORDERS: Mapping[str, Sequence[str]] = {
    "newest": ("-published_at", "-id"),
    "price": ("lowest_price_minor", "id"),
    "-price": ("-lowest_price_minor", "-id"),
    "rating": ("-rating_average_hundredths", "-id"),
    RELEVANCE: ("-relevance", "-id"),
}


def published() -> QuerySet[Product]:
    """Every product that the public may see."""
    return Product.objects.filter(LISTED).defer("search_vector", "search_text")


def tiles(products: QuerySet[Product]) -> QuerySet[Product]:
    """Load what a tile shows: the cover too, the long texts not."""
    return products.select_related("cover").defer("description", "search_vector", "search_text")


def product_list(
    filters: ProductFilters, *, vendor_id: VendorId | None = None
) -> QuerySet[Product]:
    """Published products that pass the filters, with their covers, not yet ordered.

    Raises:
        InvalidInput: the category's slug is unknown.
    """
    rows = tiles(published()).filter(_condition(filters))
    if vendor_id is not None:
        rows = rows.filter(vendor_id=vendor_id)
    if filters.category:
        rows = rows.filter(category_id__in=ids_below(filters.category))
    if filters.size or filters.colour:
        rows = rows.filter(Exists(_cells(filters)))
    return matching(rows, filters.q) if filters.q else rows


def product_cards(
    filters: ProductFilters, *, cursor: str | None = None, limit: int | None = None
) -> PageOf[ProductCard]:
    """Return one page of tiles: at most 3 queries, a search one more.

    Raises:
        InvalidInput: a slug names nothing.
        BadCursor: the cursor is not of this list.
    """
    vendor = _vendor(filters.vendor)
    rows = product_list(filters, vendor_id=vendor.id if vendor else None)
    page = keyset_page(
        rows, order=_ORDERS[filters.ordering or "newest"], cursor=cursor, limit=limit
    )
    if not page.rows:
        _require_collection(filters.collection)
    return PageOf(cards(page.rows, vendor), page.next_cursor, page.previous_cursor)


def cards(products: Sequence[Product], vendor: VendorRef | None = None) -> list[ProductCard]:
    """Return tiles of loaded products; one query for the vendors unless the vendor is known."""
    known = {vendor.id: vendor} if vendor else {}
    missing = {VendorId(product.vendor_id) for product in products} - known.keys()
    if missing:
        known |= vendors.vendors_by_id(missing)
    return [product_card(product, known[VendorId(product.vendor_id)]) for product in products]


def product_card(product: Product, vendor: VendorRef) -> ProductCard:
    """Return the tile of a product whose cover is loaded."""
    compare = product.lowest_compare_minor
    return ProductCard(
        id=ProductId(product.id),
        slug=product.slug,
        title=product.title,
        vendor=vendor,
        price=Money(product.lowest_price_minor or 0, product.currency),
        compare_at=None if compare is None else Money(compare, product.currency),
        image=picture_of(product.cover, alt=product.title),
        is_in_stock=product.is_in_stock,
        rating=rating_of(product),
        rating_count=product.rating_count,
    )


def rating_of(product: Product) -> Decimal | None:
    """Return the average of the reviews with two decimals, None without reviews."""
    if not product.rating_count:
        return None
    return Decimal(product.rating_average_hundredths).scaleb(-2)


def _condition(filters: ProductFilters) -> Q:
    condition = Q()
    if filters.collection:
        condition &= Q(collections__slug=filters.collection, collections__is_visible=True)
    if filters.price_min is not None:
        condition &= Q(lowest_price_minor__gte=filters.price_min)
    if filters.price_max is not None:
        condition &= Q(lowest_price_minor__lte=filters.price_max)
    if filters.in_stock is not None:
        condition &= Q(is_in_stock=filters.in_stock)
    return condition


def _cells(filters: ProductFilters) -> QuerySet[Variant]:
    """One variant must have the size and the colour, and be in stock if that is asked."""
    rows = Variant.objects.filter(product_id=OuterRef("pk"), is_active=True)
    if filters.size:
        rows = rows.filter(size__iexact=filters.size)
    if filters.colour:
        rows = rows.filter(colour_name__iexact=filters.colour)
    return rows.filter(is_in_stock=True) if filters.in_stock else rows


def _vendor(slug: str) -> VendorRef | None:
    if not slug:
        return None
    try:
        return vendors.vendor_by_slug(slug)
    except NotFound as error:
        sentence = "No vendor has this slug."
        raise InvalidInput(sentence, errors={"vendor": [sentence]}) from error


def _require_collection(slug: str) -> None:
    if slug and not Collection.objects.filter(slug=slug, is_visible=True).exists():
        sentence = "No collection has this slug."
        raise InvalidInput(sentence, errors={"collection": [sentence]})
