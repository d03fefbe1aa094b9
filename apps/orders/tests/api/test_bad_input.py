"""POST /orders against reliability.md (d) 1 to 6: a 4xx problem with a stable code, no change."""

import threading
from typing import Any

import pytest
from django.db import connection

from apps.authentication.models import User
from apps.common.ids import new_id
from apps.common.models import IdempotencyKey
from apps.customers.tests.factories import AddressFactory
from apps.inventory.models import Reservation
from apps.orders.models import Order, OrderLine, TimelineEntry, VendorPart
from apps.orders.tests.factories import ADDRESS, free, new_buyer, new_variant
from apps.payments.models import Attempt, Intent, SandboxCharge

pytestmark = pytest.mark.django_db
ORDERS = "/api/v2/orders"
TABLES = (
    Order,
    VendorPart,
    OrderLine,
    TimelineEntry,
    Intent,
    Attempt,
    SandboxCharge,
    Reservation,
    IdempotencyKey,
)


def rows() -> list[int]:
    return [table.objects.count() for table in TABLES]


def send(api, body: Any = None, *, buyer: User, key: str | None = "a-fine-key", **more: Any) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return api.post(ORDERS, body, signed_in=buyer, headers=headers, **more)


def good(variant: Any, **changes: Any) -> dict[str, Any]:
    line = {"variant_id": str(variant.id), "quantity": 1}
    return {"items": [line], "address": dict(ADDRESS)} | changes


def assert_refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert rows() == [0] * len(TABLES)


QUANTITIES: list[Any] = [
    *(0, -1, 1001, 1.5, 1.0, 2**31, 2**63, 10**29),
    *("1", "1e3", "1,000", "\u0661", "", True, False, None, [], {}, [1]),
]


@pytest.mark.parametrize("quantity", QUANTITIES, ids=repr)
def test_quantities(api, quantity: object) -> None:
    gown = new_variant()
    body = good(gown, items=[{"variant_id": str(gown.id), "quantity": quantity}])
    assert_refused(send(api, body, buyer=new_buyer()), 422, "invalid-input")
    assert free(gown) == 10


def test_lines(api) -> None:
    gown, buyer = new_variant(), new_buyer()
    line: dict[str, Any] = {"variant_id": str(gown.id), "quantity": 1}
    strangers = [{"variant_id": str(new_id()), "quantity": 1000} for _ in range(101)]
    for items, code in (
        ([line, line], "duplicate-line"),
        ([line, line | {"variant_id": line["variant_id"].upper()}], "duplicate-line"),
        ([], "invalid-input"),
        (strangers, "invalid-input"),
        (strangers * 100, "invalid-input"),
        ([{"variant_id": line["variant_id"]}], "invalid-input"),
        ([None], "invalid-input"),
        ("all", "invalid-input"),
        ({"0": line}, "invalid-input"),
    ):
        assert_refused(send(api, good(gown, items=items), buyer=buyer), 422, code)
    many = good(gown, items=[line | {"quantity": 1000}])
    assert_refused(send(api, many, buyer=buyer), 409, "out-of-stock")


MONEY = ["price", "unit_price", "unitPrice", "total", "TOTAL", "discount", "currency", "amount"]


@pytest.mark.parametrize("word", [*MONEY, "delivery_fee", "commission", "price_paid", "coupon"])
@pytest.mark.parametrize("value", [0, -1, "0.001", {"amount": "1.00", "currency": "USD"}])
def test_a_client_sets_no_prices(api, word: str, value: object) -> None:
    gown, buyer = new_variant(), new_buyer()
    whole = good(gown, **{word: value})
    line = {"variant_id": str(gown.id), "quantity": 1, word: value}
    for body in (whole, good(gown, items=[line])):
        answer = send(api, body, buyer=buyer)
        assert_refused(answer, 422, "invalid-input")
        assert word in answer.content.decode()


def test_other_fields_that_a_client_may_not_set_are_ignored(api) -> None:
    gown, buyer, other = new_variant(), new_buyer(), new_buyer()
    greedy = {
        "buyer_id": str(other.pk),
        "buyer": str(other.pk),
        "status": "paid",
        "paid_at": "2020-01-01T00:00:00Z",
        "number": "FS-0000-0000",
        "id": str(new_id()),
        "expires_at": "2099-01-01T00:00:00Z",
        "needsAttention": True,
        "key": "x",
    }
    assert send(api, good(gown) | greedy, buyer=buyer).status_code == 201
    order = Order.objects.get()
    assert (order.buyer_id, order.status, order.total_minor) == (buyer.pk, "pending", 1_500_000)
    assert str(order.id) != greedy["id"]
    assert order.number != greedy["number"]
    assert order.expires_at.year < 2099


def test_a_broken_rule_of_ours_is_told_in_one_whole_sentence(api) -> None:
    choice = {"vendor_id": str(new_id()), "method_id": None}
    answer = send(api, good(new_variant(), delivery=[choice, choice]), buyer=new_buyer())
    assert answer.json()["errors"] == {"delivery": ["Choose once for each vendor."]}
    answer = send(api, good(new_variant(), coupons="HALF"), buyer=new_buyer())
    assert answer.json()["errors"] == {"coupons": ["Input should be a valid list"]}


@pytest.mark.parametrize("path", ["", "/quote"])
def test_codes_cannot_be_found_by_trying(api, path: str) -> None:
    buyer, wanted = new_buyer(), good(new_variant(), coupons=["NO-SUCH-CODE"])
    answers = [
        api.post(
            f"{ORDERS}{path}", wanted, signed_in=buyer, headers={"Idempotency-Key": f"key-no-{one}"}
        )
        for one in range(21)
    ]
    codes = [answer.json()["code"] for answer in answers]
    assert codes == ["coupon-refused"] * 20 + ["too-many-requests"]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert rows() == [0] * len(TABLES)


def test_ids(api) -> None:
    gown, buyer = new_variant(), new_buyer()
    odd_ids: list[Any] = ["", "x", "../", "%00", 7, 10**29, None, True, [], f"{gown.id}0"]
    for odd in odd_ids:
        items = [{"variant_id": odd, "quantity": 1}]
        assert_refused(send(api, good(gown, items=items), buyer=buyer), 422, "invalid-input")
    for stranger in (new_id(), buyer.pk, gown.product_id):
        items = [{"variant_id": str(stranger), "quantity": 1}]
        assert_refused(send(api, good(gown, items=items), buyer=buyer), 404, "not-for-sale")
    theirs = AddressFactory.create()
    for address_id in (theirs.id, new_id()):
        body = {"items": good(gown)["items"], "address_id": str(address_id)}
        assert_refused(send(api, body, buyer=buyer), 404, "address-not-found")


def test_addresses(api) -> None:
    gown, buyer = new_variant(), new_buyer()
    items = {"items": good(gown)["items"]}
    assert_refused(send(api, items, buyer=buyer), 422, "address-missing")
    both = good(gown, address_id=str(new_id()))
    assert_refused(send(api, both, buyer=buyer), 422, "address-missing")
    for change, code in (
        ({"phone": "123"}, "invalid-address"),
        ({"state": "Atlantis"}, "invalid-address"),
        ({"name": ""}, "invalid-address"),
        ({"name": "x" * 201}, "invalid-input"),
        ({"name": "x" * 199}, "invalid-address"),
        ({"line1": "a\u0007b"}, "invalid-address"),
        ({"name": ["x"]}, "invalid-input"),
        ({"country": "Nigeria"}, "invalid-address"),
    ):
        body = good(gown, address=ADDRESS | change)
        assert_refused(send(api, body, buyer=buyer), 422, code)


@pytest.mark.parametrize("note", ["x" * 501, "bell \u0007", 7, None, ["x"], {}])
def test_notes(api, note: object) -> None:
    answer = send(api, good(new_variant(), note=note), buyer=new_buyer())
    assert_refused(answer, 422, "invalid-input")


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency-key-missing"),
        ("", "idempotency-key-unusable"),
        ("x", "idempotency-key-unusable"),
        ("x" * 256, "idempotency-key-unusable"),
        ("x" * 10_000, "idempotency-key-unusable"),
        ("white space", "idempotency-key-unusable"),
        ("caf\u00e9-caf\u00e9", "idempotency-key-unusable"),
    ],
)
def test_keys(api, key: str | None, code: str) -> None:
    assert_refused(send(api, good(new_variant()), buyer=new_buyer(), key=key), 400, code)


def test_a_key_belongs_to_one_body_and_one_buyer(api) -> None:
    gown, buyer, other = new_variant(), new_buyer(), new_buyer()
    first = send(api, good(gown), buyer=buyer)
    changed = send(api, good(gown, note="another"), buyer=buyer)
    assert (changed.status_code, changed.json()["code"]) == (422, "idempotency-key-reused")
    separate = send(api, good(gown), buyer=other)
    assert separate.status_code == 201
    assert separate.json()["order_id"] != first.json()["order_id"]
    assert Order.objects.count() == 2


def test_a_refused_order_leaves_its_key_free(api) -> None:
    gown, buyer = new_variant(stock=0), new_buyer()
    assert send(api, good(gown), buyer=buyer).status_code == 409
    assert_refused(send(api, good(gown), buyer=buyer), 409, "out-of-stock")


JSON_HORRORS: dict[str, bytes] = {
    "empty": b"",
    "duplicate keys": b'{"items":null,"items":null}',
    "depth 10,000": b'{"items":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "NaN": b'{"note":NaN}',
    "Infinity": b'{"note":-Infinity}',
    "1e400": b'{"items":[{"variant_id":"x","quantity":1e400}]}',
    "lone surrogate": b'{"note":"\\ud800"}',
    "NUL": b'{"note":"\\u0000"}',
    "BOM": b"\xef\xbb\xbf{}",
    "UTF-16": '{"note":"x"}'.encode("utf-16"),
    "bad UTF-8": b'{"note":"\xff"}',
    "trailing data": b"{} {}",
    "huge integer": b'{"items":[{"quantity":1' + b"0" * 5000 + b"}]}",
    "an array": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "cut": b'{"items":',
}


@pytest.mark.parametrize("name", JSON_HORRORS)
def test_json(api, name: str) -> None:
    answer = send(api, buyer=new_buyer(), raw=JSON_HORRORS[name])
    assert answer.status_code in {400, 422}
    assert_refused(answer, answer.status_code, answer.json()["code"])


def test_large_bodies_and_other_types(api) -> None:
    buyer, large = new_buyer(), b'{"note":"' + b"x" * 2_000_000 + b'"}'
    assert_refused(send(api, buyer=buyer, raw=large), 413, "too-large")
    for content_type in ("text/plain", "application/xml", "application/json5"):
        answer = send(api, buyer=buyer, raw=b"{}", content_type=content_type)
        assert_refused(answer, 415, "unsupported-media-type")
    for content_type in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = send(api, buyer=buyer, raw=b"items=1", content_type=content_type)
        assert 400 <= answer.status_code < 500
        assert rows() == [0] * len(TABLES)


@pytest.mark.django_db(transaction=True)
def test_a_key_in_parallel_makes_one_order(api) -> None:
    """Goes red without both the key's row and the lock in `place_order`."""
    gown, buyer = new_variant(), new_buyer()
    body, gate, answers = good(gown), threading.Barrier(6), []
    send(api, {}, buyer=buyer)  # sign in once: the token is the same for all

    def buy() -> None:
        gate.wait()
        try:
            answers.append(send(type(api)(), body, buyer=buyer))
        finally:
            connection.close()

    threads = [threading.Thread(target=buy) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["order_id"] for answer in answers}) == 1
    assert len({answer.json()["payment_url"] for answer in answers}) == 1
    assert Order.objects.count() == SandboxCharge.objects.count() == 1
    assert free(gown) == 9
