"""Plain redis-py clients, for what is no script: SCAN, INFO, tests, tools."""

from collections.abc import Callable
from typing import Any

from redis import Redis, RedisCluster, asyncio, cluster
from redis.asyncio import cluster as async_cluster
from redis.asyncio import sentinel as async_sentinel
from redis.sentinel import Sentinel

from leased_tasks.connections.dial import arguments
from leased_tasks.options import Options

type Client = Redis | RedisCluster
type AsyncClient = asyncio.Redis | asyncio.RedisCluster


def client_of(options: Options) -> Client:
    """Return a client for threads; it retries by redis-py's own rules."""
    client: Client = _build(options, Redis, RedisCluster, cluster.ClusterNode, Sentinel)
    return client


def async_client_of(options: Options) -> AsyncClient:
    """Return a client for coroutines; close it with `close_async_client`."""
    client: AsyncClient = _build(
        options,
        asyncio.Redis,
        asyncio.RedisCluster,
        async_cluster.ClusterNode,
        async_sentinel.Sentinel,
    )
    return client


def close_client(client: Client) -> None:
    """Close a client and those by which it asks sentinels."""
    client.close()
    for asked in _sentinels_of(client):
        asked.close()


async def close_async_client(client: AsyncClient) -> None:
    """Close a client and those by which it asks sentinels."""
    await client.aclose()
    for asked in _sentinels_of(client):
        await asked.aclose()


def _sentinels_of(client: Any) -> list[Any]:
    pool = getattr(client, "connection_pool", None)
    manager = getattr(pool, "sentinel_manager", None)
    return list(manager.sentinels) if manager else []


def _build(
    options: Options,
    single: Callable[..., Any],
    clustered: Callable[..., Any],
    node: Callable[..., Any],
    sentinels: Callable[..., Any],
) -> Any:
    facts = arguments(options) | ({"ssl": True} if options.tls else {})
    if options.mode == "cluster":
        facts.pop("db")
        return clustered(startup_nodes=[node(*each) for each in options.nodes], **facts)
    if options.mode == "sentinel":
        asked = arguments(options, sentinel=True) | ({"ssl": True} if options.tls else {})
        watch = sentinels(list(options.sentinels), sentinel_kwargs=asked, **facts)
        return watch.master_for(options.service_name)
    if options.socket_path:
        return single(unix_socket_path=options.socket_path, **facts)
    host, port = options.address
    return single(host=host, port=port, **facts)
