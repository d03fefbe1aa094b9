"""A private PgBouncer in transaction mode, with its own default of twenty server sessions."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from benchmarks.common.shop import PRIVATE, Shop
from devstack import ports
from devstack.errors import Missing
from devstack.owner import server_owner
from devstack.supervisor import Part, Running

PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")
MOST_CLIENTS = 2000
FOLDER = "pgbouncer"
CONFIGURATION = """
[databases]
{database} = host=127.0.0.1 port={server} dbname={database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = 20
max_client_conn = {clients}
ignore_startup_parameters = extra_float_digits
"""


def program() -> str:
    """Where PgBouncer is.

    Raises:
        Missing: it is not installed.
    """
    found = shutil.which("pgbouncer") or next(
        (f"{place}/pgbouncer" for place in PLACES if Path(place, "pgbouncer").exists()), None
    )
    if not found:
        raise Missing("pgbouncer is not installed: sudo apt-get install pgbouncer")
    return found


def start(shop: Shop) -> tuple[str, Running]:
    """Start it before the shop's PostgreSQL; the address of the database through it."""
    address, port, owner = urlsplit(shop.cluster.url), ports.any_free(), server_owner()
    folder = owner.home_for(shop.home.postgres / PRIVATE) / FOLDER  # goes with the cluster
    owner.make_folder(folder)
    users, written = folder / "users.txt", folder / "pgbouncer.ini"
    owner.write(users, f'"{address.username}" "{address.password}"\n')
    values = {"port": port, "server": address.port, "users": users, "clients": MOST_CLIENTS}
    owner.write(written, CONFIGURATION.format(database=address.path.lstrip("/"), **values))
    part = Part(
        name="pgbouncer",
        argv=owner.argv([program(), str(written)]),
        env={},
        log=shop.home.logs / "pgbouncer.log",
        cwd=Path("/"),
        ready=lambda: ports.answers(port),
        identity=owner.identity(),
    )
    running = shop.start(part)
    host = f"{address.username}:{address.password}@127.0.0.1:{port}"
    return urlunsplit(address._replace(netloc=host)), running
