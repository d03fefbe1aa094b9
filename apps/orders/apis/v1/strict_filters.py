"""Query strings for lists: whatever is not understood is refused, never passed over."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.core.validators import RegexValidator
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from apps.common.http.texts import Moment

_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)
AMOUNT = RegexValidator(r"\A[0-9]{1,12}(\.[0-9]{1,3})?\Z", "An amount such as 12500 or 12500.00.")


class MomentIn(Moment):
    """A moment (ISO 8601) or a day of the shop; as an end, a day is in it as a whole."""

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        self._is_end = is_end
        super().__init__(required=False, **kwargs)

    def to_internal_value(self, value: Any) -> datetime:
        """Return the moment; one without an offset is in the shop's time."""
        moment = super().to_internal_value(value)
        if not 2000 <= moment.year < 2100:  # noqa: PLR2004 -- the years that orders are of
            raise ValidationError("A time from 2000 to 2099.")
        if _DAY.fullmatch(value):
            moment = datetime.combine(moment.date(), datetime.min.time())
            moment = timezone.make_aware(moment + timedelta(days=int(self._is_end)))
        return moment


class StrictFilters(serializers.Serializer[Any]):
    """Filters of a list: an empty one counts as absent, a doubled one is refused."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """Return the filters that were given.

        Raises:
            ValidationError: with a sentence for each that is not right.
        """
        query = request.query_params
        words = {name: word for name, word in query.dict().items() if str(word).strip()}
        filters = cls(data=words)
        errors: dict[str, Any] = {
            name: ["Given more than once."] for name, said in query.lists() if len(said) > 1
        }
        if not filters.is_valid():
            errors |= {name: list(found) for name, found in filters.errors.items()}
        if errors:
            raise ValidationError(errors)
        return dict(filters.validated_data)
