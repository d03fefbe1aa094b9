"""Bodies in and out of the orders' endpoints."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, model_validator
from pydantic.config import JsonDict

from apps.common.http.money_schema import MoneyOut
from apps.orders.apis.v2.aftersale_schemas import DisputeOut, RefundOut, ReturnOut
from apps.orders.apis.v2.words import Note
from apps.orders.states import OrderStatus, PartStatus, ShipmentStatus
from apps.payments.contracts import IntentStatus

MAX_LINES = 100
# fmt: off
MONEY_WORDS = frozenset({
    "amount", "commission", "coupon", "currency", "deliveryfee", "deliverytotal",
    "discount", "fee", "itemstotal", "linetotal", "paid", "price", "pricepaid", "shipping",
    "subtotal", "tax", "total", "unitprice",
})
# fmt: on


def _no_money(values: Any) -> Any:
    """Refuse what a client may believe to decide: prices are looked up, never taken."""
    if isinstance(values, dict):
        names = [name for name in values if str(name).replace("_", "").lower() in MONEY_WORDS]
        if names:
            raise ValueError(f"leave out {', '.join(names)}: the shop looks prices up")
    return values


class ItemIn(BaseModel):
    """Some units of one variant."""

    variant_id: UUID
    quantity: Annotated[StrictInt, Field(ge=1, le=1000)]

    _money = model_validator(mode="before")(_no_money)


class AddressIn(BaseModel):
    """Where to send it; `phone` in any usual spelling, `state` and `lga` by name."""

    name: Annotated[str, Field(max_length=200)] = ""
    phone: Annotated[str, Field(max_length=64)] = ""
    line1: Annotated[str, Field(max_length=200)] = ""
    line2: Annotated[str, Field(max_length=200)] = ""
    landmark: Annotated[str, Field(max_length=200)] = ""
    city: Annotated[str, Field(max_length=200)] = ""
    lga: Annotated[str, Field(max_length=200)] = ""
    state: Annotated[str, Field(max_length=200)] = ""
    country: Annotated[str, Field(max_length=8)] = "NG"
    postcode: Annotated[str, Field(max_length=32)] = ""


class DeliveryChoiceIn(BaseModel):
    """How one vendor's part shall go: `method_id` as the cart offered it; null is the default."""

    vendor_id: UUID
    method_id: UUID | None

    _money = model_validator(mode="before")(_no_money)


def _each_vendor_once(choices: list[DeliveryChoiceIn]) -> list[DeliveryChoiceIn]:
    if len({choice.vendor_id for choice in choices}) < len(choices):
        raise ValueError("choose once for each vendor")
    return choices


type Choices = Annotated[
    list[DeliveryChoiceIn], Field(max_length=MAX_LINES), AfterValidator(_each_vendor_once)
]


type Code = Annotated[str, Field(max_length=40)]
type Coupons = Annotated[tuple[Code, ...], Field(max_length=20)]


ORDER: JsonDict = {
    "items": [{"variant_id": "01a20948-c37f-764a-a152-275cca8b8818", "quantity": 2}],
    "address": {
        "name": "Ada Obi",
        "phone": "0803 123 4567",
        "line1": "12 Adeniran Ogunsanya Street",
        "city": "Surulere",
        "lga": "Surulere",
        "state": "Lagos",
    },
    "coupons": ["WELCOME10"],
    "note": "Please ring twice.",
}


class PlaceOrderIn(BaseModel):
    """What to buy (without `items`: what is in the cart), where to send it, and how."""

    model_config = ConfigDict(json_schema_extra={"examples": [ORDER]})

    items: Annotated[list[ItemIn], Field(min_length=1, max_length=MAX_LINES)] | None = None
    address_id: UUID | None = None
    address: AddressIn | None = None
    delivery: Choices = []
    coupons: Coupons = ()
    note: Note = ""

    _money = model_validator(mode="before")(_no_money)


class QuotedPartOut(Schema):
    """What one vendor's part would cost; discounts are not yet taken off."""

    vendor_id: UUID
    items: MoneyOut
    discount: MoneyOut
    delivery: MoneyOut
    delivery_discount: MoneyOut
    delivery_method: str


class QuotedCouponOut(Schema):
    """What one coupon takes off the whole order, and the vendor who pays for it, if one does."""

    code: str
    amount: MoneyOut
    vendor_id: UUID | None


class QuoteOut(Schema):
    """What an order would cost now."""

    parts: list[QuotedPartOut]
    coupons: list[QuotedCouponOut]
    items: MoneyOut
    delivery: MoneyOut
    discount: MoneyOut
    total: MoneyOut


class PlacedOrderOut(Schema):
    """A placed order; send the buyer to `payment_url` while it is not null."""

    order_id: UUID
    number: str
    total: MoneyOut
    payment_url: str | None


class PaymentPageOut(Schema):
    """Where the buyer pays."""

    payment_url: str


class OrderCardOut(Schema):
    """One order of the list."""

    id: UUID
    number: str
    status: OrderStatus
    placed_at: datetime
    total: MoneyOut
    units: int
    image_url: str | None


class SellerOut(Schema):
    """Who sells a part."""

    id: UUID
    slug: str
    store_name: str


class LineOut(Schema):
    """One line as it was sold."""

    variant_id: UUID
    title: str
    slug: str
    sku: str
    size: str
    colour: str
    image_url: str | None
    unit_price: MoneyOut
    quantity: int
    line_total: MoneyOut
    cancelled: int
    returned: int
    returnable: int
    refunded: MoneyOut


class PartOut(Schema):
    """One vendor's part of an order: `total` is items and delivery less `discount`."""

    id: UUID
    number: str
    vendor: SellerOut
    status: PartStatus
    lines: list[LineOut]
    items_total: MoneyOut
    delivery: MoneyOut
    discount: MoneyOut
    platform_discount: MoneyOut
    delivery_method: str
    delivery_kind: str
    delivery_min_days: int | None
    delivery_max_days: int | None
    pickup_address: str
    total: MoneyOut
    refunded: MoneyOut
    refundable: MoneyOut
    carrier: str
    tracking_number: str
    tracking_url: str
    shipment_status: ShipmentStatus | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    return_until: datetime | None
    returns: list[ReturnOut]
    disputes: list[DisputeOut]
    can_ship: bool
    can_confirm: bool
    can_cancel: bool
    can_return: bool
    can_dispute: bool


class TimelineOut(Schema):
    """One thing that happened; `part_id` is null where it concerns the whole order."""

    part_id: UUID | None
    from_status: str
    to_status: str
    reason: str
    at: datetime


class DeliveryAddressOut(Schema):
    """Where the order goes."""

    name: str
    phone: str
    line1: str
    line2: str
    landmark: str
    city: str
    lga: str
    state: str
    country: str
    postcode: str


class PaymentOut(Schema):
    """Where the payment stands."""

    status: IntentStatus
    amount: MoneyOut
    gateway: str


class OrderOut(Schema):
    """One order of the buyer, whole."""

    id: UUID
    number: str
    status: OrderStatus
    placed_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    items_total: MoneyOut
    delivery_total: MoneyOut
    discount_total: MoneyOut
    total: MoneyOut
    address: DeliveryAddressOut
    note: str
    parts: list[PartOut]
    timeline: list[TimelineOut]
    payment: PaymentOut | None
    refunds: list[RefundOut]
    can_pay: bool
    can_cancel: bool
