"""The relay's rounds."""

import threading

import pytest

from apps.common.management.commands import relay


def test_the_clock_is_looked_at_however_long_the_line_of_deliveries_is(monkeypatch) -> None:
    stopping, fired = threading.Event(), []

    def fire() -> None:
        fired.append(1)
        if len(fired) == 3:
            stopping.set()

    monkeypatch.setattr(relay, "fire_due_tasks", fire)
    monkeypatch.setattr(relay, "deliver_next", endless())
    while not stopping.is_set():
        assert relay._round(stopping) in {0, relay._IDLE_SECONDS}
    assert len(fired) == 3


def endless():
    """A line that has always one more; gives up where the relay never comes back."""
    left = iter(range(10_000))

    def deliver() -> bool:
        if next(left, None) is None:
            pytest.fail("the relay never looked at the clock again")
        return True

    return deliver
