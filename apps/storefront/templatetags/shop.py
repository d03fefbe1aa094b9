"""Template words of the shop."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from apps.common.ids import new_id
from apps.common.money import Money
from apps.orders.contracts import PartView
from apps.products.contracts import FacetValue
from apps.storefront.chrome import Chrome, chrome_of

register = template.Library()
_SELECTED = SafeString(" selected")


@register.simple_tag(takes_context=True)
def chrome(context: Context) -> Chrome:
    """Give the frame's content: `{% chrome as shop %}`."""
    return chrome_of(context["request"])


@register.simple_tag
def once_key() -> SafeString:
    """Name what a form asks for, so that sending the form twice asks once."""
    return format_html('<input type="hidden" name="key" value="{}">', new_id())


@register.filter
def money(amount: Money | None) -> str:
    """Say an amount: ₦12,500 (whole naira drop their zeros)."""
    if amount is None:
        return ""
    text = amount.text()
    return text.removesuffix(".00")


@register.filter
def percent(basis_points: int | None) -> str:
    """Say a share: 250 is 2.5 %; a dash where there is none."""
    if basis_points is None:
        return "\N{EN DASH}"
    return f"{Decimal(basis_points) / 100:,.1f}".removesuffix(".0") + " %"


@register.filter
def saved_percent(price: Money, before: Money | None) -> int:
    """Say how many per cent cheaper than before, rounded down."""
    if before is None or before.minor <= price.minor:
        return 0
    return (before.minor - price.minor) * 100 // before.minor


@register.simple_tag
def facet_options(values: Sequence[FacetValue], chosen: str) -> SafeString:
    """List what a facet can be narrowed to, with counts; the chosen value is always among them."""
    known = {one.value.lower(): one for one in values}
    rows = [(one.value, one.value.lower() == chosen.lower(), one) for one in values]
    options = [(value, _SELECTED if now else "", _counted(one)) for value, now, one in rows]
    if chosen and chosen.lower() not in known:
        options.append((chosen, _SELECTED, chosen))
    return format_html_join("", '<option value="{}"{}>{}</option>', options)


def _counted(one: FacetValue) -> str:
    return f"{one.label} ({one.count}{'+' if one.is_at_least else ''})"


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """Draw one icon of static/img/icons.svg."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>',
        kind,
        static("img/icons.svg"),
        name,
    )


@register.inclusion_tag("storefront/parts/picture.html")
def picture(picture: Any, sizes: str, *, is_eager: bool = False) -> Mapping[str, Any]:
    """Show a Picture in AVIF or WebP with a fallback, or say that it is pending."""
    return {"picture": picture, "sizes": sizes, "is_eager": is_eager}


@register.inclusion_tag("storefront/parts/stars.html")
def stars(rating: Decimal | int | None, count: int | None = None) -> Mapping[str, Any]:
    """Show a rating out of five and, if given, how many people gave one."""
    return {"rating": rating, "count": count}


@register.simple_tag
def query(current: QueryDict, **changes: Any) -> str:
    """Return the query string with some values replaced; None removes; the page starts over."""
    changed = current.copy()
    for name in ("cursor", *changes):
        changed.pop(name, None)
    for name, value in changes.items():
        if value is not None:
            changed[name] = str(value)
    return changed.urlencode()


@register.simple_tag(takes_context=True)
def typed(context: Context, *name: object, default: str = "") -> str:
    """Give back what a form sent in a field, so that nobody types it twice; else the default."""
    sent: QueryDict = context["request"].POST
    return sent.get("".join(map(str, name)), default)


@register.filter
def expected(part: PartView, paid_at: datetime | None) -> str:
    """Say on which days a paid part should be there; nothing once it is, or if none were said."""
    least, most = part.delivery_min_days, part.delivery_max_days
    if paid_at is None or least is None or most is None or part.status not in _COMING:
        return ""
    first, last = (localtime(paid_at) + timedelta(days=days) for days in (least, most))
    if first.date() == last.date():
        return date_format(last, "j F")
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f"{date_format(first, 'j' if is_one_month else 'j F')} to {date_format(last, 'j F')}"


_COMING = {"paid", "shipped"}
_TAGS = {
    "pending": ("warn", "Waiting for payment"),
    "paid": ("good", "Paid"),
    "shipped": ("", "On its way"),
    "delivered": ("good", "Delivered"),
    "completed": ("good", "Completed"),
    "cancelled": ("bad", "Cancelled"),
    "expired": ("bad", "Expired"),
    "refunded": ("", "Paid back"),
    "in-transit": ("", "On its way"),
    "out-for-delivery": ("", "Out for delivery"),
    "failed": ("warn", "The rider found nobody"),
    "lost": ("bad", "Lost"),
    "requested": ("warn", "Waits for an answer"),
    "approved": ("", "Send it back"),
    "refused": ("bad", "Refused"),
    "withdrawn": ("", "Withdrawn"),
    "received": ("good", "Arrived"),
    "open": ("warn", "Waits for a decision"),
    "for-buyer": ("good", "For the buyer"),
    "for-vendor": ("", "For the house"),
}


_TO_SELLER = {
    "paid": ("warn", "To send"),
    "requested": ("warn", "Waits for your answer"),
    "approved": ("", "Waits for the parcel"),
}
_OF_PART = {"paid": ("", "Being packed")}


@register.simple_tag
def status_tag(status: str, *, is_seller: bool = False, is_part: bool = False) -> SafeString:
    """Show a status in words: of an order, or of a part to its buyer, or to its seller."""
    tags = _TAGS | (_TO_SELLER if is_seller else {}) | (_OF_PART if is_part else {})
    kind, words = tags.get(str(status), ("", str(status).capitalize()))
    return format_html('<span class="tag tag--{}">{}</span>', kind or "plain", words)


_SAID = {
    "pending": "Order placed",
    "paid": "Paid",
    "shipped": "Sent by the house",
    "delivered": "Received",
    "completed": "Everything received",
    "cancelled": "Cancelled",
    "expired": "Ran out of time",
}


@register.filter
def said(entry: Any) -> str:
    """Say what an entry of a timeline means."""
    return entry.reason or _SAID.get(entry.to_status, str(entry.to_status).capitalize())
