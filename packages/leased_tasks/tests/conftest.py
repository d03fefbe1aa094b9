"""What all tests of the package may ask for."""

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
