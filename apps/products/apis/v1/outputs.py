"""The JSON that v1 sends: one serializer per contract."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import InstantField, MoneyField
from apps.products.apis.v1.review_outputs import ReviewCardOut, StarsOut


class SourceOut(serializers.Serializer[Any]):
    """One `<source>` of a picture."""

    type = serializers.CharField()
    srcset = serializers.CharField()


class PictureOut(serializers.Serializer[Any]):
    """A picture; `url` is null while it is pending and nothing can be shown."""

    id = serializers.UUIDField(allow_null=True)
    status = serializers.CharField()
    alt = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    thumbnail_url = serializers.CharField(allow_null=True)
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    variant_id = serializers.UUIDField(allow_null=True)
    sources = SourceOut(many=True)


class StoreOut(serializers.Serializer[Any]):
    """Who sells."""

    slug = serializers.CharField()
    store_name = serializers.CharField()
    city = serializers.CharField()
    state = serializers.CharField()


class CategoryStepOut(serializers.Serializer[Any]):
    """One step of a category path."""

    slug = serializers.CharField()
    name = serializers.CharField()


class CategoryOut(CategoryStepOut):
    """A category with its path and all below it, level by level."""

    id = serializers.UUIDField()
    path = CategoryStepOut(many=True)
    children = serializers.SerializerMethodField()

    def get_children(self, node: Any) -> list[dict[str, Any]]:
        """Return the categories one level below, each with its own children."""
        return [dict(CategoryOut(child).data) for child in node.children]


class CollectionOut(serializers.Serializer[Any]):
    """A curated group."""

    slug = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()


class VariantOut(serializers.Serializer[Any]):
    """One buyable combination."""

    id = serializers.UUIDField()
    sku = serializers.CharField()
    size = serializers.CharField()
    colour = serializers.CharField()
    colour_hex = serializers.CharField()
    price = MoneyField()
    compare_at = MoneyField(allow_null=True)
    is_in_stock = serializers.BooleanField()
    barcode = serializers.CharField()
    weight_g = serializers.IntegerField()


class ProductCardOut(serializers.Serializer[Any]):
    """One row of a list."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    vendor = StoreOut()
    category = CategoryStepOut(allow_null=True)
    brand = CategoryStepOut(allow_null=True)
    price = MoneyField()
    compare_at = MoneyField(allow_null=True)
    image = PictureOut()
    is_in_stock = serializers.BooleanField()
    rating = serializers.FloatField(allow_null=True)
    rating_count = serializers.IntegerField()


class SizeRowOut(serializers.Serializer[Any]):
    """One size in both units, decimal text."""

    size = serializers.CharField()
    cm = serializers.ListField(child=serializers.CharField(allow_null=True))
    inches = serializers.ListField(child=serializers.CharField(allow_null=True))


class SizeGuideOut(serializers.Serializer[Any]):
    """A guide; `is_own` is false for the marketplace's."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    category = serializers.CharField()
    how_to_measure = serializers.CharField()
    is_own = serializers.BooleanField()
    measures = serializers.ListField(child=serializers.CharField())
    rows = SizeRowOut(many=True)


class ProductOut(serializers.Serializer[Any]):
    """A whole product. `description` is sanitised HTML."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    status = serializers.CharField()
    vendor = StoreOut()
    brand = CategoryStepOut(allow_null=True)
    category = CategoryStepOut(many=True)
    collections = CollectionOut(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    price = MoneyField(allow_null=True)
    compare_at = MoneyField(allow_null=True)
    is_in_stock = serializers.BooleanField()
    rating = serializers.FloatField(allow_null=True)
    rating_count = serializers.IntegerField()
    stars = StarsOut(many=True)
    fit = serializers.CharField(allow_null=True)
    size_guide = SizeGuideOut(allow_null=True)
    variants = VariantOut(many=True)
    media = PictureOut(many=True)
    reviews = ReviewCardOut(many=True)
    seo_title = serializers.CharField()
    seo_description = serializers.CharField()
    published_at = InstantField(allow_null=True)


class OwnProductOut(serializers.Serializer[Any]):
    """One row of a vendor's own list."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    price = MoneyField(allow_null=True)
    is_in_stock = serializers.BooleanField()
    image = PictureOut()
    created_at = InstantField()


class MovedProductOut(serializers.Serializer[Any]):
    """What became of one product: its `status` now, or a problem's `code` and why."""

    id = serializers.UUIDField()
    status = serializers.CharField(allow_null=True)
    code = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)


class ProductMovesOut(serializers.Serializer[Any]):
    """One result for each product that was named, in that order."""

    results = MovedProductOut(many=True)


class _PageOut(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ProductPageOut(_PageOut):
    """A page of products."""

    results = ProductCardOut(many=True)


class OwnPageOut(_PageOut):
    """A page of a vendor's own products."""

    results = OwnProductOut(many=True)


class CategoryPageOut(_PageOut):
    """All categories, as a tree."""

    results = CategoryOut(many=True)
