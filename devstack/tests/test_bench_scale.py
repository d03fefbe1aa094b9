"""The arithmetic of `bench scale` and its page of plans; speed itself is never judged."""

import pytest

from benchmarks.common.results import Reading, Results
from benchmarks.scale.plans_page import plans_page
from benchmarks.scale.table import Measured, as_json, report, rows_of, verdicts

MACHINE = {"cores": 2, "cpu": "x", "memory": 8, "load": [0, 0, 0], "system": "s", "python": "3"}


def reading(cpu, p95=4.0):
    return Reading(cpu=cpu, postgres=1.0, rate=1, p50=p95 / 2, p95=p95, statements=1.0)


def measured(small, large, plain=2.0):
    """One read at two sizes; `small` and `large` are CPU of the web process in each round."""
    results = {}
    for size, costs in ((100, small), (1000, large)):
        rounds = [{"search": reading(cpu), "search: SQL": reading(0.1, plain * 2)} for cpu in costs]
        results[size] = Results(MACHINE, rounds)
    return Measured(MACHINE, results, {100: 1.0, 1000: 9.0})


def test_growth_is_processor_time_of_both_sides_at_the_larger_size_over_the_smaller():
    (row,) = rows_of(measured([1.0, 1.0, 9.0], [2.0, 3.0, 5.0]))
    assert row.growth == (3 + 1) / (1 + 1)
    assert row.over_sql == 4.0 / 2.0


@pytest.mark.parametrize(("cost", "verdict"), [(3.0, "met"), (3.1, "MISSED")])
def test_twice_the_cost_is_met_and_more_is_missed(cost, verdict):
    assert next(iter(verdicts(measured([1.0], [cost])))).split()[0] == verdict


@pytest.mark.parametrize(("plain", "verdict"), [(4 / 3, "met"), (1.0, "MISSED")])
def test_a_search_may_take_three_times_its_statement(plain, verdict):
    assert list(verdicts(measured([1.0], [1.0], plain)))[-1].split()[0] == verdict


def test_the_report_and_its_json_name_the_sizes_and_the_load():
    found = measured([1.0], [1.5])
    assert "p50 1,000" in report(found)
    assert "1,000 products loaded in 9 s" in report(found)
    told = as_json(found)
    assert told["loaded"] == {"100": 1.0, "1000": 9.0}
    assert [row["name"] for row in told["rows"]] == ["search"]
    assert told["rows"][0]["reference"] == "100 products"


def test_the_page_of_plans_shows_hot_plans_whole_scans_and_who_uses_an_index():
    quick = {
        "milliseconds": 0.5, "buffers": 20, "thrown": 0, "indexes": ["product_newest"], "scans": [],
        "steps": ["Index Scan product_newest: 21 rows"],
    }  # fmt: skip
    slow = quick | {"milliseconds": 2.0, "thrown": 1234, "indexes": [], "scans": ["goods"]}
    index = {"name": "product_newest", "table": "products_product", "megabytes": 3, "guards": ""}
    key = index | {"name": "goods_pkey", "guards": "key"}
    reads = {"list: newest": [quick], "a list": [slow, quick], "nothing": []}
    plans = {"reads": reads, "indexes": [index, key]}
    page = plans_page(plans, products=1000, measured=measured([1], [1]))
    assert "# Plans at 1,000 products" in page
    assert "| search | 2.0 | 2.0 | 1.0 | 2.0 | 4.0 | 2.0 | 1.0 |" in page
    assert "**list: newest.** The index gives" in page
    assert page.count("Index Scan product_newest: 21 rows") == 1
    assert "| `product_newest` | 3.0 | list: newest; a list | the shop's own order" in page
    assert "| `goods_pkey` | 3.0 |  | the key |" in page
    assert "| a list | 2 | 2.5 | 40 | 1,234 | all of goods |" in page
    assert "nothing" not in page
