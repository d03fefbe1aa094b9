"""The JSON of the wishlist in v1."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import InstantField, MoneyField


class WishVariantOut(serializers.Serializer[Any]):
    """A size and colour that could be moved to the cart."""

    id = serializers.UUIDField()
    size = serializers.CharField()
    colour = serializers.CharField()
    price = MoneyField()
    is_in_stock = serializers.BooleanField()


class WishOut(serializers.Serializer[Any]):
    """One product of the wishlist; one that left the shop is gone, and not lost."""

    product_id = serializers.UUIDField(source="card.id")
    slug = serializers.CharField(source="card.slug")
    title = serializers.CharField(source="card.title")
    store_name = serializers.CharField(source="card.vendor.store_name")
    image_url = serializers.CharField(source="card.image.thumbnail_url", allow_null=True)
    price = MoneyField(source="card.price")
    compare_at = MoneyField(source="card.compare_at", allow_null=True)
    is_in_stock = serializers.BooleanField(source="card.is_in_stock")
    is_gone = serializers.BooleanField()
    cheaper_by = MoneyField(allow_null=True, help_text="How much its price fell since.")
    is_back = serializers.BooleanField(help_text="It was sold out when it was put here.")
    added_at = InstantField()
    variants = WishVariantOut(many=True)


class WishlistOut(serializers.Serializer[Any]):
    """The whole wishlist, the latest first: at most 200."""

    results = WishOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class KeptOut(serializers.Serializer[Any]):
    """How many are kept; a new guest gets a token here and in the header X-Cart-Token."""

    count = serializers.IntegerField()
    token = serializers.CharField(allow_null=True)


class MoveIn(serializers.Serializer[Any]):
    """Which size and colour."""

    variant_id = serializers.UUIDField()


class MovedOut(serializers.Serializer[Any]):
    """How many pieces are in the cart now."""

    units = serializers.IntegerField()
