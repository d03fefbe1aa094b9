import csv
import io
from datetime import timedelta

import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.audit.models import AuditRecord
from apps.common.http.csv_out import guarded, unguarded
from apps.common.ids import new_id
from apps.inventory import facade
from apps.inventory.errors import (
    SheetHasErrors,
    SheetNotFound,
    SheetUnreadable,
    UnitsAreReserved,
)
from apps.inventory.models import Movement, Stock, StockSheet
from apps.inventory.services.read_sheet import MAX_LINES
from apps.inventory.tests.factories import assert_books_balance, at_once, counts, line, stocked
from apps.products.tests.factories import ProductFactory
from apps.vendors.contracts import VendorId
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return VendorFactory.create()


@pytest.fixture
def clerk():
    return UserFactory.create()


@pytest.fixture
def shelf(house):
    """Two variants of the house, five units each."""
    product = ProductFactory.create(vendor=house, title="Adire shirt")
    return [
        stocked(5, product=product, sku=sku, size=size)
        for sku, size in (("AD-S", "S"), ("AD-M", "M"))
    ]


def upload(house, clerk, text):
    content = text if isinstance(text, bytes) else text.encode()
    return facade.upload_sheet(vendor_id=VendorId(house.pk), content=content, actor_id=clerk.pk)


def apply(house, clerk, sheet):
    return facade.apply_sheet(sheet_id=sheet.id, vendor_id=VendorId(house.pk), actor_id=clerk.pk)


def test_a_sheet_is_shown_first_and_then_applied(house, clerk, shelf):
    small, medium = shelf
    sheet = upload(house, clerk, "sku,on_hand,threshold\nAD-S,9,2\nAD-M,5,\n")
    assert sheet.faults == ()
    [change] = sheet.changes
    assert (change.sku, change.on_hand_from, change.on_hand_to) == ("AD-S", 5, 9)
    assert (change.low_at_from, change.low_at_to) == (None, 2)
    assert counts(small) == (5, 0)
    assert apply(house, clerk, sheet).is_applied
    assert (counts(small), counts(medium)) == ((9, 0), (5, 0))
    assert Stock.objects.get(pk=small).low_at == 2
    move = Movement.objects.latest("id")
    assert (move.cause, move.reference, move.actor_id) == ("count", sheet.id, clerk.pk)
    record = AuditRecord.objects.get(subject=f"stock-sheet:{sheet.id}")
    assert (record.before, record.after) == ({"AD-S": 5}, {"AD-S": 9})
    assert_books_balance(small, medium)


def test_applying_twice_and_sending_the_file_again_change_nothing_more(house, clerk, shelf):
    text = "sku,on_hand\nAD-S,9\n"
    sheet = upload(house, clerk, text)
    first = apply(house, clerk, sheet)
    facade.reserve(lines=[line(shelf[0])], reference=(order := new_id()), minutes=10)
    facade.commit(reference=order)
    assert apply(house, clerk, sheet) == first
    assert counts(shelf[0]) == (8, 0)
    assert upload(house, clerk, "sku,on_hand\nAD-S,8\n").changes == ()


def test_what_was_sold_between_showing_and_applying_stays_sold(house, clerk, shelf):
    sheet = upload(house, clerk, "sku,on_hand\nAD-S,9\n")
    order = new_id()
    facade.reserve(lines=[line(shelf[0], 2)], reference=order, minutes=10)
    facade.commit(reference=order)
    apply(house, clerk, sheet)
    assert counts(shelf[0]) == (7, 0)


def test_one_wrong_line_keeps_the_whole_sheet_out(house, clerk, shelf):
    stocked(7, sku="ELSEWHERE")
    rows = ["AD-S,9", "NOPE,1", "ELSEWHERE,1", "AD-M,-1", "AD-S,3", ",4", "AD-M,99999999", "AD-M,x"]
    sheet = upload(house, clerk, "\n".join(["sku,on_hand", *rows]))
    told = {fault.line: fault.reason for fault in sheet.faults}
    assert sorted(told) == [3, 4, 5, 6, 7, 8, 9]
    assert "no such SKU" in told[3]
    assert told[3] == told[4], "another house's SKU looks like none"
    assert "twice" in told[6]
    assert "no SKU" in told[7]
    with pytest.raises(SheetHasErrors):
        apply(house, clerk, sheet)
    assert counts(shelf[0]) == (5, 0)


def test_what_buyers_hold_is_named_at_once_and_again_when_it_is_applied(house, clerk, shelf):
    facade.reserve(lines=[line(shelf[0], 3)], reference=new_id(), minutes=10)
    [fault] = upload(house, clerk, "sku,on_hand\nAD-S,2\n").faults
    assert fault.reason == "3 units are reserved by buyers"
    sheet = upload(house, clerk, "sku,on_hand\nAD-S,4\nAD-M,1\n")
    facade.reserve(lines=[line(shelf[0], 2)], reference=new_id(), minutes=10)
    with pytest.raises(UnitsAreReserved) as refused:
        apply(house, clerk, sheet)
    assert refused.value.members["lines"] == ["AD-S"]
    assert [counts(one) for one in shelf] == [(5, 5), (5, 0)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"title,on_hand\nx,1\n",
        b"sku,title\nAD-S,x\n",
        b"sku,sku,on_hand\nAD-S,AD-S,1\n",
        "sku,on_hand\nÉ,1\n".encode("latin-1"),
        b"sku,on_hand\nA\0,1\n",
        b"sku,on_hand\n" + b"A,1\n" * (MAX_LINES + 1),
        b"sku,on_hand\n" + b"A" * 1_100_000,
    ],
    ids=["empty", "no sku", "no number", "twice", "latin-1", "nul", "long", "large"],
)
def test_a_file_that_is_no_sheet_is_refused(house, clerk, shelf, content):
    with pytest.raises(SheetUnreadable):
        upload(house, clerk, content)
    assert not StockSheet.objects.exists()


@pytest.mark.parametrize(
    "text", ["\ufeffSKU;On_Hand\r\nAD-S;9\r\n", "sku,on_hand\n\n AD-S , 9 \n,\n"]
)
def test_what_spreadsheets_write_is_read(house, clerk, shelf, text):
    sheet = upload(house, clerk, text)
    assert sheet.faults == ()
    assert [change.on_hand_to for change in sheet.changes] == [9]


@pytest.mark.parametrize("line", ["AD-S,1,000", 'AD-S,"1,000"', "AD-S,1.000"])
def test_a_number_with_a_thousands_mark_keeps_the_sheet_out(house, clerk, shelf, line):
    sheet = upload(house, clerk, f"sku,on_hand\n{line}\n")
    assert (len(sheet.faults), sheet.changes) == (1, ())


def test_the_download_comes_back_without_a_change(house, clerk, shelf):
    product = ProductFactory.create(vendor=house, title='=HYPERLINK("x")')
    stocked(2, product=product, sku="-1+1", size="@A")
    rows = [facade.SHEET_HEADER, *facade.sheet_rows(VendorId(house.pk))]
    text = io.StringIO()
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    assert "\n=" not in text.getvalue()
    assert ",=" not in text.getvalue()
    assert [row[0] for row in rows[1:]] == ["-1+1", "AD-M", "AD-S"]
    sheet = upload(house, clerk, text.getvalue())
    assert (sheet.faults, sheet.changes) == ((), ())


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "'", "plain", ""])
def test_a_guarded_cell_is_no_formula_and_reads_back(cell):
    kept = guarded(cell)
    assert isinstance(kept, str)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(kept) == cell or cell == "'=1"


def test_a_sheet_belongs_to_its_house_and_lives_a_day(house, clerk, shelf):
    sheet = upload(house, clerk, "sku,on_hand\nAD-S,9\n")
    with pytest.raises(SheetNotFound):
        apply(VendorFactory.create(), clerk, sheet)
    StockSheet.objects.update(created_at=clock.now() - timedelta(hours=25))
    with pytest.raises(SheetNotFound):
        apply(house, clerk, sheet)
    assert facade.forget_old_sheets() == 1


def test_a_long_sheet_takes_as_many_statements_as_a_short_one(
    house, clerk, django_assert_max_num_queries
):
    product = ProductFactory.create(vendor=house)
    for number in range(30):
        stocked(50, product=product, sku=f"N-{number}", size=str(number))
    text = "sku,on_hand,threshold\n" + "".join(f"N-{number},0,9\n" for number in range(30))
    with django_assert_max_num_queries(6):
        sheet = upload(house, clerk, text)
    with django_assert_max_num_queries(12):
        apply(house, clerk, sheet)
    assert len(sheet.changes) == 30


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_at_once_apply_it_once(house, clerk, shelf):
    """Red 3 of 3 without the lock on the sheet."""
    sheet = upload(house, clerk, "sku,on_hand\nAD-S,9\nAD-M,7\n")
    results = at_once(8, lambda: apply(house, clerk, sheet))
    assert [one for one in results if isinstance(one, Exception)] == []
    assert [counts(one) for one in shelf] == [(9, 0), (7, 0)]
    assert AuditRecord.objects.filter(subject=f"stock-sheet:{sheet.id}").count() == 1
    assert_books_balance()
