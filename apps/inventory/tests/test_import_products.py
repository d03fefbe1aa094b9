"""A Shopify export becomes products, each whole or not at all."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.common.outbox.testing import deliver_events
from apps.inventory import facade as inventory
from apps.inventory.management.shopify.reading import MAX_ROWS
from apps.products.contracts import VariantId
from apps.products.models import Category, Media, Product, Variant
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
COLUMNS = [
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name",
    "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
    "Variant SKU", "Variant Grams", "Variant Inventory Qty", "Variant Price",
    "Variant Compare At Price", "Image Src", "Image Alt Text", "SEO Title",
]  # fmt: skip
GOOD = Path(__file__).parent / "fixtures" / "shopify-export.csv"


@pytest.fixture
def run(tmp_path, capsys):
    """Write rows as an export, import it, return the summary as numbers."""
    VendorFactory.create(slug="ile-aso", store_name="Ilé Aṣọ")

    def importing(rows, *options, name="export.csv"):
        path = rows if isinstance(rows, Path) else _written(tmp_path / name, rows)
        words = options or ("--vendor", "ile-aso")
        call_command("import_products", str(path), *words, "--report", str(tmp_path / "r.csv"))
        *_, summary = capsys.readouterr().out.strip().splitlines()
        return dict(word.split("=") for word in summary.split()[1:])

    return importing


def _written(path: Path, rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _row(handle="iro", **cells):
    names = {"qty": "Variant Inventory Qty", "price": "Variant Price", "sku": "Variant SKU",
             "size": "Option1 Value", "before": "Variant Compare At Price"}  # fmt: skip
    row = {"Handle": handle, "Title": "Iro", "Option1 Name": "Size", "Option1 Value": "M",
           "Type": "Gowns", "Variant Price": "100.00", "Published": "true"}  # fmt: skip
    return row | {names.get(name, name): value for name, value in cells.items()}


def _refused(tmp_path) -> list[tuple[str, str]]:
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        return [(row["line"], row["reason"]) for row in csv.DictReader(file)]


def test_a_whole_export_comes_in(run) -> None:
    assert run(GOOD, "--vendors-from-column") == {
        "products": "4", "new": "4", "changed": "0", "unchanged": "0",
        "variants": "9", "vendors": "2", "refused_products": "0", "refused_rows": "0",
    }  # fmt: skip
    kaftan = Product.objects.get(handle="kaftan-of-lagos")
    assert (kaftan.status, kaftan.title) == ("published", "Káftàn of Lagos")
    assert "<script" not in kaftan.description
    assert "two\nlines" in kaftan.description
    assert (kaftan.lowest_price_minor, kaftan.lowest_compare_minor) == (1_999_900, 2_500_050)
    assert kaftan.tags == ["eid", "linen", "fine"]
    cells = kaftan.variants.order_by("position").values_list("size", "colour_name", "sku")
    assert list(cells) == [
        ("M", "Wine", "KAF-M-W"), ("L", "Wine", "KAF-L-W"), ("L", "Navy", "KAF-L-N")
    ]  # fmt: skip
    assert kaftan.media.count() == 3
    units = inventory.available([VariantId(row.id) for row in kaftan.variants.all()])
    assert sorted(units.values()) == [0, 3, 12]


def test_options_beyond_size_and_colour_join_the_size(run) -> None:
    run(GOOD, "--vendors-from-column")
    belt = Product.objects.get(handle="belt")
    cells = belt.variants.order_by("position").values_list("size", "colour_name")
    assert list(cells) == [("S / Leather", "Tan"), ("S / Suede", "Tan")]
    mug = Variant.objects.get(product__handle="mug")
    assert (mug.size, mug.colour_name, mug.sku) == ("One size", "", "MUG")
    assert mug.product.status == "draft"  # it costs nothing
    ring = Variant.objects.filter(product__handle="ring").values_list("size", flat=True)
    assert set(ring) == {"6", "7", "8"}


def test_vendors_of_the_column_are_open_and_say_where_they_come_from(run) -> None:
    run(GOOD, "--vendors-from-column")
    vendor = Vendor.objects.get(store_name="Àṣà Studio")
    assert vendor.status == "approved"
    assert vendor.members.count() == 0
    assert vendor.status_changes.order_by("id")[0].reason == "imported"


def test_a_repeat_changes_nothing_and_undoes_no_sale(run) -> None:
    run(GOOD, "--vendors-from-column")
    variant_id = VariantId(Variant.objects.get(sku="KAF-M-W").id)
    inventory.set_on_hand(variant_id=variant_id, quantity=1, reason="sold")
    before = list(Product.objects.order_by("id").values_list("id", "updated_at"))
    again = run(GOOD, "--vendors-from-column")
    assert (again["new"], again["changed"], again["unchanged"]) == ("0", "0", "4")
    assert list(Product.objects.order_by("id").values_list("id", "updated_at")) == before
    assert inventory.available([variant_id]) == {variant_id: 1}
    assert (Vendor.objects.count(), Media.objects.count()) == (3, 4)


def test_a_changed_row_changes_its_product_alone(run) -> None:
    run([_row(sku="A"), _row("gele", sku="B")])
    kept = Variant.objects.get(sku="A").id
    again = run([_row(sku="A", price="250.5"), _row("gele", sku="B")])
    assert (again["changed"], again["unchanged"]) == ("1", "1")
    assert Variant.objects.get(sku="A").price_minor == 25_050
    assert Variant.objects.get(sku="A").id == kept


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Title": ""}, "no title"),
        ({"price": "abc"}, "Variant Price: 'abc' is no amount in NGN"),
        ({"price": "1.005"}, "Variant Price: '1.005' is no amount in NGN"),
        ({"price": "1,000.00"}, "Variant Price: '1,000.00' is no amount in NGN"),
        ({"price": "-1"}, "Variant Price: '-1' is no amount in NGN"),
        ({"price": "١٢"}, "Variant Price: '١٢' is no amount in NGN"),
        ({"price": "", "sku": "A"}, "no variant price"),
        ({"price": "", "size": ""}, "no variant price"),
        ({"qty": "many"}, "Variant Inventory Qty: 'many' is no whole number"),
        ({"qty": "1.5"}, "Variant Inventory Qty: '1.5' is no whole number"),
        ({"before": "x"}, "Variant Compare At Price: 'x' is no amount in NGN"),
        ({"Variant Grams": "heavy"}, "Variant Grams: 'heavy' is no weight"),
        ({"Title": "x" * 201}, "The title is too long."),
        ({"Body (HTML)": "x" * 20_001}, "The description is too long."),
        ({"Title": "a\x00b"}, "a NUL character"),
    ],
)
def test_a_bad_row_leaves_no_trace_and_is_named(run, tmp_path, cells, reason) -> None:
    counts = run([_row("good", sku="G"), _row("bad", **cells), _row("last", sku="L")])
    assert (counts["new"], counts["refused_products"], counts["refused_rows"]) == ("2", "1", "1")
    assert _refused(tmp_path) == [("3", reason)]
    assert set(Product.objects.values_list("handle", flat=True)) == {"good", "last"}


def test_one_bad_variant_refuses_the_whole_product_with_every_row(run, tmp_path) -> None:
    rows = [_row(sku="A", **{"Body (HTML)": "two\nlines"}), _row(sku="B", size="L", price="x"),
            _row(sku="C", size="XL")]  # fmt: skip
    assert run(rows)["refused_rows"] == "3"
    assert _refused(tmp_path) == [
        ("2", "not imported because of line 4"),
        ("4", "Variant Price: 'x' is no amount in NGN"),
        ("5", "not imported because of line 4"),
    ]
    assert not Product.objects.exists()
    assert not Category.objects.exists()


def test_a_sku_stands_once_in_a_product_and_once_at_a_vendor(run, tmp_path) -> None:
    run([_row(sku="A"), _row(sku="A", size="L"), _row("gele", sku="A"), _row("fila", sku="A")])
    assert [reason for _, reason in _refused(tmp_path)] == [
        "not imported because of line 3",
        "the SKU A stands twice",
        "Another of your products has the SKU A.",
    ]
    assert Product.objects.get().handle == "gele"


def test_the_same_options_twice_are_refused(run, tmp_path) -> None:
    run([_row(sku="A"), _row(sku="B")])
    assert _refused(tmp_path)[1] == ("3", "the options M  stand twice")


def test_rows_of_one_product_stand_together(run, tmp_path) -> None:
    run([_row(sku="A"), _row("gele", sku="B"), _row(sku="C", size="L"), _row("", sku="D")])
    reasons = [reason for _, reason in _refused(tmp_path)]
    assert reasons[0].startswith("the handle stands further up")
    assert reasons[1] == "no handle"
    assert set(Variant.objects.values_list("sku", flat=True)) == {"A", "B"}


def test_a_product_without_end_is_refused_not_remembered(run) -> None:
    rows = (_row(sku=f"S{number}", size=str(number)) for number in range(MAX_ROWS + 50))
    counts = run(rows)
    assert (counts["new"], counts["refused_products"]) == ("0", "1")


def test_a_quantity_below_zero_counts_as_none(run) -> None:
    run([_row(sku="A", qty="-1")])
    variant_id = VariantId(Variant.objects.get().id)
    assert inventory.available([variant_id]) == {variant_id: 0}


def test_a_formula_in_the_report_is_only_text(run, tmp_path) -> None:
    run([_row("=HYPERLINK(1)", sku="@x", Title="")])
    text = (tmp_path / "r.csv").read_text()
    assert "'=HYPERLINK(1),'@x," in text


def test_the_report_of_an_earlier_run_goes_away(run, tmp_path) -> None:
    run([_row(Title="")])
    run([_row()])
    assert not (tmp_path / "r.csv").exists()


def test_pictures_out_of_reach_are_pending_and_asked_for_again(run, tmp_path) -> None:
    rows = [_row(**{"Image Src": "http://127.0.0.1/a.jpg"})]
    run(rows)
    deliver_events()
    media = Media.objects.get()
    assert (media.status, media.problem) == ("pending", "the host is not in the open internet")
    assert run(rows)["unchanged"] == "1"
    assert deliver_events() >= 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the column Handle is missing"),
        (b"a,b\n1,2\n", "the column Handle is missing"),
        (b"Handle,Title,Variant Price\n\xff\xfe,x,1\n", "not UTF-8"),
        (b'Handle,Title,Variant Price\na,"x,1\n', "unexpected end of data"),
        (b'Handle,Title,Variant Price\na,"x"y,1\n', "expected after"),
    ],
)
def test_what_is_no_export_gets_one_sentence(run, tmp_path, content, sentence) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        run(path)


def test_wrong_words_get_one_sentence(run, tmp_path) -> None:
    path = _written(tmp_path / "x.csv", [_row()])
    for words in (("--vendor", "nobody"), ("--vendor", "ile-aso", "--currency", "naira")):
        with pytest.raises(CommandError):
            run(path, *words)
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "missing.csv")
