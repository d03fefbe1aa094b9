"""`manage`, `shell`, `psql`, `import-products`: programs that need the shop's servers."""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from devstack import notes
from devstack.errors import Missing
from devstack.paths import PROJECT, Home
from devstack.postgres_search import find_or_install
from devstack.stack import borrowed

CHANGES_SCHEMA = {"migrate", "flush", "reset_db"}


def manage(home: Home, words: list[str]) -> int:
    """Run a management command of the shop, in the folder of the person who asks."""
    if CHANGES_SCHEMA & set(words[:1]):
        home.prepare()  # the first command of all, with servers of the person's own
        notes.remember(home.notes, migrated={})
    with borrowed(home, " ".join(["manage", *words[:1]])) as lease:
        return lease.run([sys.executable, str(PROJECT / "manage.py"), *words], _callers_folder())


def _callers_folder() -> Path:
    # File names on the command line are meant from where the person stands.
    return Path(os.environ.get("FASHIONISTAR_CALLER") or Path.cwd())


def psql(home: Home, words: list[str]) -> int:
    """Open PostgreSQL's client on the shop's database."""
    program = shutil.which("psql") or str(find_or_install().folder / "psql")
    if not os.access(program, os.X_OK):
        raise Missing("psql is not installed; for example: apt-get install postgresql-client")
    with borrowed(home, "psql") as lease:
        address = urlsplit(lease.environment["DATABASE_URL"])
        lease.environment.update(
            PGHOST=address.hostname or "127.0.0.1",
            PGPORT=str(address.port or 5432),
            PGUSER=address.username or "",
            PGPASSWORD=address.password or "",  # not on the command line, where others read it
            PGDATABASE=address.path.lstrip("/"),
        )
        return lease.run([program, *words])
