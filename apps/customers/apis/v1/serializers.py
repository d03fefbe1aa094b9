"""The JSON of addresses. The owner is who asks; `id` and `is_default` in a body are ignored."""

from typing import Any, cast

from rest_framework import serializers

from apps.common.http.drf import read
from apps.common.http.texts import Text
from apps.customers.contracts import AddressFields
from apps.customers.rules import HOME, LENGTHS


def _text(name: str, **options: Any) -> Text:
    return Text(max_length=LENGTHS[name], **options)


class AddressIn(serializers.Serializer[Any]):
    """An address as a person writes it; `lga` is asked for in Nigeria."""

    label = _text(  # type: ignore[assignment] # DRF takes declared fields off the class
        "label", required=False, default="", allow_blank=True
    )
    name = _text("name")
    phone = _text("phone")
    line1 = _text("line1")
    line2 = _text("line2", required=False, default="", allow_blank=True)
    landmark = _text("landmark", required=False, default="", allow_blank=True)
    city = _text("city")
    lga = _text("lga", required=False, default="", allow_blank=True)
    state = _text("state")
    country = _text("country", required=False, default=HOME)
    postcode = _text("postcode", required=False, default="", allow_blank=True)

    @classmethod
    def read(cls, data: object, *, partial: bool = False) -> AddressFields:
        """Return the fields, with `partial` only those that came.

        Raises:
            rest_framework.exceptions.ValidationError: a field has the wrong type or length.
        """
        return cast("AddressFields", read(cls, data, is_partial=partial))


class AddressOut(serializers.Serializer[Any]):
    """An address in the book of who asks; `phone` in E.164."""

    id = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment] # as above
    name = serializers.CharField()
    phone = serializers.CharField()
    line1 = serializers.CharField()
    line2 = serializers.CharField()
    landmark = serializers.CharField()
    city = serializers.CharField()
    lga = serializers.CharField()
    state = serializers.CharField()
    country = serializers.CharField()
    postcode = serializers.CharField()
    is_default = serializers.BooleanField()


class AddressesOut(serializers.Serializer[Any]):
    """The whole book (it is bounded), the default first."""

    results = AddressOut(many=True)
    next = serializers.CharField(allow_null=True, default=None)
    previous = serializers.CharField(allow_null=True, default=None)


class PlacesOut(serializers.Serializer[Any]):
    """Names of places in alphabetical order."""

    results = serializers.ListField(child=serializers.CharField())
    next = serializers.CharField(allow_null=True, default=None)
    previous = serializers.CharField(allow_null=True, default=None)
