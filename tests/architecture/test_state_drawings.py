"""The drawn states are those of the code."""

import re

from tools import state_drawings

ARROW = re.compile(r"^    (\w+) --> (\w+)$", re.MULTILINE)


def test_the_page_is_current():
    assert state_drawings.PAGE.read_text() == state_drawings.page(), (
        "run: uv run python -m tools.state_drawings"
    )


def test_every_table_is_drawn_with_every_move():
    drawn = state_drawings.drawings()
    names = {(drawing.domain, drawing.name) for drawing in drawn}
    assert {
        ("orders", name)
        for name in (
            "order",
            "part",
            "shipment",
            "return",
            "refund",
            "dispute",
        )
    } <= names
    assert ("payments", "intent") in names
    for drawing in drawn:
        moves = {
            (old.value.replace("-", "_"), new.value.replace("-", "_"))
            for old in drawing.states
            for new in drawing.states
            if drawing.table.allows(old, new)
        }
        assert set(ARROW.findall(drawing.text())) == moves, drawing.name


def test_a_new_move_makes_the_page_old(monkeypatch):
    [part] = [
        one
        for one in state_drawings.drawings()
        if (one.domain, one.name)
        == (
            "orders",
            "part",
        )
    ]
    first, *_, last = part.states
    monkeypatch.setitem(part.table._moves, last, frozenset({first}))
    assert state_drawings.page() != state_drawings.PAGE.read_text()
