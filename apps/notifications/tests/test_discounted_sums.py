"""With coupons too, every page, answer and mail adds up to the kobo."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.money import Money, total
from apps.common.outbox.testing import deliver_events
from apps.orders import facade
from apps.orders.contracts import OrderDetail, PartView
from apps.orders.tests.factories import new_buyer, new_variant, paid_order, place
from apps.promotions.states import CouponKind, CouponScope, Funder
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
Sale = tuple[OrderDetail, User, User]


@pytest.fixture
def sale() -> Sale:
    """An order of two houses with odd prices and two coupons; its buyer, the first's owner."""
    buyer, owner = new_buyer(), new_buyer()
    house: Vendor = VendorFactory.create(owner=owner)
    own = {"vendor": house, "funder": Funder.VENDOR, "scope": CouponScope.VENDOR}
    CouponFactory.create(
        code="HOUSE", kind=CouponKind.FIXED, percent_bp=None, amount_minor=777_77, **own
    )
    CouponFactory.create(code="SHOP7", percent_bp=733)
    goods = [
        new_variant(vendor=house, price_minor=333_333),
        new_variant(vendor=house, price_minor=101),
        new_variant(price_minor=999_999),
    ]
    made = paid_order(*goods, buyer=buyer, quantity=3, coupons=("HOUSE", "SHOP7"))
    deliver_events()
    return facade.order_for_notice(made.id), buyer, owner


def test_parts_are_what_they_say_and_make_the_order(sale: Sale) -> None:
    order, *_ = sale
    for part in order.parts:
        assert part.discount
        assert part.items_total + part.delivery - part.discount == part.total == part.refundable
        assert total([line.line_total for line in part.lines], "NGN") == part.items_total
    first, second = order.parts
    assert first.discount > first.platform_discount
    assert second.discount == second.platform_discount
    assert first.discount + second.discount == order.discount_total
    assert first.total + second.total == order.total


def amounts(part: Any) -> tuple[Any, ...]:
    return tuple(
        part[name] for name in ("items_total", "delivery", "discount", "platform_discount", "total")
    )


def as_answered(part: PartView) -> tuple[Any, ...]:
    shown = (part.items_total, part.delivery, part.discount, part.platform_discount, part.total)
    return tuple(amount.as_json() for amount in shown)


def test_every_door_answers_the_same_sums(api: Any, sale: Sale) -> None:
    order, buyer, owner = sale
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    wanted = [as_answered(part) for part in order.parts]
    for path, reader in (
        (f"/api/v2/orders/{order.id}", buyer),
        (f"/api/v1/orders/{order.id}/", staff),
    ):
        seen = api.get(path, signed_in=reader).json()
        assert [amounts(part) for part in seen["parts"]] == wanted
        assert seen["total"] == order.total.as_json()
    own = api.get(f"/api/v2/vendor/orders/{order.parts[0].id}", signed_in=owner).json()
    assert amounts(own["part"]) == wanted[0]
    [row] = api.get("/api/v2/vendor/orders", signed_in=owner).json()["results"]
    assert row["total"] == order.parts[0].total.as_json()


def page(path: str, reader: User) -> str:
    client = Client()
    client.force_login(reader)
    return client.get(path).text


def sums_shown(text: str) -> list[list[int]]:
    """The amounts of each sum on a page, in kobo; what is taken off is negative."""
    found = []
    for block in re.findall(r'<dl class="rows rows--money">(.*?)</dl>', text, re.DOTALL):
        cells = re.findall(r"<dd[^>]*>(\N{MINUS SIGN}?)(?:₦([\d,]+)(?:\.(\d\d))?|Free)</dd>", block)
        found.append([_kobo(*cell) for cell in cells])
    return found


def _kobo(sign: str, naira: str, kobo: str) -> int:
    amount = int(naira.replace(",", "") or 0) * 100 + int(kobo or 0)
    return -amount if sign else amount


def test_pages_add_up(sale: Sale) -> None:
    order, buyer, owner = sale
    bought = sums_shown(page(f"/orders/{order.number}", buyer))
    sold = sums_shown(page(f"/vendor/orders/{order.parts[0].id}", owner))
    assert (len(bought), len(sold)) == (3, 1)
    for *terms, together in bought + sold:
        assert len(terms) == 3
        assert sum(terms) == together
    assert [shown[-1] for shown in bought] == [
        *(part.total.minor for part in order.parts),
        order.total.minor,
    ]
    assert sold[0] == bought[0]
    assert f"{order.parts[0].total.text()}" in page("/vendor/orders", owner)


def mail_of(reader: User) -> list[str]:
    outbox: list[Any] = mail.outbox
    [sent] = [one for one in outbox if reader.email in one.to]
    return [sent.body, str(sent.alternatives[0][0])]


def says(text: str, amount: Money) -> bool:
    return re.search(rf"{re.escape(amount.text())}(?!\d)", text) is not None


def test_mails_add_up(sale: Sale) -> None:
    order, buyer, owner = sale
    for text in mail_of(buyer):
        shown = [order.items_total, order.delivery_total, order.discount_total, order.total]
        for part in order.parts:
            shown += [part.delivery, part.discount, part.total]
        assert [amount.text() for amount in shown if not says(text, amount)] == []
    first = order.parts[0]
    for text in mail_of(owner):
        shown = [first.delivery, first.discount, first.platform_discount, first.total]
        assert [amount.text() for amount in shown if not says(text, amount)] == []


def test_who_paid_with_coupons_alone_is_not_told_of_a_payment(settings: Any) -> None:
    settings.DELIVERY_FEE_MINOR = 0
    CouponFactory.create(code="GIFT", percent_bp=10_000)
    buyer = new_buyer()
    place(new_variant(), buyer=buyer, coupons=("GIFT",))
    deliver_events()
    for text in mail_of(buyer):
        assert "Your coupons paid for everything." in text
        assert "We have your payment" not in text
