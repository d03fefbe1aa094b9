"""Fixtures of the floor's tests."""

from collections import defaultdict

import pytest

from apps.common.outbox import registry


@pytest.fixture
def clean_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers of one test do not reach the next."""
    monkeypatch.setattr(registry, "_HANDLERS", {})
    monkeypatch.setattr(registry, "_BY_EVENT", defaultdict(list))
