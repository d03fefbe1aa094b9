"""Money in Ninja's schemas."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator

from apps.common.money import Money


class MoneyJson(Schema):
    """An amount as a decimal text and its ISO 4217 currency."""

    amount: str
    currency: str


def _as_json(value: Any) -> Any:
    return value.as_json() if isinstance(value, Money) else value


type MoneyOut = Annotated[MoneyJson, BeforeValidator(_as_json)]
