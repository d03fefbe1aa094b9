"""What a message is about, and whom it concerns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings

from apps.authentication.contracts import UserId
from apps.inventory import facade as inventory
from apps.notifications.models import Message, MessageKind
from apps.orders import facade as orders
from apps.orders.contracts import OrderDetail, OrderStatus, PartView
from apps.products import facade as products
from apps.products.contracts import ReviewId, SellableVariant, VariantId
from apps.vendors import facade as vendors

_TO_VENDOR = {
    MessageKind.VENDOR_NOTICE,
    MessageKind.PART_DELIVERED,
    MessageKind.CANCELLED_VENDOR,
    MessageKind.DISPUTE_NEWS_VENDOR,
    MessageKind.DISPUTE_OPENED,
    MessageKind.DISPUTE_OVER_VENDOR,
    MessageKind.RETURN_REQUESTED,
    MessageKind.RETURN_WITHDRAWN,
}

_CLOSED = {OrderStatus.CANCELLED, OrderStatus.EXPIRED}


@dataclass(frozen=True, slots=True)
class Letter:
    """Who reads a message, and the words for its templates. Nobody: it is out of date."""

    to: list[UserId] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)


def letter_of(message: Message) -> Letter:
    """Look up what a message is about, as it is now."""
    if message.order_id is not None:
        return _about_order(message, message.order_id)
    if message.variant_id is not None:
        [variant] = products.sellable([VariantId(message.variant_id)]).values()
        is_low = message.kind == MessageKind.LOW_STOCK
        return _low_stock(variant) if is_low else _back_in_stock(variant, message.about_id)
    return _reply(ReviewId(message.about_id))


def _about_order(message: Message, order_id: UUID) -> Letter:
    order = orders.order_for_notice(order_id)
    if message.kind == MessageKind.ORDER_CLOSED and order.status not in _CLOSED:
        return Letter()  # its money came late and revived it, or is on its way back
    part = _part(order, message.part_id or message.about_id)
    context = {"order": order, "part": part, **_aftersale(order, part, message.about_id)}
    if part and message.kind in _TO_VENDOR:
        return Letter(vendors.notice_recipients(part.vendor.id), context)
    return Letter([UserId(order.buyer_id)], context)


def _part(order: OrderDetail, about_id: UUID) -> PartView | None:
    return next((part for part in order.parts if part.id == about_id), None)


def _aftersale(order: OrderDetail, part: PartView | None, about_id: UUID) -> dict[str, Any]:
    """The refund, return or dispute (by its own id or its evidence's) that is spoken of."""
    refund = _first(one for one in order.refunds if one.id == about_id)
    if part is None:
        return {"refund": refund}
    return {
        "part_id": str(part.id),
        "refund": refund,
        "returned": _first(one for one in part.returns if one.id == about_id),
        "dispute": _first(
            one
            for one in part.disputes
            if about_id in {one.id, *(piece.id for piece in one.evidence)}
        ),
    }


def _first[Thing](found: Iterator[Thing]) -> Thing | None:
    return next(found, None)


def _low_stock(variant: SellableVariant) -> Letter:
    row = inventory.shelf_row(variant.id, variant.vendor_id)
    if row is None or not row.is_low:
        return Letter()
    return Letter(vendors.notice_recipients(variant.vendor_id), {"variant": variant, "stock": row})


def _back_in_stock(variant: SellableVariant, request_id: UUID) -> Letter:
    wish = inventory.wish_by_id(request_id)
    if wish is None:
        return Letter()
    address = f"{settings.SITE_URL}/p/{variant.slug}"
    return Letter([wish.buyer_id], {"variant": variant, "address": address})


def _reply(review_id: ReviewId) -> Letter:
    review = products.review_for_notice(review_id)
    if review is None:
        return Letter()
    address = f"{settings.SITE_URL}/p/{review.product_slug}/reviews"
    return Letter([UserId(review.user_id)], {"review": review, "address": address})
