"""How to open one connection to one server: the same facts for both kinds of redis-py."""

from typing import Any

from leased_tasks.options import Options


def arguments(options: Options, *, sentinel: bool = False) -> dict[str, Any]:
    """Return what every connection needs beside its address."""
    found: dict[str, Any] = {
        "username": options.sentinel_username if sentinel else options.username,
        "password": options.sentinel_password if sentinel else options.password,
        "db": 0 if sentinel else options.db,
        "socket_timeout": options.socket_timeout,
        "socket_connect_timeout": options.connect_timeout,
        "health_check_interval": options.health_check_interval,
        "protocol": 2,  # answers look the same on every server; no HELLO on the way
    }
    if not options.socket_path:
        found["socket_keepalive"] = True
    if options.tls:
        found |= {
            "ssl_ca_certs": options.tls_ca_file,
            "ssl_certfile": options.tls_cert_file,
            "ssl_keyfile": options.tls_key_file,
        }
    return found
