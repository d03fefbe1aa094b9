"""Products found for those who may change them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.common.http.pagination import PageOf, keyset_page
from apps.common.money import Money
from apps.products.contracts import OwnCard, ProductId
from apps.products.errors import ProductNotFound
from apps.products.models import Product, Variant
from apps.products.selectors.pictures import picture_of
from apps.vendors.contracts import VendorId


def products_of(*, vendor_id: VendorId) -> QuerySet[Product]:
    """Every product of one vendor, drafts and archived ones included, newest first."""
    return any_products().filter(vendor_id=vendor_id)


def matching_words(rows: QuerySet[Product], words: str) -> QuerySet[Product]:
    """Narrow to products whose title holds the words or one of whose SKUs begins with them."""
    if not words:
        return rows
    cells = Variant.objects.filter(
        product_id=OuterRef("pk"), is_active=True, sku__istartswith=words
    )
    return rows.filter(Q(title__icontains=words) | Q(Exists(cells)))


def any_products() -> QuerySet[Product]:
    """Every product of every vendor in any state, for staff."""
    rows = Product.objects.select_related("cover")
    return rows.defer("description", "search_vector", "search_text")


def own_product(*, product_id: ProductId, vendor_id: VendorId) -> ProductId:
    """Return the id if the product is that vendor's.

    Raises:
        ProductNotFound: it does not exist or is another vendor's; the two look the same.
    """
    if not Product.objects.filter(id=product_id, vendor_id=vendor_id).exists():
        raise ProductNotFound
    return product_id


def locked(product_id: ProductId) -> Product:
    """Return the product with its row locked until the transaction ends.

    Raises:
        ProductNotFound: it does not exist.
    """
    product = Product.objects.select_for_update(no_key=True).filter(id=product_id).first()
    if product is None:
        raise ProductNotFound
    return product


def own_products(
    vendor_id: VendorId, *, status: str = "", words: str = "", cursor: str | None = None
) -> PageOf[OwnCard]:
    """Return a page of a vendor's products, newest first.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    rows = matching_words(products_of(vendor_id=vendor_id), words.replace("\x00", ""))
    if status:
        rows = rows.filter(status=status)
    page = keyset_page(rows, order=("-created_at", "-id"), cursor=cursor)
    return PageOf([own_card(row) for row in page.rows], page.next_cursor, page.previous_cursor)


def own_card(product: Product) -> OwnCard:
    """Return one row of a vendor's own list."""
    price = product.lowest_price_minor
    return OwnCard(
        id=ProductId(product.id),
        slug=product.slug,
        title=product.title,
        status=product.status,
        price=None if price is None else Money(price, product.currency),
        is_in_stock=product.is_in_stock,
        image=picture_of(product.cover, alt=product.title),
        created_at=product.created_at,
    )
