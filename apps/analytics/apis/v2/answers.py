"""The JSON of the dashboard, in the shape that `DashboardOut` declares, only quicker."""

from collections.abc import Sequence
from typing import Any

import msgspec
from ninja import Schema

from apps.analytics.apis.v2 import schemas
from apps.analytics.contracts import Period, VendorDashboard
from apps.common.money import Money


def _names(shape: type[Schema], *otherwise: str) -> tuple[str, ...]:
    return tuple(name for name in shape.model_fields if name not in otherwise)


_STORE, _FIGURES = _names(schemas.StoreOut), _names(schemas.FiguresOut)
_TOP, _LOW = _names(schemas.TopProductOut), _names(schemas.LowVariantOut)
_DESK, _FORECAST_DAY = _names(schemas.DeskOut), _names(schemas.ForecastDayOut)
_FORECAST = _names(schemas.ForecastOut, "by_day")
_PLAIN = ("first", "last", "currency", "currencies", "low_stock_count")


def dashboard_json(shown: VendorDashboard) -> bytes:
    """Say what the schema declares: some 400 amounts, which Ninja would check one by one."""
    forecast = _one(shown.forecast, _FORECAST)
    body = _one(shown, _PLAIN) | {
        "vendor": _one(shown.vendor, _STORE),
        "figures": _one(shown.figures, _FIGURES),
        "before": _one(shown.before, _FIGURES),
        "by_day": [_day(one) for one in shown.by_day],
        "top_products": _each(shown.top_products, _TOP),
        "low_stock": _each(shown.low_stock, _LOW),
        "desk": _one(shown.desk, _DESK),
        "forecast": forecast | {"by_day": _each(shown.forecast.by_day, _FORECAST_DAY)},
    }
    return msgspec.json.encode(body)


def _day(period: Period) -> dict[str, Any]:
    return {"day": period.first, "figures": _one(period.figures, _FIGURES)}


def _each(rows: Sequence[Any], names: Sequence[str]) -> list[dict[str, Any]]:
    return [_one(row, names) for row in rows]


def _one(row: Any, names: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.as_json() if type(value) is Money else value for name, value in values.items()
    }
