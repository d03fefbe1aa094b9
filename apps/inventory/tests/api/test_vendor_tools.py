"""The vendor's tools over HTTP: v1 and v2 say the same, and only of the own store."""

import csv
import io
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import AsyncClient, Client

from apps.authentication.facade import access_token_for
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.inventory import facade
from apps.inventory.models import Movement
from apps.inventory.tests.factories import counts, line, stocked
from apps.products.tests.factories import ProductFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "a-random-text"}
BOTH = pytest.mark.parametrize("version", ["v1", "v2"])


@pytest.fixture
def clerk():
    return UserFactory.create()


@pytest.fixture
def shelf(clerk):
    """Shirts in three sizes: plenty, few, none; and another house's."""
    product = ProductFactory.create(vendor=VendorFactory.create(owner=clerk), title="Adire shirt")
    stocked(9, sku="ELSEWHERE")
    sizes = {"S": 9, "M": 2, "L": 0}
    return {
        size: stocked(units, product=product, sku=f"AD-{size}", size=size, colour_name="Indigo")
        for size, units in sizes.items()
    }


@pytest.fixture
def stranger():
    account = UserFactory.create()
    VendorFactory.create(owner=account)
    return account


def skus(answer):
    assert answer.status_code == 200, answer.content
    return [row["sku"] for row in answer.json()["results"]]


@BOTH
def test_a_vendor_lists_searches_and_narrows_its_shelf(api, clerk, shelf, version):
    def listed(query=""):
        return skus(api.get(f"/api/{version}/vendor/stock{query}", signed_in=clerk))

    assert listed() == ["AD-L", "AD-M", "AD-S"]
    assert listed("?is_low=true") == ["AD-L", "AD-M"]
    assert listed("?search=ad-m") == ["AD-M"]
    assert listed("?search=indigo%20shirt%20-s") == ["AD-S"]
    assert listed("?search=elsewhere") == []
    assert listed("?search=%25") == []


@BOTH
def test_a_row_says_everything(api, clerk, shelf, version):
    facade.reserve(lines=[line(shelf["S"], 2)], reference=new_id(), minutes=10)
    facade.set_low_at(variant_id=shelf["S"], low_at=7, actor_id=clerk.pk)
    answer = api.get(f"/api/{version}/vendor/stock?search=AD-S", signed_in=clerk)
    assert answer.json()["results"] == [
        {
            "variant_id": str(shelf["S"]),
            "sku": "AD-S",
            "title": "Adire shirt",
            "size": "S",
            "colour": "Indigo",
            "on_hand": 9,
            "reserved": 2,
            "available": 7,
            "low_at": 7,
            "threshold": 7,
            "is_low": True,
        }
    ]


@BOTH
def test_pages_of_the_shelf_are_cheap_and_complete(
    clerk, shelf, version, settings, django_assert_max_num_queries
):
    settings.PAGE_SIZE = 2
    client = Client(headers={"Authorization": f"Bearer {access_token_for(clerk.pk)}"})
    path, found = f"/api/{version}/vendor/stock", []
    while path:
        with django_assert_max_num_queries(5):  # token, vendor, threshold, the page
            answer = client.get(path)
        found += skus(answer)
        path = answer.json()["next"]
    assert found == ["AD-L", "AD-M", "AD-S"]


@BOTH
def test_an_adjustment_happens_once_per_key(api, clerk, shelf, version):
    path = f"/api/{version}/vendor/stock/{shelf['S']}/adjustments"
    body = {"reason": "damage", "note": "Torn", "by": -2}
    answers = [api.post(path, body, signed_in=clerk, headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["on_hand"] == 7
    move = Movement.objects.latest("id")
    assert (move.cause, move.reason, move.actor_id) == ("damage", "Torn", clerk.pk)
    assert api.post(path, body, signed_in=clerk).json()["code"] == "idempotency-key-missing"


@BOTH
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": "count"},
        {"reason": "count", "on_hand": 1, "by": 1},
        {"reason": "mood", "on_hand": 1},
        {"reason": "other", "on_hand": 1},
        {"reason": "count", "on_hand": "1"},
        {"reason": "count", "on_hand": True},
        {"reason": "count", "by": 1.5},
        {"reason": "count", "by": -99},
        {"reason": "count", "on_hand": 1, "note": "x" * 121},
    ],
    ids=str,
)
def test_bad_adjustments_are_422_and_change_nothing(api, clerk, shelf, version, body):
    path = f"/api/{version}/vendor/stock/{shelf['S']}/adjustments"
    answer = api.post(path, body, signed_in=clerk, headers=KEY)
    assert answer.status_code == 422, answer.content
    assert counts(shelf["S"]) == (9, 0)


@BOTH
def test_what_buyers_hold_is_409(api, clerk, shelf, version):
    facade.reserve(lines=[line(shelf["S"], 5)], reference=new_id(), minutes=10)
    path = f"/api/{version}/vendor/stock/{shelf['S']}/adjustments"
    answer = api.post(path, {"reason": "count", "on_hand": 4}, signed_in=clerk, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "units-are-reserved")
    assert answer.json()["reserved"] == 5


def test_another_houses_variants_are_404_on_every_route(api, stranger, shelf):
    own = f"vendor/stock/{shelf['S']}"
    adjust = {"reason": "count", "on_hand": 1}
    answers = [
        api.post(f"/api/v1/{own}/adjustments", adjust, signed_in=stranger, headers=KEY),
        api.post(f"/api/v2/{own}/adjustments", adjust, signed_in=stranger, headers=KEY),
        api.put(f"/api/v1/{own}/threshold", {"low_at": 1}, signed_in=stranger),
        api.get(f"/api/v1/{own}/movements", signed_in=stranger),
    ]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {
        (404, "variant-not-found")
    }
    assert counts(shelf["S"]) == (9, 0)
    assert skus(api.get("/api/v1/vendor/stock", signed_in=stranger)) == []


def test_thresholds_are_set_by_variant_and_by_house(api, clerk, shelf):
    path = f"/api/v1/vendor/stock/{shelf['S']}/threshold"
    assert api.put(path, {"low_at": 9}, signed_in=clerk).status_code == 204
    settings_path = "/api/v1/vendor/stock/settings"
    assert api.get(settings_path, signed_in=clerk).json() == {"low_at": 3}
    assert api.put(settings_path, {"low_at": 1}, signed_in=clerk).json() == {"low_at": 1}
    low = api.get("/api/v1/vendor/stock?is_low=true", signed_in=clerk)
    assert skus(low) == ["AD-L", "AD-S"]
    for bad in (-1, 1_000_001, "1", True, 1.5):
        assert api.put(path, {"low_at": bad}, signed_in=clerk).status_code == 422
        assert api.put(settings_path, {"low_at": bad}, signed_in=clerk).status_code == 422


def test_the_log_is_narrowed_and_paged(api, clerk, shelf, settings):
    settings.PAGE_SIZE = 2
    for number in range(3):
        facade.adjust(
            variant_id=shelf["S"], reason=facade.AdjustReason.FOUND, by=1, actor_id=clerk.pk
        )
        facade.reserve(lines=[line(shelf["S"])], reference=new_id(), minutes=10 + number)
    path = f"/api/v1/vendor/stock/{shelf['S']}/movements"

    def log(query):
        return api.get(path + query, signed_in=clerk).json()["results"]

    first = api.get(f"{path}?kind=reserve", signed_in=clerk).json()
    assert len(first["results"]) == 2
    rest = api.get(first["next"], signed_in=clerk).json()["results"]
    assert {row["kind"] for row in first["results"] + rest} == {"reserve"}
    assert len(rest) == 1
    assert {row["cause"] for row in log("?cause=found")} == {"found"}
    assert log("?until=2000-01-01T00:00:00Z") == []
    assert len(log("?since=2000-01-01T00:00:00Z")) == 2
    for bad in ("kind=x", "cause=x", "since=x", "since=0001-01-01", "cursor=x"):
        assert api.get(f"{path}?{bad}", signed_in=clerk).status_code == 422


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode())))


def test_the_shelf_is_downloaded_as_csv(api, clerk, shelf):
    answer = api.get("/api/v1/vendor/stock.csv", signed_in=clerk)
    assert answer["Content-Type"].startswith("text/csv")
    assert 'filename="stock.csv"' in answer["Content-Disposition"]
    header, *rows = rows_of(b"".join(answer.streaming_content))
    assert tuple(header) == facade.SHEET_HEADER
    assert rows[2] == ["AD-S", "Adire shirt", "S", "Indigo", "9", "0", "9", ""]
    assert len(rows) == 3


def test_the_download_streams_under_asgi(clerk, shelf):
    headers = {"Authorization": f"Bearer {access_token_for(clerk.pk)}"}

    async def download():
        answer: Any = await AsyncClient().get("/api/v1/vendor/stock.csv", headers=headers)
        assert answer.is_async
        return b"".join([chunk async for chunk in answer.streaming_content])

    content = async_to_sync(download)()
    assert [row[0] for row in rows_of(content)] == ["sku", "AD-L", "AD-M", "AD-S"]


def send(api, clerk, text):
    file = SimpleUploadedFile("stock.csv", text.encode(), "text/csv")
    token = access_token_for(clerk.pk)
    return api.client.post(
        "/api/v1/vendor/stock/sheets",
        {"file": file},
        headers={"Authorization": f"Bearer {token}"},
    )


def test_a_sheet_is_uploaded_shown_and_applied(api, clerk, stranger, shelf):
    answer = send(api, clerk, "sku,on_hand,threshold\nAD-S,4,1\n")
    assert answer.status_code == 201, answer.content
    sheet = answer.json()
    assert sheet["changes"][0]["on_hand_to"] == 4
    path = f"/api/v1/vendor/stock/sheets/{sheet['id']}"
    assert api.get(path, signed_in=stranger).status_code == 404
    assert api.post(f"{path}/apply", signed_in=stranger).status_code == 404
    assert api.get(path, signed_in=clerk).json() == sheet
    for _ in range(2):
        done = api.post(f"{path}/apply", signed_in=clerk)
        assert (done.status_code, done.json()["is_applied"]) == (200, True)
    assert counts(shelf["S"]) == (4, 0)


def test_wrong_sheets_are_refused_with_their_lines(api, clerk, shelf):
    sheet = send(api, clerk, "sku,on_hand\nNOPE,4\n").json()
    assert sheet["faults"] == [{"line": 2, "sku": "NOPE", "reason": "your store has no such SKU"}]
    answer = api.post(f"/api/v1/vendor/stock/sheets/{sheet['id']}/apply", signed_in=clerk)
    assert (answer.status_code, answer.json()["code"]) == (409, "stock-sheet-has-errors")
    for text in ("", "x,y\n1,2\n", "sku,on_hand\n" + "A" * 1_100_000):
        assert send(api, clerk, text).status_code == 422


def test_buyers_wait_for_what_is_sold_out(api, shelf):
    buyer, other = UserFactory.create(), UserFactory.create()
    path = f"/api/v2/variants/{shelf['L']}/back-in-stock"
    for _ in range(2):
        answer = api.post(path, signed_in=buyer)
        assert (answer.status_code, answer.json()["variant_id"]) == (201, str(shelf["L"]))
    mine = api.get("/api/v2/back-in-stock", signed_in=buyer).json()["results"]
    assert [wish["variant_id"] for wish in mine] == [str(shelf["L"])]
    assert api.get("/api/v2/back-in-stock", signed_in=other).json()["results"] == []
    assert api.delete(path, signed_in=other).json()["code"] == "back-in-stock-request-not-found"
    assert api.delete(path, signed_in=buyer).status_code == 204
    assert api.delete(path, signed_in=buyer).status_code == 404
    free = api.post(f"/api/v2/variants/{shelf['S']}/back-in-stock", signed_in=buyer)
    assert (free.status_code, free.json()["code"]) == (409, "still-in-stock")
    gone = api.post(f"/api/v2/variants/{new_id()}/back-in-stock", signed_in=buyer)
    assert (gone.status_code, gone.json()["code"]) == (404, "variant-not-found")
    assert api.post(path).status_code == 401
