"""What only some starts of `up` need: migrations and the demo catalogue."""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from devstack import notes
from devstack.demo.accounts import shown_accounts
from devstack.paths import PROJECT, Home
from devstack.stack import Lease
from devstack.steps import run_shown, step

MANAGE = [sys.executable, str(PROJECT / "manage.py")]
MIGRATE = [*MANAGE, "migrate", "--no-input"]


def migrate_if_needed(home: Home, lease: Lease) -> None:
    """Migrate unless this very set of migrations ran on this database before."""
    digest = migrations_digest()
    applied = notes.read(home.notes).get("migrated", {})
    database = _database(lease)
    if applied.get(database) == digest and not os.environ.get("DATABASE_URL"):
        return  # a database of the person's own may have been made anew since
    with step("migrate") as current:
        log = home.logs / "migrate.log"
        run_shown(current, lease.supervisor, lease.part("migrate", MIGRATE, log))
        current.note(f"{sum('... OK' in line for line in log.open())} applied")
    notes.remember(home.notes, migrated=applied | {database: digest})


def migrations_digest() -> str:
    """A digest of every migration of ours and of the locked packages, which bring theirs."""
    digest = hashlib.sha256()
    for path in _migration_files():
        digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return digest.hexdigest()


def _migration_files() -> Iterator[Path]:
    yield PROJECT / "uv.lock"
    for folder in ("apps", "packages", "devstack"):
        yield from sorted((PROJECT / folder).glob("**/migrations/*.py"))


def _database(lease: Lease) -> str:
    address = urlsplit(lease.environment["DATABASE_URL"])
    # The private cluster may move to another port between two starts.
    port = address.port if os.environ.get("DATABASE_URL") else "private"
    return f"{address.username}@{address.hostname}:{port}{address.path}"


def load_demo_once(home: Home, lease: Lease) -> None:
    """Load the demo catalogue on the first run."""
    known = notes.read(home.notes).get("demo", {})
    database = _database(lease)
    if database in known:
        return
    with step("demo catalogue") as current:
        log = home.logs / "demo.log"
        run_shown(current, lease.supervisor, lease.part("demo", [*MANAGE, "load_demo"], log))
    notes.remember(home.notes, demo=known | {database: True})


def print_accounts() -> None:
    """Print who can sign in to the demo."""
    for account in shown_accounts():
        role = f"{account.role.capitalize()}:"
        print(f"  {role:<8} {account.email}  password: {account.password}")
