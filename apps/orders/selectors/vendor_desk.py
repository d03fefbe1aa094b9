"""What waits on a vendor's desk, and what its open parts will bring."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    DateTimeField,
    DecimalField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Floor, Greatest, TruncDate

from apps.common.days import ZONE
from apps.common.db import Named, Prepared
from apps.orders.models import Dispute, Order, Refund, Return, VendorPart
from apps.orders.selectors.aftersale import OPEN_RETURNS
from apps.orders.selectors.orders import PART_TOTAL
from apps.orders.states import DisputeStatus, PartStatus, RefundStatus

_WIDE = DecimalField(max_digits=40, decimal_places=0)  # products of two amounts
_ON_THE_WAY = (PartStatus.PAID, PartStatus.SHIPPED)


def _recent() -> QuerySet[VendorPart]:
    """A vendor's parts since a time that bounds the walk along `part_newest_of_vendor`."""
    return VendorPart.objects.filter(vendor_id=Named("vendor"), placed_at__gte=Named("since"))


def _work() -> Any:
    returns = Return.objects.filter(part=OuterRef("pk"), status__in=OPEN_RETURNS)
    disputes = Dispute.objects.filter(part=OuterRef("pk"), status=DisputeStatus.OPEN)
    return (
        _recent()
        .values("vendor_id")
        .annotate(
            to_send=Count("id", filter=Q(status=PartStatus.PAID)),
            open_returns=Count("id", filter=Exists(returns)),
            open_disputes=Count("id", filter=Exists(disputes)),
        )
        .order_by()
    )


def _forecast() -> Any:
    """Open parts by the day on which their return window will be over.

    A part that nobody has sent is taken to be sent today; one whose time is over, to end today.
    """
    is_open = Q(status__in=_ON_THE_WAY) | Q(
        status=PartStatus.DELIVERED, shipment__delivered_at__gt=Named("returnable_since")
    )
    return (
        _recent()
        .filter(is_open)
        .annotate(
            day=TruncDate(_expected(), tzinfo=ZONE),
            currency=F("order__currency"),
            is_delivered=Case(
                When(status=PartStatus.DELIVERED, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
        )
        .values("day", "currency", "is_delivered")
        .annotate(parts=Count("id"), due_minor=Sum(_due()))
        .order_by("day", "currency", "is_delivered")
    )


def _expected() -> Any:
    most = Coalesce(F("delivery_max_days"), Value(settings.DELIVERY_MAX_DAYS))
    on_the_way = ExpressionWrapper(most * Value(timedelta(days=1)), output_field=DurationField())
    sent = Coalesce(F("shipment__shipped_at"), Named("now"), output_field=DateTimeField())
    arrives = ExpressionWrapper(sent + on_the_way, output_field=DateTimeField())
    arrived = Coalesce(
        F("shipment__delivered_at"), Greatest(arrives, Named("now")), output_field=DateTimeField()
    )
    window = Value(timedelta(days=settings.RETURN_DAYS))
    return ExpressionWrapper(arrived + window, output_field=DateTimeField())


def _due() -> Any:
    """What a part earns its vendor: coupons of the platform are made up for, its share goes off.

    Of what was given back both lose their part: the whole shrinks by the refunded share.
    """
    earned = PART_TOTAL + F("platform_discount_minor") - F("commission_minor")
    kept = PART_TOTAL - F("refunded_minor")
    share = Cast(earned, _WIDE) * Cast(kept, _WIDE) / Cast(PART_TOTAL, _WIDE)
    return Case(
        When(refunded_minor=0, then=earned),
        default=Cast(Floor(share), BigIntegerField()),
        output_field=BigIntegerField(),
    )


# to_send, open_returns, open_disputes; no row for a vendor without orders. `vendor`, `since`.
VENDOR_WORK: Prepared[dict[str, Any]] = Prepared(_work)
# day, currency, is_delivered, parts, due_minor. `vendor`, `since`, `now`, `returnable_since`.
VENDOR_FORECAST: Prepared[dict[str, Any]] = Prepared(_forecast)


def shop_work() -> dict[str, int]:
    """What waits for staff: flagged orders, open disputes, refunds that the provider refused."""
    return {
        "needs_attention": Order.objects.filter(needs_attention=True).count(),
        "open_disputes": Dispute.objects.filter(status=DisputeStatus.OPEN).count(),
        "failed_refunds": Refund.objects.filter(status=RefundStatus.FAILED).count(),
    }
