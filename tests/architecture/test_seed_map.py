"""The seed map covers every line of the seed, and what it links to exists."""

import re

import pytest

from tools.house_lints import ROOT

MAP = ROOT / "docs/seed-map.md"
SEED_LINES = 2359
LATER_ISSUES = {
    "Money",
    "access",
    "storefront",
    "talk and count",
    "operations",
}
ROW = re.compile(r"^\| (\d+)-(\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
LINK = re.compile(r"\]\(\.\./([^)#]+)\)")


def rows(text):
    return [(int(a), int(b), lives) for a, b, _, lives, _ in ROW.findall(text)]


def gaps(found):
    """Places where one range does not begin right after the one before it."""
    ends = [0, *(end for _, end, _ in found)]
    starts = [*(start for start, _, _ in found), SEED_LINES + 1]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if start != end + 1]


def test_the_ranges_cover_the_seed_without_a_gap():
    found = rows(MAP.read_text())
    assert gaps(found) == []
    assert all(start <= end for start, end, _ in found)


def test_each_row_says_where_it_lives_or_which_issue_brings_it():
    for start, end, lives in rows(MAP.read_text()):
        later = set(re.findall(r'"([^"]+)"', lives))
        assert later <= LATER_ISSUES, (start, end, later)
        assert LINK.search(lives) or (later and lives.startswith("later: ")), (start, end, lives)


def test_every_named_path_exists():
    paths = set(LINK.findall(MAP.read_text()))
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("cut", [0, 7, -1])
def test_a_missing_row_is_noticed(cut):
    found = rows(MAP.read_text())
    del found[cut]
    assert gaps(found)
