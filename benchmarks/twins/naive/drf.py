"""DRF with ModelSerializer over instances of models."""

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.products.models import Brand, Category, Media, Product
from apps.vendors.models import Vendor
from benchmarks.twins.naive import rows

CARD = (
    "id", "slug", "title", "vendor", "category", "brand", "price", "compare_at", "image",
    "is_in_stock", "rating", "rating_count",
)  # fmt: skip


class StoreOut(serializers.ModelSerializer[Vendor]):
    """Who sells."""

    class Meta:
        model = Vendor
        fields = ("slug", "store_name", "city", "state")


class CategoryOut(serializers.ModelSerializer[Category]):
    """Of what kind."""

    class Meta:
        model = Category
        fields = ("slug", "name")


class BrandOut(serializers.ModelSerializer[Brand]):
    """Of which make."""

    class Meta:
        model = Brand
        fields = ("slug", "name")


class PictureOut(serializers.ModelSerializer[Media]):
    """A picture in all its sizes."""

    url = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()
    sources = serializers.SerializerMethodField()
    alt = serializers.SerializerMethodField()

    class Meta:
        model = Media
        fields = ("status", "alt", "url", "thumbnail_url", "width", "height", "sources")

    def get_url(self, media: Media) -> Any:
        """Return where the picture is."""
        return rows.picture(media, "")["url"]

    def get_thumbnail_url(self, media: Media) -> Any:
        """Return where its smallest copy is."""
        return rows.picture(media, "")["thumbnail_url"]

    def get_sources(self, media: Media) -> Any:
        """Return all copies."""
        return rows.picture(media, "")["sources"]

    def get_alt(self, media: Media) -> str:
        """Return the picture in words."""
        return media.alt or str(self.context["title"])


class CardOut(serializers.ModelSerializer[Product]):
    """One row."""

    vendor = StoreOut()
    category = CategoryOut()
    brand = BrandOut()
    price = serializers.SerializerMethodField()
    compare_at = serializers.SerializerMethodField()
    image = serializers.SerializerMethodField()
    rating = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = CARD

    def get_price(self, product: Product) -> Any:
        """Return the lowest price."""
        return rows.money(product.lowest_price_minor, product.currency)

    def get_compare_at(self, product: Product) -> Any:
        """Return what it was before."""
        return rows.money(product.lowest_compare_minor, product.currency)

    def get_image(self, product: Product) -> Any:
        """Return the cover."""
        if product.cover is None:
            return rows.picture(None, product.title)
        return PictureOut(product.cover, context={"title": product.title}).data

    def get_rating(self, product: Product) -> float | None:
        """Return the average of the reviews."""
        return rows.rating(product)


class ProductList(APIView):
    """Published products."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()  # the shop's refuse names that OpenAPI does not describe

    def get(self, request: Request) -> Response:
        """List published products, newest first."""
        limit = int(request.query_params.get("limit", 50))
        found = list(rows.newest(limit))
        return Response(
            {
                "results": CardOut(found[:limit], many=True).data,
                "next": rows.further(request, found, limit),
                "previous": None,
            }
        )
