"""Orders over HTTP, as a buyer and as a vendor."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.authentication.contracts import UserId
from apps.authentication.facade import access_token_for
from apps.authentication.tests.factories import UserFactory
from apps.cart import facade as cart
from apps.cart.contracts import CartOwner
from apps.common.ids import new_id
from apps.customers.tests.factories import AddressFactory
from apps.orders.models import Order, VendorPart
from apps.orders.tests.factories import (
    ADDRESS,
    approve,
    new_buyer,
    new_variant,
    paid_order,
    place,
    placed_order,
    settle_and_deliver,
    shipped_part,
)
from apps.payments.models import SandboxCharge
from apps.products.contracts import VariantId
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
ORDERS = "/api/v2/orders"


def key() -> dict[str, str]:
    return {"Idempotency-Key": new_id().hex}


def body(*variants, quantity=1, **more):
    items = [{"variant_id": str(variant.id), "quantity": quantity} for variant in variants]
    return {"items": items, "address": ADDRESS} | more


def statements(work) -> int:
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def test_placing_answers_the_order_and_where_to_pay(api) -> None:
    buyer, gown = new_buyer(), new_variant()
    answer = api.post(ORDERS, body(gown, quantity=2), signed_in=buyer, headers=key())
    placed = answer.json()
    order = Order.objects.get()
    assert answer.status_code == 201
    assert placed["order_id"] == str(order.id)
    assert placed["number"] == order.number
    assert placed["total"] == {"amount": "27500.00", "currency": "NGN"}
    charge = SandboxCharge.objects.get()
    assert placed["payment_url"].endswith(f"/sandbox/pay/{charge.token}")
    assert charge.return_url.endswith(f"/orders/{order.number}/return")
    page = api.client.get(f"/sandbox/pay/{charge.token}")
    assert "₦27,500.00" in page.content.decode()


def test_placing_the_cart_with_a_saved_address(api) -> None:
    buyer, gown = new_buyer(), new_variant()
    cart.add_line(
        owner=CartOwner(user_id=UserId(buyer.pk)), variant_id=VariantId(gown.id), quantity=1
    )
    home = AddressFactory.create(user=buyer)
    answer = api.post(ORDERS, {"address_id": str(home.id)}, signed_in=buyer, headers=key())
    assert answer.status_code == 201
    again = api.post(ORDERS, {"address_id": str(home.id)}, signed_in=buyer, headers=key())
    assert (again.status_code, again.json()["code"]) == (409, "cart-empty")


def test_a_repeat_gets_the_first_answer_and_the_same_page(api) -> None:
    buyer, gown, same = new_buyer(), new_variant(), key()
    first, again = (api.post(ORDERS, body(gown), signed_in=buyer, headers=same) for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    approve(Order.objects.get())
    settle_and_deliver(Order.objects.get())
    late = api.post(ORDERS, body(gown), signed_in=buyer, headers=same)
    assert late.status_code == 201
    assert late.json() == first.json() | {"payment_url": None}
    assert Order.objects.count() == 1


def test_placing_3_lines_of_2_vendors_over_http_takes_few_statements(api) -> None:
    one, two = VendorFactory.create(), VendorFactory.create()
    goods = [new_variant(vendor=one), new_variant(vendor=two), new_variant(vendor=two)]
    token = access_token_for(UserId(new_buyer().pk))
    headers = key() | {"Authorization": f"Bearer {token}"}
    used = statements(lambda: api.post(ORDERS, body(*goods), headers=headers))
    assert Order.objects.count() == 1
    assert used <= 25, used


def test_reading_takes_the_same_statements_however_much_there_is(api) -> None:
    buyer, stores = new_buyer(), [VendorFactory.create() for _ in range(3)]
    small = place(new_variant(vendor=stores[0]), buyer=buyer)
    list_of_one = statements(lambda: api.get(ORDERS, signed_in=buyer))
    small_detail = statements(lambda: api.get(f"{ORDERS}/{small.order_id}", signed_in=buyer))
    for _ in range(3):
        large = place(*[new_variant(vendor=store) for store in stores * 2], buyer=buyer)
    assert statements(lambda: api.get(ORDERS, signed_in=buyer)) == list_of_one
    large_detail = statements(lambda: api.get(f"{ORDERS}/{large.order_id}", signed_in=buyer))
    assert large_detail == small_detail


def test_the_list_is_the_buyers_own_newest_first_and_paged(api) -> None:
    buyer = new_buyer()
    numbers = [place(buyer=buyer).number for _ in range(5)][::-1]
    place()
    first = api.get(f"{ORDERS}?limit=2", signed_in=buyer).json()
    second = api.get(first["next"], signed_in=buyer).json()
    third = api.get(second["next"], signed_in=buyer).json()
    pages = [first, second, third]
    assert [row["number"] for page in pages for row in page["results"]] == numbers
    assert (first["previous"], third["next"]) == (None, None)
    assert api.get(second["previous"], signed_in=buyer).json()["results"] == first["results"]
    row = first["results"][0]
    assert row["total"] == {"amount": "15000.00", "currency": "NGN"}
    assert (row["status"], row["units"]) == ("pending", 1)


def test_the_detail_tells_everything_to_its_buyer(api) -> None:
    buyer = new_buyer()
    order = paid_order(new_variant(), new_variant(), buyer=buyer)
    seen = api.get(f"{ORDERS}/{order.id}", signed_in=buyer).json()
    assert (seen["status"], seen["payment"]["status"]) == ("paid", "succeeded")
    assert [part["number"] for part in seen["parts"]] == [f"{order.number}-1", f"{order.number}-2"]
    assert seen["address"]["phone"] == "+2348031234567"
    assert [entry["reason"] for entry in seen["timeline"]] == ["Order placed", "Paid"]
    assert (seen["can_pay"], seen["can_cancel"]) == (False, True)


def test_other_peoples_orders_do_not_exist(api) -> None:
    part = shipped_part()
    order, stranger = part.order, new_buyer()
    for method, path in (
        ("GET", f"{ORDERS}/{order.id}"),
        ("POST", f"{ORDERS}/{order.id}/cancel"),
        ("POST", f"{ORDERS}/{order.id}/pay"),
        ("POST", f"{ORDERS}/parts/{part.id}/confirm-delivery"),
    ):
        answer = api.request(method, path, signed_in=stranger)
        assert answer.status_code == 404, path
        assert api.request(method, path).status_code == 401, path
    part.refresh_from_db()
    assert part.status == "shipped"


def test_cancelling_over_http(api) -> None:
    buyer = new_buyer()
    order = placed_order(buyer=buyer)
    answer = api.post(f"{ORDERS}/{order.id}/cancel", signed_in=buyer)
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    again = api.post(f"{ORDERS}/{order.id}/cancel", signed_in=buyer)
    assert (again.status_code, again.json()["code"]) == (409, "illegal-transition")
    pay = api.post(f"{ORDERS}/{order.id}/pay", signed_in=buyer)
    assert (pay.status_code, pay.json()["code"]) == (409, "order-not-payable")


def test_an_order_paid_a_moment_ago_is_not_cancelled(api) -> None:
    buyer = new_buyer()
    order = placed_order(buyer=buyer)
    approve(order)
    answer = api.post(f"{ORDERS}/{order.id}/cancel", signed_in=buyer)
    assert (answer.status_code, answer.json()["code"]) == (409, "order-already-paid")


def test_paying_again_after_a_decline(api) -> None:
    buyer = new_buyer()
    order = placed_order(buyer=buyer)
    first = api.post(f"{ORDERS}/{order.id}/pay", signed_in=buyer).json()["payment_url"]
    api.client.post(first.removeprefix("http://127.0.0.1:9"), {"decision": "decline"})
    settle_and_deliver(order)
    second = api.post(f"{ORDERS}/{order.id}/pay", signed_in=buyer).json()["payment_url"]
    assert second != first
    api.client.post(second.removeprefix("http://127.0.0.1:9"), {"decision": "approve"})
    assert settle_and_deliver(order).status == "paid"


def test_a_vendor_ships_and_the_buyer_confirms(api) -> None:
    buyer, owner = new_buyer(), new_buyer()
    store = VendorFactory.create(owner=owner)
    order = paid_order(new_variant(vendor=store), new_variant(), buyer=buyer)
    listed = api.get("/api/v2/vendor/orders?status=paid", signed_in=owner).json()["results"]
    part = VendorPart.objects.get(order=order, vendor=store)
    assert [row["id"] for row in listed] == [str(part.id)]
    assert (listed[0]["city"], listed[0]["units"]) == ("Surulere", 1)
    path = f"/api/v2/vendor/orders/{part.id}"
    parcel = {"carrier": " GIG Logistics ", "tracking_number": "GIG-1"}
    shipped = api.post(f"{path}/ship", parcel, signed_in=owner)
    assert shipped.status_code == 200
    assert shipped.json()["part"]["carrier"] == "GIG Logistics"
    assert api.get(path, signed_in=owner).json() == shipped.json()
    again = api.post(f"{path}/ship", parcel, signed_in=owner)
    assert (again.status_code, again.json()["code"]) == (409, "illegal-transition")
    seen = api.post(f"{ORDERS}/parts/{part.id}/confirm-delivery", signed_in=buyer)
    assert seen.status_code == 200
    assert [one["status"] for one in seen.json()["parts"]] == ["delivered", "paid"]


def test_a_vendor_route_is_for_the_own_store_only(api) -> None:
    order = paid_order()
    part, rival = order.parts.get(), new_buyer()
    VendorFactory.create(owner=rival)
    parcel = {"carrier": "C", "tracking_number": "T"}
    path = f"/api/v2/vendor/orders/{part.id}"
    assert api.get("/api/v2/vendor/orders", signed_in=rival).json()["results"] == []
    for answer in (
        api.get(path, signed_in=rival),
        api.post(f"{path}/ship", parcel, signed_in=rival),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "part-not-found")
    for answer in (
        api.get("/api/v2/vendor/orders", signed_in=new_buyer()),
        api.get(path, signed_in=new_buyer()),
        api.post(f"{path}/ship", parcel, signed_in=new_buyer()),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not-a-vendor")
    part.refresh_from_db()
    assert part.status == "paid"


def test_an_unpaid_part_is_not_shipped_over_http(api) -> None:
    owner = new_buyer()
    order = placed_order(new_variant(vendor=VendorFactory.create(owner=owner)))
    path = f"/api/v2/vendor/orders/{order.parts.get().id}/ship"
    answer = api.post(path, {"carrier": "C", "tracking_number": "T"}, signed_in=owner)
    assert (answer.status_code, answer.json()["code"]) == (409, "order-not-paid")


@pytest.mark.parametrize("field", ["carrier", "tracking_number"])
@pytest.mark.parametrize("value", ["", "  ", "x" * 65, "a\nb", "a\u202eb", None, 7, ["x"]])
def test_a_parcel_needs_a_plain_carrier_and_number(api, field: str, value: object) -> None:
    owner = new_buyer()
    order = paid_order(new_variant(vendor=VendorFactory.create(owner=owner)))
    part = order.parts.get()
    parcel = {"carrier": "C", "tracking_number": "T"} | {field: value}
    answer = api.post(f"/api/v2/vendor/orders/{part.id}/ship", parcel, signed_in=owner)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    part.refresh_from_db()
    assert part.status == "paid"


def test_the_v1_list_takes_the_same_statements_however_much_there_is(api) -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    placed_order()
    few = statements(lambda: api.get("/api/v1/orders/", signed_in=staff))
    for _ in range(3):
        placed_order(new_variant(), new_variant())
    assert statements(lambda: api.get("/api/v1/orders/", signed_in=staff)) == few


def test_a_vendor_learns_the_address_with_the_money(api) -> None:
    seller = new_buyer()
    gown = new_variant(vendor=VendorFactory.create(owner=seller))
    waiting, paid = placed_order(gown), paid_order(gown)
    before, after = (
        api.get(f"/api/v2/vendor/orders/{order.parts.get().id}", signed_in=seller).json()
        for order in (waiting, paid)
    )
    assert before["address"] == dict.fromkeys(after["address"], "") | {
        name: after["address"][name] for name in ("city", "lga", "state", "country")
    }
    assert after["address"]["line1"] == ADDRESS["line1"]


def test_a_quote_over_http_names_parts_coupons_and_sums(api) -> None:
    CouponFactory.create(code="TENOFF")
    buyer, gown = new_buyer(), new_variant()
    asked = body(gown, quantity=2, coupons=["tenoff"])
    answer = api.post(f"{ORDERS}/quote", asked, signed_in=buyer)
    assert answer.status_code == 200
    quoted = answer.json()
    assert quoted["total"] == {"amount": "25000.00", "currency": "NGN"}
    assert quoted["coupons"][0]["amount"]["amount"] == "2500.00"
    assert quoted["parts"][0]["vendor_id"] == str(gown.product.vendor_id)
    assert not Order.objects.exists()
    placed = api.post(ORDERS, asked, signed_in=buyer, headers=key())
    assert placed.json()["total"] == quoted["total"]


def test_a_refused_coupon_over_http_says_why(api) -> None:
    asked = body(new_variant(), coupons=["NO-SUCH-CODE"])
    answer = api.post(ORDERS, asked, signed_in=new_buyer(), headers=key())
    assert (answer.status_code, answer.json()["code"]) == (409, "coupon-refused")
    assert answer.json()["why"] == "unknown"
