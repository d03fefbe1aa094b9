"""One product with everything its page shows, and what goes with it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from apps.common.db import Named, Plan, Prepared, plans
from apps.common.money import Money
from apps.products import rules
from apps.products.contracts import CategoryRef, ProductCard, ProductId, ProductPage, ReviewCard
from apps.products.errors import ProductNotFound
from apps.products.models import Collection, Media, Product, Review, Variant
from apps.products.review_states import ReviewSort
from apps.products.selectors.cards import CardRow, card_of, card_rows, rating_from
from apps.products.selectors.pictures import Shot, pictures_of
from apps.products.selectors.reviews import ORDERS, review_card, shown_reviews, star_counts
from apps.products.selectors.shapes import published
from apps.products.selectors.size_guides import advice_from, guide_json
from apps.products.selectors.taxonomy import brand_ref, collection_ref, path_in, tree_rows
from apps.products.selectors.variants import VARIANT_COLUMNS, variant_card
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId, VendorRef

MAX_REVIEWS = 20
_OWN_COLUMNS = (
    *("id", "slug", "title", "description", "status", "category_id", "tags", "currency"),
    *("lowest_price_minor", "lowest_compare_minor", "is_in_stock", "rating_average_hundredths"),
    *("rating_count", "seo_title", "seo_description", "published_at"),
    *("brand__slug", "brand__name", "fit"),
)
_VENDOR = tuple(f"vendor__{name}" for name in vendors.REF_COLUMNS)
type PageRow = Mapping[str, Any]


def product_page(slug: str) -> ProductPage:
    """Return a published product of an open vendor: 3 queries, however much it holds.

    Raises:
        ProductNotFound: no such product for the public.
    """
    return plans.run(page_by_slug(slug))


def page_by_slug(slug: str) -> Plan[ProductPage]:
    """Read what `product_page` returns, the three at once.

    Raises:
        ProductNotFound: no such product for the public.
    """
    found = plans.top(_PUBLIC, 1, slug=slug)
    return (yield from _page(found, plans.rows(_REVIEWS, slug=slug)))


def product_page_of(*, product_id: ProductId, vendor_id: VendorId) -> ProductPage:
    """Return a vendor's own product in any state.

    Raises:
        ProductNotFound: it does not exist or is another vendor's.
    """
    mine = plans.top(_ANY, 1, id=product_id, vendor_id=vendor_id)
    return plans.run(_page(mine, plans.rows(_REVIEWS_OF_ANY, id=product_id)))


def related(slug: str, *, limit: int = 8) -> list[ProductCard]:
    """Return products of the same category, best rated first, then of the same vendor.

    Raises:
        ProductNotFound: no such product for the public.
    """
    return [card_of(row) for row in plans.run(rows_related(slug, limit=limit))]


def rows_related(slug: str, *, limit: int = 8) -> Plan[list[CardRow]]:
    """Read rows for what `related` returns: 3 queries, two of them at once.

    Raises:
        ProductNotFound: no such product for the public.
    """
    here = yield from plans.first(_PLACE, slug=slug)
    if here is None:
        raise ProductNotFound
    id_, category_id, vendor_id = here
    alike, more = yield from plans.both(
        plans.top(_ALIKE, limit, id=id_, category_id=category_id),
        plans.top(_OF_THE_VENDOR, limit, id=id_, vendor_id=vendor_id, category_id=category_id),
    )
    return [*alike, *more][:limit]


def _page_rows(products: QuerySet[Product]) -> QuerySet[Any, PageRow]:
    """A product with what belongs to it, nested, in one statement."""
    here = OuterRef("pk")
    variants = Variant.objects.filter(product=here, is_active=True).order_by("position", "id")
    media = Media.objects.filter(product=here).order_by("position", "id")
    shown = Collection.objects.filter(products=here, is_visible=True)
    rows: QuerySet[Any, PageRow] = products.values(*_OWN_COLUMNS, *_VENDOR).annotate(
        variant_rows=_nested(variants, VARIANT_COLUMNS),
        media_rows=_nested(media, Shot._fields),
        collection_rows=_nested(
            shown.order_by("position", "title"), ("slug", "title", "description")
        ),
        star_rows=_stars(),
        guide_row=guide_json(),
    )
    return rows


def _stars() -> ArraySubquery:
    """How many published reviews gave each number of stars."""
    shown = Review.objects.filter(is_published=True, product=OuterRef("pk")).order_by()
    bar = JSONObject(stars=F("rating"), count=Count("id"))
    return ArraySubquery(shown.values("rating").annotate(row=bar).values("row"))


def _nested(rows: QuerySet[Any], columns: tuple[str, ...]) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{name: F(name) for name in columns})))


_PUBLIC = Prepared(lambda: _page_rows(published().filter(slug=Named("slug"))))
_ANY = Prepared(
    lambda: _page_rows(Product.objects.filter(id=Named("id"), vendor_id=Named("vendor_id")))
)
_NEWEST = ORDERS[ReviewSort.NEWEST]
_REVIEWS = Prepared(
    lambda: shown_reviews().filter(product__slug=Named("slug")).order_by(*_NEWEST)[:MAX_REVIEWS]
)
_REVIEWS_OF_ANY = Prepared(
    lambda: shown_reviews().filter(product_id=Named("id")).order_by(*_NEWEST)[:MAX_REVIEWS]
)
_PLACE: Prepared[tuple[UUID, UUID, UUID]] = Prepared(
    lambda: published().filter(slug=Named("slug")).values_list("id", "category_id", "vendor_id")
)
_ALIKE = Prepared(
    lambda: card_rows(
        published().filter(category_id=Named("category_id")).exclude(id=Named("id"))
    ).order_by("-rating_average_hundredths", "-id")
)
_OF_THE_VENDOR = Prepared(
    lambda: card_rows(
        published()
        .filter(vendor_id=Named("vendor_id"))
        .exclude(id=Named("id"))
        .exclude(category_id=Named("category_id"))
    ).order_by("-published_at", "-id")  # as an index has them
)


def _page(product: Plan[list[PageRow]], reviews: Plan[list[dict[str, Any]]]) -> Plan[ProductPage]:
    found, told, tree = yield from plans.three(product, reviews, tree_rows())
    if not found:
        raise ProductNotFound
    opinions = tuple(review_card(row) for row in told)
    return page_from(found[0], opinions, path_in(tree, found[0]["category_id"]))


def page_from(
    row: PageRow, reviews: tuple[ReviewCard, ...], path: tuple[CategoryRef, ...]
) -> ProductPage:
    """Return the page of a row of `_page_rows`."""
    vendor = vendors.ref_from_row([row[name] for name in _VENDOR])
    price, compare = row["lowest_price_minor"], row["lowest_compare_minor"]
    title, currency = row["title"], row["currency"]
    counted = {one["stars"]: one["count"] for one in row["star_rows"]}
    return ProductPage(
        id=ProductId(row["id"]),
        slug=row["slug"],
        title=title,
        description=row["description"],
        status=row["status"],
        vendor=vendor,
        brand=brand_ref(row["brand__slug"], row["brand__name"]),
        category=path,
        collections=tuple(collection_ref(one) for one in row["collection_rows"]),
        tags=tuple(row["tags"]),
        price=None if price is None else Money(price, currency),
        compare_at=None if compare is None else Money(compare, currency),
        is_in_stock=row["is_in_stock"],
        rating=rating_from(row["rating_average_hundredths"], row["rating_count"]),
        rating_count=row["rating_count"],
        stars=star_counts(counted),
        sizing=advice_from((row["fit"], row["guide_row"])),
        variants=tuple(variant_card(one) for one in row["variant_rows"]),
        media=pictures_of((Shot.of_json(one) for one in row["media_rows"]), alt=title),
        reviews=reviews,
        seo_title=seo_title(row, vendor),
        seo_description=seo_description(row),
        published_at=row["published_at"],
    )


def seo_title(row: PageRow, vendor: VendorRef) -> str:
    """Return the title for search engines: the vendor's own words, else title and store."""
    return row["seo_title"] or f"{row['title']} by {vendor.store_name}"


def seo_description(row: PageRow) -> str:
    """Return the description for search engines: own words, else the beginning of the text."""
    return row["seo_description"] or rules.excerpt(rules.plain_text(row["description"]), 160)
