"""The public face of the catalogue: ids and read-only views. No ORM objects leave the domain."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType
from uuid import UUID

from apps.common.money import Money
from apps.products.group_contracts import (
    BrandId,
    BrandRef,
    CategoryId,
    CategoryNode,
    CategoryRef,
    CollectionId,
    CollectionRef,
)
from apps.products.picture_contracts import (
    MediaId,
    Picture,
    PictureAddress,
    PictureSource,
    VariantId,
)
from apps.products.review_contracts import (
    Opinion,
    OwnReview,
    ReviewCard,
    ReviewFilters,
    ReviewId,
    ReviewNotice,
    ReviewSummary,
    StarCount,
    ToReview,
    VendorReview,
)
from apps.products.review_states import Fit, ReportReason, ReviewSort
from apps.products.search_contracts import Facets, FacetValue, NameRef, PriceBucket, Searched
from apps.products.size_contracts import (
    FIT_WORDS,
    SizeAdvice,
    SizeGuide,
    SizeGuideId,
    SizeGuideSpec,
    SizeRow,
)
from apps.vendors.contracts import VendorId, VendorRef

# fmt: off
__all__ = [
    "FIT_WORDS", "BrandId", "BrandRef", "CategoryId", "CategoryNode", "CategoryRef",
    "CollectionId", "CollectionRef", "FacetValue", "Facets", "Fit", "ImportedProduct",
    "MediaId", "Move", "Moved", "NameRef", "Opinion", "OwnCard", "OwnReview", "Picture",
    "PictureAddress", "PictureSource", "PriceBucket", "ProductCard", "ProductFilters",
    "ProductId", "ProductPage", "ProductRef", "ProductSource", "RememberedProduct",
    "ReportReason", "ReviewCard", "ReviewFilters", "ReviewId", "ReviewNotice", "ReviewSort",
    "ReviewSummary", "Searched", "SellableVariant", "SizeAdvice", "SizeGuide", "SizeGuideId",
    "SizeGuideSpec", "SizeRow", "StarCount", "ToReview", "VariantCard", "VariantId",
    "VariantSpec", "VendorReview",
]
# fmt: on

ProductId = NewType("ProductId", UUID)


@dataclass(frozen=True, kw_only=True)
class VariantSpec:
    """What a vendor says about one cell of the size x colour matrix."""

    sku: str
    price: Money
    size: str = "One size"
    colour: str = ""
    colour_hex: str = ""
    sale_price: Money | None = None
    barcode: str = ""
    weight_g: int = 0


@dataclass(frozen=True, kw_only=True)
class VariantCard:
    """One buyable combination; `price` is what is paid, `compare_at` what it was before."""

    id: VariantId
    sku: str
    size: str
    colour: str
    colour_hex: str
    price: Money
    compare_at: Money | None
    is_in_stock: bool
    barcode: str
    weight_g: int


@dataclass(frozen=True, kw_only=True)
class SellableVariant:
    """What cart and orders need to know about a variant, whether or not it is on sale.

    `commission_bp` is the platform's share of the price in basis points: 1000 is ten per cent.
    """

    id: VariantId
    product_id: ProductId
    vendor_id: VendorId
    sku: str
    title: str
    slug: str
    size: str
    colour: str
    unit_price: Money
    image_url: str | None
    commission_bp: int
    is_sellable: bool


@dataclass(frozen=True, kw_only=True)
class ProductRef:
    """A product as the services return it."""

    id: ProductId
    slug: str
    title: str
    vendor_id: VendorId
    status: str


@dataclass(frozen=True, kw_only=True)
class ProductCard:
    """One tile of a list; `price` is the lowest of the variants."""

    id: ProductId
    slug: str
    title: str
    vendor: VendorRef
    category: CategoryRef | None
    brand: BrandRef | None
    price: Money
    compare_at: Money | None
    image: Picture
    is_in_stock: bool
    rating: Decimal | None
    rating_count: int


@dataclass(frozen=True, kw_only=True)
class RememberedProduct:
    """A product that somebody kept the id of; `is_shown` is False once it left the shop."""

    card: ProductCard
    is_shown: bool
    variants: tuple[VariantCard, ...]


@dataclass(frozen=True, kw_only=True)
class ProductPage:
    """Everything that a product's page shows. `description` is sanitised HTML."""

    id: ProductId
    slug: str
    title: str
    description: str
    status: str
    vendor: VendorRef
    brand: BrandRef | None
    category: tuple[CategoryRef, ...]
    collections: tuple[CollectionRef, ...]
    tags: tuple[str, ...]
    price: Money | None
    compare_at: Money | None
    is_in_stock: bool
    rating: Decimal | None
    rating_count: int
    stars: tuple[StarCount, ...]
    sizing: SizeAdvice
    variants: tuple[VariantCard, ...]
    media: tuple[Picture, ...]
    reviews: tuple[ReviewCard, ...]
    seo_title: str
    seo_description: str
    published_at: datetime | None

    @property
    def fit(self) -> Fit | None:
        """How it turns out, as its maker says."""
        return self.sizing.fit

    @property
    def size_guide(self) -> SizeGuide | None:
        """The table of measurements that counts for it."""
        return self.sizing.guide


@dataclass(frozen=True, kw_only=True)
class ProductFilters:
    """What a list is narrowed to.

    Prices are minor units, `rating` is the least average in hundredths; slugs name known things.
    `is_exact` keeps a search from correcting its words.
    """

    q: str = ""
    category: str = ""
    vendor: str = ""
    brand: str = ""
    collection: str = ""
    rating: int | None = None
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool | None = None
    size: str = ""
    colour: str = ""
    ordering: str = ""
    is_exact: bool = False


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """What the beginning of a query may become; `corrected` where it had to be read otherwise."""

    corrected: str = ""
    words: tuple[str, ...] = ()
    products: tuple[ProductCard, ...] = ()
    categories: tuple[NameRef, ...] = ()
    brands: tuple[NameRef, ...] = ()
    vendors: tuple[NameRef, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OwnCard:
    """One row of a vendor's own list, in any state."""

    id: ProductId
    slug: str
    title: str
    status: str
    price: Money | None
    is_in_stock: bool
    image: Picture
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ProductSource:
    """A product as another shop exported it.

    `handle` names it within its vendor, `fingerprint` tells whether it changed since the last
    import. A variant without a SKU gets one that is the same every time.
    """

    handle: str
    fingerprint: str
    title: str
    description: str
    category: tuple[str, ...]
    tags: tuple[str, ...]
    variants: tuple[VariantSpec, ...]
    pictures: tuple[PictureAddress, ...]
    is_published: bool
    seo_title: str = ""
    seo_description: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportedProduct:
    """What an import did; `outcome` is "new", "changed" or "unchanged".

    `variants` stand in the order of the source, empty if nothing changed; `draft_reason` says why
    a product that its source shows stays a draft here.
    """

    id: ProductId
    outcome: str
    variants: tuple[VariantId, ...] = ()
    draft_reason: str = ""


class Move(StrEnum):
    """Where products may be moved."""

    PUBLISH = "publish"
    ARCHIVE = "archive"
    RESTORE = "restore"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What became of one product: its status now, or why it stayed as it was."""

    id: ProductId
    status: str | None
    code: str | None = None
    detail: str | None = None
