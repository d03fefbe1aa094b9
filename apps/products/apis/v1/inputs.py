"""The JSON that v1 reads from vendors: owner, status and address are not theirs to send."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import MoneyIn, read
from apps.common.http.texts import Text
from apps.products import rules
from apps.products.contracts import Move, VariantSpec
from apps.products.states import ProductStatus

_HEX = r"^#[0-9a-fA-F]{6}$"


class VariantIn(serializers.Serializer[Any]):
    """One cell of the matrix; without a SKU it gets one."""

    sku = Text(max_length=64, required=False, default="", allow_blank=True)
    size = Text(max_length=80, required=False, default=rules.ONE_SIZE)
    colour = Text(max_length=60, required=False, default="", allow_blank=True)
    colour_hex = serializers.RegexField(_HEX, required=False, default="", allow_blank=True)
    price = MoneyIn()
    sale_price = MoneyIn(required=False, allow_null=True, default=None)
    barcode = Text(max_length=64, required=False, default="", allow_blank=True)
    weight_g = serializers.IntegerField(required=False, default=0, min_value=0, max_value=1_000_000)


class MatrixIn(serializers.Serializer[Any]):
    """The whole matrix: what is not named is retired."""

    variants = VariantIn(many=True)

    @classmethod
    def read(cls, body: Any) -> list[VariantSpec]:
        """Return the cells."""
        return [VariantSpec(**cell) for cell in read(cls, body)["variants"]]


class ProductIn(serializers.Serializer[Any]):
    """What a vendor says of a product. On PATCH only what is sent changes."""

    title = Text(max_length=rules.MAX_TITLE)
    description = Text(max_length=rules.MAX_DESCRIPTION, required=False, allow_blank=True)
    category = Text(max_length=100, required=False, allow_blank=True)
    brand = Text(max_length=80, required=False, allow_blank=True)
    collections = serializers.ListField(child=Text(max_length=140), max_length=20, required=False)
    tags = serializers.ListField(
        child=Text(max_length=rules.MAX_TAG), max_length=rules.MAX_TAGS, required=False
    )
    seo_title = Text(max_length=120, required=False, allow_blank=True)
    seo_description = Text(max_length=320, required=False, allow_blank=True)


class MediaIn(serializers.Serializer[Any]):
    """A picture as a form upload."""

    file = serializers.FileField(allow_empty_file=True)
    alt = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    variant_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class OwnFiltersIn(serializers.Serializer[Any]):
    """What a vendor's own list is narrowed to: `q` words of a title or the beginning of a SKU."""

    status = serializers.ChoiceField(choices=list(ProductStatus), required=False)
    q = Text(max_length=100, required=False)
    cursor = Text(max_length=500, required=False)


class ProductMovesIn(serializers.Serializer[Any]):
    """Which products go where."""

    move = serializers.ChoiceField(choices=list(Move))
    ids = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=rules.MAX_MOVES
    )
