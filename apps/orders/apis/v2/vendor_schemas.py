"""Bodies in and out of a vendor's own orders."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from apps.common.http.money_schema import MoneyOut
from apps.orders.apis.v2.aftersale_schemas import RefundOut
from apps.orders.apis.v2.schemas import DeliveryAddressOut, PartOut, TimelineOut
from apps.orders.parcel_rules import MAX_TRACKING_URL
from apps.orders.rules import MAX_CARRIER, MAX_TRACKING_NUMBER
from apps.orders.states import PartStatus


class ShipIn(Schema):
    """Who carries the parcel, and under which number."""

    carrier: Annotated[str, Field(max_length=MAX_CARRIER)]
    tracking_number: Annotated[str, Field(max_length=MAX_TRACKING_NUMBER)]
    tracking_url: Annotated[str, Field(max_length=MAX_TRACKING_URL)] = ""


class VendorPartCardOut(Schema):
    """One part of the vendor's list."""

    id: UUID
    number: str
    status: PartStatus
    placed_at: datetime
    total: MoneyOut
    units: int
    city: str
    state: str
    image_url: str | None


class VendorPartOut(Schema):
    """A vendor's own part, with where to send it."""

    part: PartOut
    order_id: UUID
    placed_at: datetime
    paid_at: datetime | None
    address: DeliveryAddressOut
    note: str
    timeline: list[TimelineOut]
    refunds: list[RefundOut]
