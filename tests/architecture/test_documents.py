"""Documents keep their promises: links lead somewhere, each domain introduces itself."""

import re

import pytest

from tools.house_lints import ROOT

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    *ROOT.glob("apps/*/README.md"),
    *ROOT.glob("packages/*/*.md"),
]
ADRS = sorted((ROOT / "docs/adr").glob("0*.md"))


def broken_links(document):
    targets = LINK.findall(document.read_text())
    return [target for target in targets if not (document.parent / target).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    assert broken_links(document) == []


def test_a_broken_link_is_noticed(tmp_path):
    (tmp_path / "page.md").write_text("[here](page.md) [web](https://a.b/c) [gone](gone.md#part)")
    assert broken_links(tmp_path / "page.md") == ["gone.md"]


def test_decisions_are_numbered_in_order_and_indexed():
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))
    index = (ROOT / "docs/adr/README.md").read_text()
    assert [path.name for path in ADRS] == re.findall(r"\]\((0\d+[^)]+)\)", index)


@pytest.mark.parametrize("adr", ADRS, ids=lambda path: path.stem)
def test_a_decision_names_what_lost(adr):
    text = adr.read_text()
    for part in ("**Context.**", "**Decision.**", "**Lost.**", "**Consequences.**"):
        assert part in text
