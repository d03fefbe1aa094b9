"""Bodies in and out of a vendor's own coupons."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
)

from apps.common.http.money_schema import MoneyOut
from apps.promotions.rules import MAX_CATEGORIES, MAX_LIMIT, MAX_NOTE, MAX_PRODUCTS, WHOLE_BP
from apps.promotions.states import CouponKind, CouponScope, Funder


def _text(value: Any) -> Any:
    """Refuse a count of seconds, which pydantic would read as a moment."""
    if value is not None and not isinstance(value, str):
        raise ValueError("a text such as 2026-12-01T00:00:00Z")
    return value


type Limit = Annotated[StrictInt, Field(ge=1, le=MAX_LIMIT)]
type Moment = Annotated[AwareDatetime, BeforeValidator(_text)]


class AmountIn(BaseModel):
    """An amount as a decimal text, with its currency."""

    amount: Annotated[str, Field(max_length=16)]
    currency: Annotated[str, Field(max_length=3)]


class TermsIn(BaseModel):
    """What a vendor says of a coupon and may change later."""

    model_config = ConfigDict(extra="forbid")

    scope: CouponScope = CouponScope.VENDOR
    percent_bp: Annotated[StrictInt, Field(ge=1, le=WHOLE_BP)] | None = None
    amount: AmountIn | None = None
    cap: AmountIn | None = None
    minimum: AmountIn | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    total_limit: Limit | None = None
    per_buyer_limit: Limit | None = None
    is_first_order_only: StrictBool = False
    product_ids: Annotated[list[UUID], Field(max_length=MAX_PRODUCTS)] = []
    category_ids: Annotated[list[UUID], Field(max_length=MAX_CATEGORIES)] = []
    note: Annotated[str, Field(max_length=MAX_NOTE)] = ""

    def sent(self) -> dict[str, Any]:
        """Only what the client named."""
        return self.model_dump(exclude_unset=True)


class CouponIn(TermsIn):
    """A new coupon; the store that makes it pays for it."""

    code: Annotated[str, Field(min_length=3, max_length=64)]
    kind: CouponKind


class CouponChangesIn(TermsIn):
    """Only what is sent changes; `null` takes an end or a limit away."""

    is_active: StrictBool = True


class CouponOut(Schema):
    """A coupon; `used` counts its live uses, `percent_bp` is in basis points."""

    id: UUID
    code: str
    kind: CouponKind
    percent_bp: int | None
    amount: MoneyOut | None
    cap: MoneyOut | None
    minimum: MoneyOut
    starts_at: datetime
    ends_at: datetime | None
    total_limit: int | None
    per_buyer_limit: int | None
    used: int
    is_first_order_only: bool
    scope: CouponScope
    funder: Funder
    product_ids: list[UUID]
    category_ids: list[UUID]
    is_active: bool
    note: str
    created_at: datetime
