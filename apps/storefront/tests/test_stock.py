"""A house's stock pages: only its own, every change once, refusals as sentences."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.inventory import facade as inventory
from apps.inventory.contracts import StockLine
from apps.inventory.models import Movement
from apps.products.contracts import VariantId
from apps.products.models import Variant
from apps.products.tests.factories import ProductFactory, VariantFactory
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_chrome() -> None:
    cache.clear()


@pytest.fixture
def seller(gown: Variant) -> Client:
    """A browser of the gown's house."""
    client, person = Client(), UserFactory.create(name="Ada")
    VendorMemberFactory.create(vendor=gown.vendor, user=person)
    client.force_login(person)
    return client


def units(gown: Variant) -> tuple[int, int]:
    count = inventory.counts_of([VariantId(gown.pk)])[VariantId(gown.pk)]
    return count.on_hand, count.reserved


def shown(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def change(how: str, pieces: Any, **more: str) -> dict[str, Any]:
    reason = {"reason": "count", "note": "", "key": str(new_id())}
    return {"how": how, "units": pieces, **reason, **more}


def test_who_has_no_house_sees_no_stock(shopper: Client, client: Client, gown: Variant) -> None:
    for path in ("/vendor/stock", "/vendor/stock/sheet", "/vendor/stock/download"):
        assert shopper.get(path).status_code == 403
        assert client.__class__().get(path).status_code == 302
    assert shopper.post(f"/vendor/stock/{gown.pk}/adjust", change("set", 0)).status_code == 403
    assert units(gown) == (3, 0)


def test_another_houses_piece_is_not_there(gown: Variant) -> None:
    stranger, person = Client(), UserFactory.create()
    VendorFactory.create(owner=person)
    stranger.force_login(person)
    path = f"/vendor/stock/{gown.pk}"
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/adjust", change("set", 0)).status_code == 404
    assert stranger.post(f"{path}/threshold", {"low_at": 1}).status_code == 404
    assert "Moon gown" not in shown(stranger, "/vendor/stock")
    assert "No pieces yet" in shown(stranger, "/vendor/stock")
    assert units(gown) == (3, 0)


def test_the_list_searches_and_narrows(seller: Client, gown: Variant) -> None:
    plenty = VariantFactory.create(product=gown.product, size="UK 14", stock=50)
    assert shown(seller, "/vendor/stock").count("shelf__adjust") == 2
    assert plenty.sku not in shown(seller, "/vendor/stock", low="1")
    assert plenty.sku in shown(seller, "/vendor/stock", q="uk 14")
    assert "matches “zzz”" in shown(seller, "/vendor/stock", q="zzz")
    assert 'aria-current="page">Stock' in shown(seller, "/vendor/stock")
    assert "/vendor/stock" in shown(seller, "/vendor/orders")
    assert seller.get("/vendor/stock", {"cursor": "x"}).status_code == 422


@pytest.mark.parametrize(
    ("how", "pieces", "left"), [("set", 9, 9), ("add", 4, 7), ("take", 1, 2), ("take", 3, 0)]
)
def test_an_adjustment_counts_and_is_in_the_log(
    seller: Client, gown: Variant, how: str, pieces: int, left: int
) -> None:
    page = f"/vendor/stock/{gown.pk}"
    sent = change(how, pieces, reason="sample", note="Torn <b>")
    answer = seller.post(f"{page}/adjust", sent, headers={"Referer": f"http://testserver{page}"})
    assert answer["Location"].endswith(page)
    assert units(gown) == (left, 0)
    log = shown(seller, page)
    assert "Given as a sample: Torn &lt;b&gt; (Ada)" in log
    assert f"Saved: {left} on the shelf" in log
    assert "Torn" not in shown(seller, page, kind="reserve")


def test_the_same_form_sent_twice_counts_once(seller: Client, gown: Variant) -> None:
    sent, path = change("add", 4), f"/vendor/stock/{gown.pk}/adjust"
    for _ in range(2):
        assert seller.post(path, sent).status_code == 302
    assert units(gown) == (7, 0)
    seller.post(path, sent | {"units": 1})
    assert units(gown) == (8, 0), "changed after Back, it is another request"


def test_the_key_of_a_shown_form_is_its_own(seller: Client, gown: Variant) -> None:
    keys = [
        re.findall(r'name="key" value="([^"]+)"', shown(seller, "/vendor/stock")) for _ in range(2)
    ]
    assert all(keys)
    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (change("take", 4), "0 to 1000000"),
        (change("set", -1), "greater than or equal to 0"),
        (change("set", "many"), "whole number"),
        (change("set", 2, reason="other"), "Say what it is"),
        (change("set", 2, reason="mood"), "valid choice"),
        (change("add", 2, reason="damage"), "taken away, not added"),
        (change("set", 2, key="x"), "valid UUID"),
        ({}, "required"),
    ],
    ids=["more", "negative", "text", "no note", "mood", "sign", "key", "nothing"],
)
def test_refusals_are_sentences_and_change_nothing(
    seller: Client, gown: Variant, sent: dict[str, Any], sentence: str
) -> None:
    answer = seller.post(f"/vendor/stock/{gown.pk}/adjust", sent, follow=True)
    page = answer.content.decode()
    assert "message--error" in page
    assert sentence in page
    assert units(gown) == (3, 0)


def test_what_buyers_hold_stays(seller: Client, gown: Variant) -> None:
    line = StockLine(VariantId(gown.pk), 2)
    inventory.reserve(lines=[line], reference=new_id(), minutes=10)
    answer = seller.post(f"/vendor/stock/{gown.pk}/adjust", change("set", 1), follow=True)
    assert "2 units are reserved by buyers." in answer.content.decode()
    assert units(gown) == (3, 2)


def test_thresholds_of_the_piece_and_of_the_house(seller: Client, gown: Variant) -> None:
    assert "Low</span>" in shown(seller, "/vendor/stock")
    seller.post("/vendor/stock/settings", {"low_at": "1"})
    assert "Low</span>" not in shown(seller, "/vendor/stock")
    seller.post(f"/vendor/stock/{gown.pk}/threshold", {"low_at": "5"})
    assert "Low</span>" in shown(seller, "/vendor/stock")
    seller.post(f"/vendor/stock/{gown.pk}/threshold", {"low_at": ""})
    assert "Low</span>" not in shown(seller, "/vendor/stock")


def send(seller: Client, text: str, **more: Any) -> Any:
    file = SimpleUploadedFile("stock.csv", text.encode(), "text/csv")
    return seller.post("/vendor/stock/sheet", {"file": file}, **more)


def test_a_csv_is_downloaded_shown_and_applied(seller: Client, gown: Variant) -> None:
    answer: Any = seller.get("/vendor/stock/download")
    text = b"".join(answer.streaming_content).decode()
    assert f"{gown.sku},Moon gown,UK 12,Indigo,3,0,3," in text
    address = send(seller, text.replace(",3,0,3,", ",8,0,3,"))["Location"]
    page = shown(seller, address)
    assert "3 → <strong>8</strong>" in page
    assert units(gown) == (3, 0)
    for _ in range(2):
        assert "1 of your pieces" in seller.post(f"{address}/apply", follow=True).content.decode()
    assert units(gown) == (8, 0)
    assert Movement.objects.filter(reason="Stock sheet").count() == 1
    assert "These changes are made" in shown(seller, address)


def test_wrong_csvs_are_told_line_by_line(seller: Client, gown: Variant) -> None:
    address = send(seller, f"sku,on_hand\n{gown.sku},x\nNOPE,1\n")["Location"]
    page = shown(seller, address)
    assert "2 lines cannot be used" in page
    assert "your store has no such SKU" in page
    assert "Make these changes" not in page
    assert "message--error" in seller.post(f"{address}/apply", follow=True).content.decode()
    for text in ("", "x,y\n1,2\n", "sku,on_hand\n" + "A" * 1_100_000):
        answer = send(seller, text)
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
    assert units(gown) == (3, 0)


def test_pages_take_few_queries_however_long_the_list(seller: Client, gown: Variant) -> None:
    product = ProductFactory.create(vendor=gown.vendor)
    paths = ("/vendor/stock", f"/vendor/stock/{gown.pk}")

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            shown(seller, path)
        return len(seen)

    for path in paths:
        shown(seller, path)
    before = [queries(path) for path in paths]
    for number in range(20):
        VariantFactory.create(product=product, size=str(number), stock=2)
        seller.post(f"/vendor/stock/{gown.pk}/adjust", change("add", 1))
    shown(seller, "/vendor/stock")
    assert [queries(path) for path in paths] == before
    assert max(before) <= 10
