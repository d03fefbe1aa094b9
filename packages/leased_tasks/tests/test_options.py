"""OPTIONS are read exactly, or refused by name."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from leased_tasks.options import Options, problems

SENTINEL = {"mode": "sentinel", "sentinels": [("a", 1), ("b", 2)], "service_name": "shop"}
CLUSTER = {"mode": "cluster", "nodes": [("a", 1)]}


def test_nothing_given_is_a_local_server() -> None:
    options = Options.parse({})
    assert (options.mode, options.address, options.db) == ("standalone", ("127.0.0.1", 6379), 0)
    assert (options.lease, options.producer_deadline, options.max_losses) == (30, 1, 5)


def test_a_url_tells_all() -> None:
    options = Options.parse({"url": "rediss://us%40r:p%2Fw@redis.example:7000/3"})
    assert options.address == ("redis.example", 7000)
    assert (options.username, options.password, options.db) == ("us@r", "p/w", 3)
    assert options.tls


def test_a_unix_socket() -> None:
    options = Options.parse({"url": "unix:///run/redis%20one.sock?db=2"})
    assert (options.socket_path, options.db) == ("/run/redis one.sock", 2)


def test_addresses_become_tuples() -> None:
    options = Options.parse({**SENTINEL, "sentinels": [["a", 1]]})
    assert options.sentinels == (("a", 1),)
    assert Options.parse(CLUSTER).nodes == (("a", 1),)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"hots": 1}, "'hots'"),
        ({"mode": "both"}, "'mode'"),
        ({**SENTINEL, "nodes": [("a", 1)]}, "'nodes'"),
        ({**CLUSTER, "sentinels": [("a", 1)]}, "'sentinels'"),
        ({**CLUSTER, "db": 1}, "'db'"),
        ({**CLUSTER, "url": "redis://a"}, "'url'"),
        ({"mode": "cluster"}, "'nodes'"),
        ({"mode": "sentinel", "sentinels": [("a", 1)]}, "'service_name'"),
        ({"service_name": "shop"}, "'service_name'"),
        ({"sentinels": [("a", 1)]}, "'sentinels'"),
        ({**SENTINEL, "sentinels": "a:1"}, "'sentinels'"),
        ({**SENTINEL, "sentinels": [("a", "1")]}, "'sentinels'"),
        ({**CLUSTER, "nodes": [("a", 70_000)]}, "'nodes'"),
        ({**CLUSTER, "nodes": []}, "'nodes'"),
        ({"url": "http://a"}, "'url'"),
        ({"url": "redis://a:b"}, "'url'"),
        ({"url": "redis://a/x"}, "'url'"),
        ({"url": "redis://a/-1"}, "'url'"),
        ({"url": "redis://a?socket_timeout=3"}, "socket_timeout"),
        ({"url": "rediss://a?ssl_cert_reqs="}, "ssl_cert_reqs"),
        ({"url": "redis://a/1", "db": 2}, "'db'"),
        ({"url": "redis://:p@a", "password": "q"}, "'password'"),
        ({"tls_ca_file": __file__}, "'tls_ca_file'"),
        ({"tls": True, "tls_ca_file": "/not/there"}, "'tls_ca_file'"),
        ({"tls": True, "tls_cert_file": __file__}, "'tls_key_file'"),
        ({"lease": 2.9}, "'lease'"),
        ({"lease": "30"}, "'lease'"),
        ({"lease": True}, "'lease'"),
        ({"lease": float("nan")}, "'lease'"),
        ({"max_connections": 0}, "'max_connections'"),
        ({"max_connections": 1.5}, "'max_connections'"),
        ({"producer_deadline": 0}, "'producer_deadline'"),
        ({"result_ttl": -1}, "'result_ttl'"),
        ({"result_ttl": 10**30}, "'result_ttl'"),
        ({"on_commit": "yes"}, "'on_commit'"),
        ({"prefix": "a{b}"}, "'prefix'"),
        ({"prefix": ""}, "'prefix'"),
        ({"max_payload": 10}, "'max_payload'"),
    ],
)
def test_what_is_wrong_is_refused_and_named(given: dict[str, Any], names: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^OPTIONS\[") as caught:
        Options.parse(given)
    assert names in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    assert len(problems({"lease": 1, "hots": 1, "db": -1})) == 3


def test_passwords_are_never_shown() -> None:
    options = Options.parse({"url": "redis://u:hush@a"})
    more = Options.parse({**SENTINEL, "password": "hush", "sentinel_password": "hush"})
    assert "hush" not in repr(options) + repr(more)
    for wrong in ({"url": "http://u:hush@a"}, {"url": "redis://u:hush@a:x"}, {"password": b"hush"}):
        assert "hush" not in " ".join(problems(wrong))
