"""pytest fixtures: servers start once a session, and are whole and empty before each test."""

from collections.abc import Iterator

import pytest

from tests.servers.cluster import Cluster
from tests.servers.sentinel import Sentinel
from tests.servers.standalone import Standalone

type Servers = Standalone | Sentinel | Cluster

MODES = [
    "standalone",
    pytest.param("sentinel", marks=pytest.mark.sentinel),
    pytest.param("cluster", marks=pytest.mark.cluster),
]


@pytest.fixture(scope="session")
def standalone_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    servers = Standalone(tmp_path_factory.mktemp("standalone"), appendonly="yes")
    yield servers
    servers.stop()


@pytest.fixture(scope="session")
def sentinel_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sentinel]:
    servers = Sentinel(tmp_path_factory.mktemp("sentinel"))
    yield servers
    servers.stop()


@pytest.fixture(scope="session")
def cluster_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    servers = Cluster(tmp_path_factory.mktemp("cluster"))
    yield servers
    servers.stop()


@pytest.fixture
def standalone(standalone_servers: Standalone) -> Standalone:
    """One server with AOF, empty."""
    standalone_servers.heal()
    return standalone_servers


@pytest.fixture
def sentinel(sentinel_servers: Sentinel) -> Sentinel:
    """A primary, two replicas, three sentinels; all run, no data."""
    sentinel_servers.heal()
    return sentinel_servers


@pytest.fixture
def cluster(cluster_servers: Cluster) -> Cluster:
    """Six nodes; all run, no data."""
    cluster_servers.heal()
    return cluster_servers


@pytest.fixture(params=MODES)
def servers(request: pytest.FixtureRequest) -> Servers:
    """Each mode in turn; `servers.options` is the OPTIONS of a backend."""
    found: Servers = request.getfixturevalue(request.param)
    return found
