"""The variables that the shop's processes get. What the person has set always wins."""

import os
import socket
from collections.abc import Mapping
from typing import Literal

from devstack import keys
from devstack.paths import PROJECT, Home

Mode = Literal["development", "test"]
OURS_ALONE = ("POSTGRES_PASSWORD", "REDIS_PASSWORD")
DEFAULT_PORT = 8000


def shop_environment(home: Home, addresses: Mapping[str, str], mode: Mode) -> dict[str, str]:
    """Everything that `backend.settings` reads, for a development or a test stack."""
    secrets = {
        name: value
        for name, value in keys.load_or_make(home.keys).items()
        if name not in OURS_ALONE
    }
    ours = {
        "FASHIONISTAR_ENV": mode,
        "MEDIA_ROOT": str(home.media),
        "PRIVATE_MEDIA_ROOT": str(home.private_media),
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(PROJECT),
    }
    if mode == "development":  # the tests' settings name their own hosts
        ours |= {
            "DEBUG": "false",
            "SITE_URL": f"http://127.0.0.1:{DEFAULT_PORT}",
            "ALLOWED_HOSTS": host_names("127.0.0.1"),
            "EMAIL_URL": "smtp://127.0.0.1:2525",
            "PAYMENT_GATEWAYS": "sandbox",
        }
    return ours | secrets | dict(addresses) | dict(os.environ)


def host_names(host: str) -> str:
    """ALLOWED_HOSTS for a server bound to `host`."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    if host != "127.0.0.1":
        names += [f"[{host}]" if ":" in host else host, socket.gethostname(), *_own_addresses()]
    return ",".join(dict.fromkeys(names))


def _own_addresses() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [str(entry[4][0]) for entry in found]
