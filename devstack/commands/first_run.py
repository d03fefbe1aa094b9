"""What only some starts of `up` need: migrations and the demo catalogue."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from devstack import notes
from devstack.paths import PROJECT, Home
from devstack.steps import run_shown, step

MANAGE = [sys.executable, str(PROJECT / "manage.py")]


def migrate_if_needed(home: Home, environment: dict[str, str]) -> None:
    """Migrate unless this very set of migrations ran on this database before."""
    digest = migrations_digest()
    applied = notes.read(home.notes).get("migrated", {})
    database = _database(environment)
    if applied.get(database) == digest and not os.environ.get("DATABASE_URL"):
        return  # a database of the person's own may have been made anew since
    with step("migrate") as current:
        log = home.logs / "migrate.log"
        run_shown(
            current, [*MANAGE, "migrate", "--no-input"], env=environment, cwd=PROJECT, log=log
        )
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


def _database(environment: dict[str, str]) -> str:
    address = urlsplit(environment["DATABASE_URL"])
    # The private cluster may move to another port between two starts.
    port = address.port if os.environ.get("DATABASE_URL") else "private"
    return f"{address.username}@{address.hostname}:{port}{address.path}"


def load_demo_once(home: Home, environment: dict[str, str]) -> None:
    """Load the demo catalogue on the first run and keep its accounts for the welcome."""
    known = notes.read(home.notes).get("demo", {})
    database = _database(environment)
    if database in known:
        return
    with step("demo catalogue") as current:
        log = home.logs / "demo.log"
        run_shown(current, [*MANAGE, "load_demo"], env=environment, cwd=PROJECT, log=log)
    accounts = subprocess.run(
        [*MANAGE, "load_demo", "--accounts"],
        env=environment, cwd=PROJECT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    notes.remember(home.notes, demo=known | {database: True}, accounts=json.loads(accounts))


def print_accounts(home: Home) -> None:
    """Print who can sign in to the demo."""
    accounts: list[dict[str, Any]] = notes.read(home.notes).get("accounts", [])
    for account in accounts:
        who, email, password = (account[name] for name in ("role", "email", "password"))
        print(f"  {who.capitalize() + ':':<8} {email}  password: {password}")
