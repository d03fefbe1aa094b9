"""Money in Ninja's schemas."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from apps.common.money import Money


class MoneyJson(Schema):
    """An amount as a decimal text and its ISO 4217 currency."""

    amount: str
    currency: str


def _as_json(value: Any) -> Any:
    return value.as_json() if isinstance(value, Money) else value


type MoneyOut = Annotated[MoneyJson, BeforeValidator(_as_json)]


class MoneyFields(BaseModel):
    """An amount as a client writes it, where it may set one."""

    amount: Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,3})?$", examples=["1500.00"])]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["NGN"])]


def _as_money(given: MoneyFields) -> Money:
    return Money.of(given.amount, given.currency)


type MoneyIn = Annotated[MoneyFields, AfterValidator(_as_money)]
