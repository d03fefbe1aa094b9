"""One cell of a vendor's matrix, and the pictures: PATCH what is sent, order, choose the cover."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.drf import MoneyIn, read
from apps.common.http.texts import Text, WholeNumber
from apps.products import facade, rules
from apps.products.apis.v1.access import mine
from apps.products.apis.v1.outputs import PictureOut, VariantOut
from apps.products.contracts import MediaId, VariantId


class VariantChangeIn(serializers.Serializer[Any]):
    """What may change in one cell; `sale_price: null` ends the sale."""

    price = MoneyIn(required=False)
    sale_price = MoneyIn(required=False, allow_null=True)
    barcode = Text(max_length=64, required=False, allow_blank=True)
    weight_g = WholeNumber(required=False, min_value=0, max_value=1_000_000)


class MediaChangeIn(serializers.Serializer[Any]):
    """What may change in a picture; `variant_id: null` makes it one of them all."""

    alt = Text(max_length=300, required=False, allow_blank=True)
    variant_id = serializers.UUIDField(required=False, allow_null=True)
    is_cover = serializers.BooleanField(required=False)


class MediaOrderIn(serializers.Serializer[Any]):
    """Each picture of the product once, in the order to show."""

    ids = serializers.ListField(child=serializers.UUIDField(), max_length=rules.MAX_MEDIA)


class OneVariant(APIView):
    """One cell."""

    @extend_schema(operation_id="change_variant", request=VariantChangeIn, responses=VariantOut)
    def patch(self, request: Request, product_id: UUID, variant_id: UUID) -> Response:
        """Change what is sent of a cell's price, sale price, barcode and weight."""
        own = mine(request, product_id)
        changes = read(VariantChangeIn, request.data, is_partial=True)
        card = facade.change_variant(
            product_id=own, variant_id=VariantId(variant_id), changes=changes
        )
        return Response(VariantOut(card).data)


class OneMedia(APIView):
    """One picture."""

    @extend_schema(operation_id="change_media", request=MediaChangeIn, responses=PictureOut)
    def patch(self, request: Request, product_id: UUID, media_id: UUID) -> Response:
        """Change a picture's words or its variant, or make it the cover."""
        own = mine(request, product_id)
        changes = read(MediaChangeIn, request.data, is_partial=True)
        picture = facade.change_media(product_id=own, media_id=MediaId(media_id), changes=changes)
        return Response(PictureOut(picture).data)

    @extend_schema(operation_id="remove_media", responses={204: None})
    def delete(self, request: Request, product_id: UUID, media_id: UUID) -> Response:
        """Remove a picture; the next one becomes the cover."""
        facade.remove_media(product_id=mine(request, product_id), media_id=MediaId(media_id))
        return Response(status=204)


class MediaOrder(APIView):
    """The order of the pictures."""

    @extend_schema(operation_id="order_media", request=MediaOrderIn, responses={204: None})
    def put(self, request: Request, product_id: UUID) -> Response:
        """Put the pictures in this order; the cover stays what it is."""
        own = mine(request, product_id)
        ids = [MediaId(one) for one in read(MediaOrderIn, request.data)["ids"]]
        facade.order_media(product_id=own, media_ids=ids)
        return Response(status=204)
