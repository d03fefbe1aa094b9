"""After the sale over HTTP, as a buyer and as a vendor."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.authentication.models import User
from apps.common.ids import new_id
from apps.orders.models import VendorPart
from apps.orders.tests.aftersale import (
    again,
    asked_back,
    delivered_part,
    paid_part,
    picture,
    upload,
)
from apps.orders.tests.factories import new_buyer, new_variant, placed_order, ship
from apps.products.models import Variant
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def buyer() -> User:
    return new_buyer()


@pytest.fixture
def seller() -> User:
    return new_buyer()


@pytest.fixture
def gown(seller: User) -> Variant:
    return new_variant(stock=9, vendor=VendorFactory.create(owner=seller))


def units(gown: Variant, quantity: int = 1) -> list[dict[str, object]]:
    return [{"variant_id": str(gown.id), "quantity": quantity}]


def code(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def key() -> dict[str, str]:
    return {"Idempotency-Key": new_id().hex}


def test_a_buyer_calls_units_off(api, buyer, gown) -> None:
    part = paid_part(gown, quantity=3, buyer=buyer)
    path = f"/api/v2/orders/parts/{part.id}/cancel"
    body = {"lines": units(gown), "reason": "One less"}
    answer = api.post(path, body, signed_in=buyer, headers=key())
    seen = answer.json()
    assert answer.status_code == 200
    assert seen["parts"][0]["refunded"] == {"amount": "12500.00", "currency": "NGN"}
    assert [(row["kind"], row["status"]) for row in seen["refunds"]] == [
        ("cancellation", "requested")
    ]
    assert seen["parts"][0]["lines"][0]["cancelled"] == 1
    for lines, told in (
        (units(gown, 3), (409, "fewer-units-left")),
        (units(gown) * 2, (422, "duplicate-line")),
    ):
        refused = api.post(path, {"lines": lines}, signed_in=buyer, headers=key())
        assert code(refused) == told
    assert api.post(path, {}, signed_in=buyer, headers=key()).json()["status"] == "refunded"
    again_ = api.post(path, {}, signed_in=buyer, headers=key())
    assert code(again_) == (409, "part-not-cancellable")


def test_a_retry_calls_off_once_and_a_key_is_wanted(api, buyer, seller, gown) -> None:
    part = paid_part(gown, quantity=5, buyer=buyer)
    for path, person in (
        (f"/api/v2/orders/parts/{part.id}/cancel", buyer),
        (f"/api/v2/vendor/orders/{part.id}/cancel", seller),
    ):
        body, same = {"lines": units(gown)}, key()
        for _ in range(3):
            assert api.post(path, body, signed_in=person, headers=same).status_code == 200
        other = api.post(path, {"lines": units(gown, 2)}, signed_in=person, headers=same)
        assert code(other) == (422, "idempotency-key-reused")
        assert code(api.post(path, body, signed_in=person)) == (400, "idempotency-key-missing")
    assert part.lines.get().cancelled_quantity == 2


def test_a_vendor_calls_off_what_it_cannot_send(api, seller, gown) -> None:
    part = paid_part(gown)
    path = f"/api/v2/vendor/orders/{part.id}/cancel"
    answer = api.post(path, {"reason": "Sold in the store"}, signed_in=seller, headers=key())
    assert (answer.status_code, answer.json()["part"]["status"]) == (200, "refunded")
    assert answer.json()["refunds"][0]["amount"] == {"amount": "15000.00", "currency": "NGN"}


def test_an_unpaid_part_is_not_called_off(api, buyer, gown) -> None:
    part = placed_order(gown, buyer=buyer).parts.get()
    path = f"/api/v2/orders/parts/{part.id}/cancel"
    answer = api.post(path, {}, signed_in=buyer, headers=key())
    assert code(answer) == (409, "order-not-paid")


def test_a_parcel_is_followed(api, buyer, seller, gown) -> None:
    part = paid_part(gown, buyer=buyer)
    path = f"/api/v2/vendor/orders/{part.id}"
    parcel = {"carrier": "GIG", "tracking_number": "1", "tracking_url": "https://gig.example/1"}
    out = {"status": "out-for-delivery"}
    assert code(api.post(f"{path}/shipment", out, signed_in=seller)) == (409, "part-not-shipped")
    assert api.post(f"{path}/ship", parcel, signed_in=seller).status_code == 200
    moved = api.post(f"{path}/shipment", out, signed_in=seller)
    assert moved.json()["part"]["shipment_status"] == "out-for-delivery"
    again_out = api.post(f"{path}/shipment", out, signed_in=seller)
    assert code(again_out) == (409, "illegal-transition")
    seen = api.get(f"/api/v2/orders/{part.order_id}", signed_in=buyer).json()["parts"][0]
    assert (seen["tracking_url"], seen["can_dispute"]) == ("https://gig.example/1", True)
    lost = api.post(f"{path}/shipment", {"status": "lost"}, signed_in=seller)
    assert lost.json()["part"]["status"] == "refunded"


def test_a_return_over_http(api, buyer, seller, gown) -> None:
    part = delivered_part(gown, quantity=2, buyer=buyer)
    wish = {"lines": units(gown), "reason": "damaged", "comment": "A hole"}
    path = f"/api/v2/orders/parts/{part.id}/returns"
    made = api.post(path, wish, signed_in=buyer)
    assert (made.status_code, made.json()["status"]) == (201, "requested")
    one, ours = (
        f"/api/v2/returns/{made.json()['id']}",
        f"/api/v2/vendor/returns/{made.json()['id']}",
    )
    photo = SimpleUploadedFile("../../x.php", picture(), "text/html")
    added = upload(api, f"/api/v1/returns/{made.json()['id']}/photos/", buyer, file=photo)
    assert added.status_code == 201
    [photo_id] = api.get(one, signed_in=buyer).json()["photo_ids"]
    for person, status in ((buyer, 200), (seller, 200), (new_buyer(), 404)):
        shown = api.get(f"/api/v1/returns/photos/{photo_id}/", signed_in=person)
        assert shown.status_code == status
        if status == 200:
            assert (shown["Content-Type"], shown["Cache-Control"]) == (
                "image/webp",
                "private, no-store",
            )
    assert [
        row["id"] for row in api.get("/api/v2/vendor/returns", signed_in=seller).json()["results"]
    ] == [made.json()["id"]]
    assert code(api.post(f"{ours}/receive", {}, signed_in=seller)) == (409, "illegal-transition")
    approved = api.post(f"{ours}/approve", {"answer": "Send it to us"}, signed_in=seller)
    assert approved.json()["status"] == "approved"
    received = api.post(
        f"{ours}/receive",
        {"restocked": [{"variant_id": str(gown.id), "quantity": 0}]},
        signed_in=seller,
    )
    assert received.json()["refund"]["amount"] == {"amount": "12500.00", "currency": "NGN"}
    assert code(api.post(f"{one}/withdraw", signed_in=buyer)) == (409, "illegal-transition")
    assert api.get("/api/v2/returns?status=received", signed_in=buyer).json()["results"]
    too_many = api.post(path, wish | {"lines": units(gown, 2)}, signed_in=buyer)
    assert code(too_many) == (409, "fewer-units-left")
    assert api.post(path, wish | {"reason": "whim"}, signed_in=buyer).status_code == 422


def test_a_dispute_over_http(api, buyer, seller, gown) -> None:
    part = delivered_part(gown, buyer=buyer)
    path = f"/api/v2/orders/parts/{part.id}/disputes"
    quarrel = {"reason": "damaged", "text": "The seam is open."}
    made = api.post(path, quarrel, signed_in=buyer)
    assert made.status_code == 201
    one = f"/api/v2/disputes/{made.json()['id']}"
    assert code(api.post(path, quarrel, signed_in=buyer)) == (409, "dispute-open-already")
    ours = f"/api/v2/vendor/disputes/{made.json()['id']}"
    told = api.post(f"{ours}/evidence", {"text": "It was whole."}, signed_in=seller)
    assert told.status_code == 201
    photo = SimpleUploadedFile("a.png", picture(), "image/png")
    shown = upload(
        api, f"/api/v1/disputes/{made.json()['id']}/evidence/", seller, text="See", file=photo
    )
    assert shown.status_code == 201
    seen = api.get(one, signed_in=buyer).json()
    assert [(row["side"], row["has_file"]) for row in seen["evidence"]] == [
        ("buyer", False),
        ("vendor", False),
        ("vendor", True),
    ]
    file = f"/api/v1/disputes/evidence/{seen['evidence'][2]['id']}/"
    assert [api.get(file, signed_in=who).status_code for who in (buyer, seller, new_buyer())] == [
        200,
        200,
        404,
    ]
    assert api.post(f"{one}/withdraw", signed_in=buyer).json()["status"] == "withdrawn"
    assert code(api.post(f"{one}/evidence", {"text": "x"}, signed_in=buyer)) == (
        409,
        "dispute-closed",
    )
    assert api.get("/api/v2/disputes?status=open", signed_in=buyer).json()["results"] == []
    assert len(api.get("/api/v2/vendor/disputes", signed_in=seller).json()["results"]) == 1


def routes(
    part: VendorPart, return_id: object, dispute_id: object
) -> list[tuple[str, str, object]]:
    orders, ours = f"/api/v2/orders/parts/{part.id}", "/api/v2/vendor"
    answer, words = {"answer": "x"}, {"text": "x"}
    line = [{"variant_id": str(part.lines.get().variant_id), "quantity": 1}]
    return [
        ("POST", f"{orders}/cancel", {}),
        ("POST", f"{orders}/returns", {"lines": line, "reason": "damaged"}),
        ("POST", f"{orders}/disputes", {"reason": "damaged", "text": "x"}),
        ("GET", f"/api/v2/returns/{return_id}", None),
        ("POST", f"/api/v2/returns/{return_id}/withdraw", None),
        ("GET", f"/api/v2/disputes/{dispute_id}", None),
        ("POST", f"/api/v2/disputes/{dispute_id}/evidence", words),
        ("POST", f"/api/v2/disputes/{dispute_id}/withdraw", None),
        ("POST", f"{ours}/orders/{part.id}/cancel", {}),
        ("POST", f"{ours}/orders/{part.id}/shipment", {"status": "lost"}),
        ("GET", f"{ours}/returns/{return_id}", None),
        ("POST", f"{ours}/returns/{return_id}/approve", answer),
        ("POST", f"{ours}/returns/{return_id}/refuse", answer),
        ("POST", f"{ours}/returns/{return_id}/receive", {}),
        ("GET", f"{ours}/disputes/{dispute_id}", None),
        ("POST", f"{ours}/disputes/{dispute_id}/evidence", words),
    ]


def test_other_peoples_things_do_not_exist(api, buyer, gown) -> None:
    part = delivered_part(gown, buyer=buyer)
    return_id = asked_back(part, gown)
    quarrel = {"reason": "damaged", "text": "x"}
    made = api.post(f"/api/v2/orders/parts/{part.id}/disputes", quarrel, signed_in=buyer)
    rival = new_buyer()
    VendorFactory.create(owner=rival)
    for method, path, body in routes(part, return_id, made.json()["id"]):
        answer = api.request(method, path, body, signed_in=rival, headers=key())
        assert answer.status_code == 404, path
        assert api.request(method, path, body, headers=key()).status_code == 401, path
        if "/vendor/" in path:
            buyers = api.request(method, path, body, signed_in=buyer, headers=key())
            assert code(buyers) == (403, "not-a-vendor"), path
    for path in ("/api/v2/returns", "/api/v2/disputes", "/api/v2/vendor/returns"):
        assert api.get(path, signed_in=rival).json()["results"] == []
    assert again(part).status == "delivered"


def statements(work) -> int:
    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def test_reading_and_cancelling_take_the_same_statements_however_much_there_is(
    api, buyer, seller
) -> None:
    store = VendorFactory.create(owner=seller)
    goods = [new_variant(vendor=store) for _ in range(4)]
    small, large = paid_part(goods[0], buyer=buyer), paid_part(*goods, buyer=buyer)
    used = [
        statements(
            lambda part=part: api.post(
                f"/api/v2/orders/parts/{part.id}/cancel", {}, signed_in=buyer, headers=key()
            )
        )
        for part in (small, large)
    ]
    assert used[0] <= 60, used
    assert used[1] - used[0] <= 3 * 2, used  # a movement and an event for each variant
    delivered = [delivered_part(*goods[:2], buyer=buyer) for _ in range(3)]
    asked_back(delivered[0], goods[0])
    few = statements(lambda: api.get("/api/v2/returns", signed_in=buyer))
    for part in delivered[1:]:
        asked_back(part, goods[1])
    assert statements(lambda: api.get("/api/v2/returns", signed_in=buyer)) == few


def test_a_sent_part_is_not_called_off(api, buyer, seller, gown) -> None:
    part = paid_part(gown, buyer=buyer)
    ship(part)
    for path, who in (
        (f"/api/v2/orders/parts/{part.id}/cancel", buyer),
        (f"/api/v2/vendor/orders/{part.id}/cancel", seller),
    ):
        assert code(api.post(path, {}, signed_in=who, headers=key())) == (
            409,
            "part-not-cancellable",
        )
