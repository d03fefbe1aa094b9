"""What all tests of the package may ask for."""

import pytest

from tests.servers.fixtures import (
    cluster,
    cluster_servers,
    sentinel,
    sentinel_servers,
    servers,
    standalone,
    standalone_servers,
)

__all__ = [
    "cluster",
    "cluster_servers",
    "sentinel",
    "sentinel_servers",
    "servers",
    "standalone",
    "standalone_servers",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: one that comes last has a processor to itself."""
    items.sort(key=lambda item: item.get_closest_marker("versions") is None)
