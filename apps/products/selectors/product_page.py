"""One product with everything its page shows."""

from django.db.models import Prefetch, QuerySet

from apps.common.money import Money
from apps.products import rules
from apps.products.contracts import ProductCard, ProductId, ProductPage
from apps.products.errors import ProductNotFound
from apps.products.models import Media, Product, Variant
from apps.products.selectors.catalogue import cards, published, rating_of, tiles
from apps.products.selectors.pictures import pictures_of
from apps.products.selectors.reviews import newest_reviews
from apps.products.selectors.taxonomy import collection_ref, path_of
from apps.products.selectors.variants import variant_card
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId, VendorRef

MAX_REVIEWS = 20


def product_page(slug: str) -> ProductPage:
    """Return a published product of an open vendor: 7 queries, however much it holds.

    Raises:
        ProductNotFound: no such product for the public.
    """
    return _page(_loaded(published()).filter(slug=slug).first())


def product_page_of(*, product_id: ProductId, vendor_id: VendorId) -> ProductPage:
    """Return a vendor's own product in any state.

    Raises:
        ProductNotFound: it does not exist or is another vendor's.
    """
    mine = Product.objects.filter(id=product_id, vendor_id=vendor_id)
    return _page(_loaded(mine).first())


def related(slug: str, *, limit: int = 8) -> list[ProductCard]:
    """Return products of the same category, best rated first, then of the same vendor.

    Raises:
        ProductNotFound: no such product for the public.
    """
    product = published().filter(slug=slug).first()
    if product is None:
        raise ProductNotFound
    others = tiles(published()).exclude(id=product.id)
    alike = list(
        others.filter(category=product.category_id).order_by("-rating_average_hundredths", "-id")[
            :limit
        ]
    )
    if room := limit - len(alike):
        more = others.filter(vendor_id=product.vendor_id)
        alike += more.exclude(id__in=[row.id for row in alike]).order_by("-id")[:room]
    return cards(alike)


def _loaded(products: QuerySet[Product]) -> QuerySet[Product]:
    return products.select_related("brand").prefetch_related(
        Prefetch("variants", queryset=Variant.objects.filter(is_active=True)),
        Prefetch("media", queryset=Media.objects.all()),
        "collections",
    )


def _page(product: Product | None) -> ProductPage:
    if product is None:
        raise ProductNotFound
    vendor_id = VendorId(product.vendor_id)
    vendor = vendors.vendors_by_id([vendor_id])[vendor_id]
    price, compare = product.lowest_price_minor, product.lowest_compare_minor
    return ProductPage(
        id=ProductId(product.id),
        slug=product.slug,
        title=product.title,
        description=product.description,
        status=product.status,
        vendor=vendor,
        brand=product.brand.name if product.brand else None,
        category=path_of(product.category_id),
        collections=tuple(
            collection_ref(row) for row in product.collections.all() if row.is_visible
        ),
        tags=tuple(product.tags),
        price=None if price is None else Money(price, product.currency),
        compare_at=None if compare is None else Money(compare, product.currency),
        is_in_stock=product.is_in_stock,
        rating=rating_of(product),
        rating_count=product.rating_count,
        variants=tuple(variant_card(row) for row in product.variants.all()),
        media=pictures_of(product.media.all(), alt=product.title),
        reviews=newest_reviews(ProductId(product.id), MAX_REVIEWS),
        seo_title=seo_title(product, vendor),
        seo_description=seo_description(product),
        published_at=product.published_at,
    )


def seo_title(product: Product, vendor: VendorRef) -> str:
    """Return the title for search engines: the vendor's own words, else title and store."""
    return product.seo_title or f"{product.title} by {vendor.store_name}"


def seo_description(product: Product) -> str:
    """Return the description for search engines: own words, else the beginning of the text."""
    return product.seo_description or rules.excerpt(rules.plain_text(product.description), 160)
