"""Fixtures of identity's own tests."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()
