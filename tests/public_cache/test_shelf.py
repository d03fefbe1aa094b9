"""The shelf of one process keeps so many bytes, for so long."""

import time

from apps.common.public_cache.shelf import Shelf, kept


def test_the_shelf_holds_so_many_bytes() -> None:
    shelf = Shelf(2_500, 60)
    for name in "abc":
        shelf.put(name, kept("text/plain", name.encode() * 500))
        assert shelf.get("a" if name != "c" else name)
    assert [name for name in "abc" if shelf.get(name)] == ["a", "c"]
    shelf.put("d", kept("text/plain", b"d" * 2_001))
    assert not any(shelf.get(name) for name in "abcd")


def test_the_shelf_keeps_nothing_for_longer() -> None:
    shelf = Shelf(2_500, 0.05)
    shelf.put("a", kept("text/plain", b"a"))
    assert shelf.get("a")
    time.sleep(0.06)
    assert shelf.get("a") is None
