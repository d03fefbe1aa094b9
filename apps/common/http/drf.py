"""What DRF endpoints share: its errors in our shape, and money out and in."""

from datetime import datetime
from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import exceptions, serializers

from apps.common.errors import DomainError, InvalidInput
from apps.common.http.instant_schema import instant_text
from apps.common.http.openapi import KEY_WORDS
from apps.common.http.problems import of_status
from apps.common.http.texts import Text
from apps.common.money import Money

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description=KEY_WORDS
)


def of_drf(error: Exception) -> DomainError | None:
    """Translate an error of DRF's own; None for anything else."""
    if isinstance(error, exceptions.ValidationError):
        return InvalidInput("Some fields are not right.", errors=_flat(error.detail))
    if isinstance(error, exceptions.APIException):
        known = of_status(error.status_code, str(error.detail))
        if wait := getattr(error, "wait", None):  # a throttle's seconds
            known.members["retry_after"] = int(wait) + 1
        return known
    return None


def read(
    kind: type[serializers.BaseSerializer[Any]], data: Any, *, is_partial: bool = False
) -> dict[str, Any]:
    """Return the values of a body or a query string, checked; when partial, only what was sent.

    Raises:
        rest_framework.exceptions.ValidationError: fields that can be corrected; a 422 at the edge.
    """
    found = kind(data=data, partial=is_partial)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def _flat(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Turn DRF's nested error lists into `field.path -> sentences`."""
    if isinstance(detail, dict):
        parts = [(f"{path}.{key}" if path else str(key), value) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        parts = [(f"{path}.{index}", value) for index, value in enumerate(detail)]
    else:
        sentences = detail if isinstance(detail, list) else [detail]
        return {path or "body": [str(sentence) for sentence in sentences]} if sentences else {}
    return {name: found for key, value in parts for name, found in _flat(value, key).items()}


class InstantField(serializers.DateTimeField):
    """A moment out, in UTC and to the millisecond, as v2 writes it: `2026-11-23T08:53:34.589Z`."""

    def to_representation(self, value: datetime) -> str:
        """Return the JSON shape of both APIs."""
        return instant_text(value)


@extend_schema_field(
    {
        "type": "object",
        "properties": {"amount": {"type": "string"}, "currency": {"type": "string"}},
        "required": ["amount", "currency"],
        "readOnly": True,
    }
)
class MoneyField(serializers.Field[Money, Any, dict[str, str], Any]):
    """Money out, as `{"amount", "currency"}`. Prices never come in from a client."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Money) -> dict[str, str]:
        """Return the JSON shape of both APIs."""
        return value.as_json()


class MoneyIn(serializers.Serializer[Any]):
    """Money as a client writes it, where it may: `{"amount": "1500.00", "currency": "NGN"}`."""

    amount = Text(validators=[RegexValidator(r"\A[0-9]{1,12}(\.[0-9]{1,3})?\Z")])
    currency = Text(validators=[RegexValidator(r"\A[A-Z]{3}\Z")])

    def validate(self, attrs: dict[str, str]) -> Any:
        """Read it exactly.

        Raises:
            ValidationError: finer than the currency's minor unit, or no currency of ours, or half
                of it is missing, which DRF lets pass inside a PATCH.
        """
        if missing := {"amount", "currency"} - attrs.keys():
            raise serializers.ValidationError(dict.fromkeys(missing, "This field is required."))
        try:
            return Money.of(attrs["amount"], attrs["currency"])
        except ValueError as error:
            raise serializers.ValidationError({"amount": [str(error)]}) from error
