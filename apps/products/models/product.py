"""A product: what a vendor sells, in the shop window or not."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value

from apps.common.models import Identified, Timestamped
from apps.products.review_states import Fit
from apps.products.states import ProductStatus

HEAD_TIER, WIDE_TIER, FAR_TIER, ANY_TIER = 1, 2, 3, 4
TIER_SIZES = {HEAD_TIER: 2_000, WIDE_TIER: 16_000, FAR_TIER: 128_000}  # each with those before
_NO_WORDS = Value([], ArrayField(models.TextField()))
LISTED = Q(status=ProductStatus.PUBLISHED, is_vendor_open=True)
_STOCK: tuple[Any, ...] = (F("is_in_stock").desc(), F("popularity").desc())
_NEWEST: tuple[Any, ...] = (F("published_at").desc(), F("id").desc())
_PRICE: tuple[Any, ...] = (F("lowest_price_minor"), F("id"))
_RATING: tuple[Any, ...] = (F("rating_average_hundredths").desc(), F("id").desc())


def _listed_within(*columns: str) -> list[models.Index]:
    """Every order of a list within each column that narrows to one: rows come in order."""
    orders = {"newest": _NEWEST, "price": _PRICE, "rating": _RATING}
    return [
        models.Index(column, *order, condition=LISTED, name=f"product_{column}_{name}")
        for column in columns
        for name, order in orders.items()
    ]


class Product(Identified, Timestamped):
    """A product with what lists need, denormalised by the services that change it.

    `search_vector` and `search_text` are written by a trigger (migration 0005), whoever saves.
    `sizes` and `colours` repeat those of the variants on sale, `vendor_name` the house's name.
    `popularity` is what analytics counts; `popularity_tier` is 1 for the 2,000 first of the listed
    products, 2 and 3 for the next, 4 for most: where a word matches too many, search looks there.
    `is_vendor_open` follows the vendor's events. Prices are minor units of `currency`.
    """

    vendor = models.ForeignKey(
        "vendors.Vendor",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # product_vendor_made begins with it
    )
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    description = models.TextField(blank=True)
    category = models.ForeignKey(
        "products.Category",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="products",
    )
    brand = models.ForeignKey(
        "products.Brand",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="products",
    )
    collections = models.ManyToManyField("products.Collection", blank=True, related_name="products")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value) for status in ProductStatus],
        default=ProductStatus.DRAFT,
    )
    published_at = models.DateTimeField(null=True, blank=True)
    seo_title = models.CharField(max_length=120, blank=True)
    seo_description = models.CharField(max_length=320, blank=True)
    currency = models.CharField(max_length=3)
    handle = models.CharField(max_length=255, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    lowest_price_minor = models.BigIntegerField(null=True, blank=True)
    lowest_compare_minor = models.BigIntegerField(null=True, blank=True)
    is_in_stock = models.BooleanField(default=False)
    is_vendor_open = models.BooleanField(default=False)
    rating_average_hundredths = models.PositiveSmallIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    cover = models.ForeignKey(
        "products.Media", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sizes = ArrayField(models.CharField(max_length=80), db_default=_NO_WORDS, editable=False)
    colours = ArrayField(models.CharField(max_length=60), db_default=_NO_WORDS, editable=False)
    vendor_name = models.CharField(max_length=80, db_default="", editable=False)
    popularity = models.PositiveBigIntegerField(db_default=0, editable=False)
    popularity_tier = models.PositiveSmallIntegerField(db_default=ANY_TIER, editable=False)
    size_guide = models.ForeignKey(
        "products.SizeGuide",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="products",
    )
    fit = models.CharField(
        max_length=5,
        blank=True,
        choices=[(note.value, note.value) for note in Fit],
        db_default="",
        default="",
    )
    search_vector = SearchVectorField(null=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in ProductStatus]),
                name="product_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=ProductStatus.PUBLISHED)
                | Q(published_at__isnull=False, category__isnull=False, lowest_price_minor__gt=0),
                name="product_published_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(lowest_price_minor__isnull=True) | Q(lowest_price_minor__gte=0),
                name="product_price_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(lowest_compare_minor__isnull=True)
                | Q(lowest_compare_minor__gt=F("lowest_price_minor")),
                name="product_compare_above_price",
            ),
            models.CheckConstraint(
                condition=Q(rating_average_hundredths__lte=500), name="product_rating_to_five"
            ),
            models.CheckConstraint(
                condition=Q(fit="") | Q(fit__in=[note.value for note in Fit]),
                name="product_fit_known",
            ),
            models.UniqueConstraint(
                fields=["vendor", "handle"],
                condition=~Q(handle=""),
                name="product_handle_once_per_vendor",
            ),
        ]
        indexes = [
            # docs/reference/plans.md shows which read uses which.
            models.Index(*_NEWEST, condition=LISTED, name="product_newest"),
            models.Index(
                fields=["lowest_price_minor", "id"], condition=LISTED, name="product_by_price"
            ),
            models.Index(*_RATING, condition=LISTED, name="product_by_rating"),
            *_listed_within("category", "vendor", "brand"),
            models.Index(fields=["vendor", "-created_at", "-id"], name="product_vendor_made"),
            models.Index(fields=["-created_at", "-id"], name="product_made"),
            models.Index(
                *_STOCK,
                *_NEWEST,
                condition=LISTED,
                include=["popularity_tier"],
                name="product_popular",
            ),
            models.Index(
                "category",
                *_STOCK,
                *_NEWEST,
                condition=LISTED,
                name="product_category_popular",
            ),
            models.Index(fields=["updated_at"], condition=LISTED, name="product_changed"),
            GinIndex(fields=["search_vector"], condition=LISTED, name="product_search"),
            GinIndex(fields=["search_vector"], condition=~LISTED, name="product_search_unlisted"),
            GinIndex(
                fields=["search_vector"],
                condition=LISTED & Q(popularity_tier__lte=WIDE_TIER),
                name="product_search_wide",
            ),
            GinIndex(
                fields=["search_vector"],
                condition=LISTED & Q(popularity_tier__lte=FAR_TIER),
                name="product_search_far",
            ),
            GinIndex(
                fields=["search_vector"],
                condition=LISTED & Q(popularity_tier__lte=HEAD_TIER),
                name="product_search_head",
            ),
            GinIndex(
                fields=["search_vector"],
                condition=LISTED & Q(is_in_stock=False),  # in no tier: those begin with stock
                name="product_search_sold_out",
            ),
        ]

    def __str__(self) -> str:
        return self.title
