"""What reports are asked by, and their JSON."""

import re
from datetime import date
from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from apps.analytics.contracts import GroupBy
from apps.analytics.selectors.dashboard import MOST_DAYS
from apps.analytics.selectors.report import report_days
from apps.common.days import Days
from apps.common.http.drf import MoneyField, read

_ISO = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)


@extend_schema_field(OpenApiTypes.DATE)
class Day(serializers.Field[date, str, str, Any]):
    """A day of the shop (Africa/Lagos) as ISO 8601 writes it: 2026-11-23."""

    def to_internal_value(self, data: Any) -> date:
        """Return the day."""
        try:
            if isinstance(data, str) and _ISO.fullmatch(data):
                return date.fromisoformat(data)
        except ValueError:
            pass
        raise ValidationError("A day such as 2026-11-23, from 2000 to 2099.")


class CurrencyIn(serializers.Serializer[Any]):
    """One currency at a time."""

    currency = serializers.RegexField(r"^[A-Z]{3}\Z", default=settings.DEFAULT_CURRENCY)


class SalesIn(CurrencyIn):
    """From which day to which, both in it, and how to cut them."""

    group_by = serializers.ChoiceField(choices=[one.value for one in GroupBy], default=GroupBy.DAY)

    def get_fields(self) -> dict[str, Any]:
        """Add the field whose name is a word of Python."""
        return {"from": Day(), "to": Day(), **super().get_fields()}

    @classmethod
    def asked(cls, request: Request) -> tuple[Days, GroupBy, str]:
        """Return the days, the cut and the currency.

        Raises:
            ValidationError, InvalidInput, SpanTooLong: they make no report.
        """
        words = read(cls, request.query_params.dict())
        days = report_days(words["from"], words["to"])
        return days, GroupBy(words["group_by"]), words["currency"]


class OverviewIn(CurrencyIn):
    """How many days, today included."""

    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, default=30)


class FiguresOut(serializers.Serializer[Any]):
    """What was paid in these days, and what became of it since; see v2's dashboard."""

    orders = serializers.IntegerField()
    units = serializers.IntegerField()
    cancelled_units = serializers.IntegerField()
    returned_units = serializers.IntegerField()
    gross = MoneyField()
    deliveries = MoneyField()
    discounts = MoneyField()
    revenue = MoneyField()
    refunds = MoneyField()
    net = MoneyField()
    average_order = MoneyField(allow_null=True)
    largest_order = MoneyField(allow_null=True)
    smallest_order = MoneyField(allow_null=True)
    views = serializers.IntegerField(allow_null=True)
    conversion_bp = serializers.IntegerField(allow_null=True)
    return_rate_bp = serializers.IntegerField(allow_null=True)


class PeriodOut(serializers.Serializer[Any]):
    """A day, week (from Monday) or month; the outer ones may be cut short."""

    first = serializers.DateField()
    last = serializers.DateField()
    figures = FiguresOut()


class SalesReportOut(serializers.Serializer[Any]):
    """The whole, and each period of it."""

    first = serializers.DateField()
    last = serializers.DateField()
    group_by = serializers.CharField()
    currency = serializers.CharField()
    currencies = serializers.ListField(child=serializers.CharField())
    total = FiguresOut()
    periods = PeriodOut(many=True)


class TopVendorOut(serializers.Serializer[Any]):
    """A vendor by what it sold."""

    vendor_id = serializers.UUIDField()
    slug = serializers.CharField()
    store_name = serializers.CharField()
    orders = serializers.IntegerField()
    gross = MoneyField()
    refunds = MoneyField()


class AnsweredOut(serializers.Serializer[Any]):
    """Public answers of these days; kept: the database was not asked. The rate in basis points."""

    total = serializers.IntegerField()
    kept = serializers.IntegerField()
    hit_rate_bp = serializers.IntegerField(allow_null=True)


class StaffWorkOut(serializers.Serializer[Any]):
    """What waits for staff, and whether work gets done."""

    needs_attention = serializers.IntegerField()
    open_disputes = serializers.IntegerField()
    failed_refunds = serializers.IntegerField()
    vendors_waiting = serializers.IntegerField()
    dead_letters = serializers.IntegerField()
    lag_seconds = serializers.IntegerField()
    queued = serializers.IntegerField(allow_null=True)
    answers = AnsweredOut(allow_null=True)
    reads = serializers.DictField(
        child=serializers.IntegerField(), help_text="Reads of v2 in the process that answers."
    )


class OverviewOut(serializers.Serializer[Any]):
    """The shop's last days beside as many before them."""

    first = serializers.DateField()
    last = serializers.DateField()
    currency = serializers.CharField()
    currencies = serializers.ListField(child=serializers.CharField())
    figures = FiguresOut()
    before = FiguresOut()
    by_day = PeriodOut(many=True)
    new_buyers = serializers.IntegerField()
    new_vendors = serializers.IntegerField()
    top_vendors = TopVendorOut(many=True)
    work = StaffWorkOut()
