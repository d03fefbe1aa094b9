"""A private PostgreSQL cluster: found, created, described as a part of the stack."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

from devstack.errors import PartFailed
from devstack.owner import Owner
from devstack.supervisor import Part

WITH_TRIGRAMS = "with pg_trgm"
USER = DATABASE = "fashionistar"
DURABLE = {"max_connections": "100"}
# A test cluster holds nothing worth a disk flush.
FORGETFUL = {
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10min",
    "deadlock_timeout": "200ms",  # races without their locks would wait for it
}


@dataclass(frozen=True)
class Binaries:
    """A folder that holds `postgres` and `initdb`, and the version of its server."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The main version: 15 of 15.18."""
        return int(self.version.split(".")[0])


@dataclass(frozen=True)
class Cluster:
    """One data folder with a server on a loopback port, reached by password only."""

    binaries: Binaries
    folder: Path
    port: int
    password: str
    owner: Owner
    settings: Mapping[str, str]

    @property
    def url(self) -> str:
        """Address of the shop's database, with its password."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def data(self) -> Path:
        """The cluster's own folder."""
        return self.owner.home_for(self.folder) / "data"

    def exists(self) -> bool:
        """Whether initdb has completed here."""
        return (self.data / "global" / "pg_control").exists()

    def create(self) -> None:
        """Run initdb; what a broken-off start left is made anew.

        Raises:
            PartFailed: initdb failed; carries what it said.
        """
        shutil.rmtree(self.data, ignore_errors=True)
        self.owner.make_folder(self.data.parent)
        draft = self.data.with_name(f"draft-{secrets.token_hex(4)}")
        self._initdb(draft)
        draft.rename(self.data)

    def _initdb(self, target: Path) -> None:
        password_file = target.with_name("password")
        self.owner.write(password_file, self.password)
        argv = [
            self.owner.program(self.binaries.folder) / "initdb", "-D", target, "-U", USER,
            "-A", "scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8",
            "--no-sync", "--no-instructions", *self._locale(),
        ]  # fmt: skip
        answer = subprocess.run(
            self.owner.argv([str(word) for word in argv]),
            **self.owner.identity(),
            check=False, capture_output=True, text=True, cwd="/", env=_plain_environment(),
        )  # fmt: skip
        password_file.unlink(missing_ok=True)
        if answer.returncode:
            shutil.rmtree(target, ignore_errors=True)
            said = (answer.stdout + answer.stderr).splitlines()
            raise PartFailed("postgres", "could not make its data folder", said[-20:])

    def _locale(self) -> list[str]:
        if self.binaries.major >= 17:
            return ["--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"]
        return ["--locale=C.UTF-8"] if os.uname().sysname == "Linux" else ["--locale=en_US.UTF-8"]

    def part(self, log: Path) -> Part:
        """The server as a part of the stack. It stops fast: clients are sent away."""
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",  # TCP serves all; a deep folder would exceed 107 bytes
            "timezone": "UTC",
            "log_timezone": "UTC",
            "shared_buffers": "128MB",
            **self.settings,
        }
        switches = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        server = str(self.owner.program(self.binaries.folder) / "postgres")
        return Part(
            name="postgres",
            argv=self.owner.argv([server, "-D", str(self.data), *switches]),
            env=_plain_environment(),
            log=log,
            cwd=Path("/"),
            address=f"127.0.0.1:{self.port}",
            ready=self._accepts,
            stop_signal=SIGINT,
            patience=20,
            identity=self.owner.identity(),
        )

    def _accepts(self) -> bool:
        # The server writes its state into the eighth line of this file; no client is needed.
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready" and lines[3] == str(self.port)

    def create_database(self) -> bool:
        """Create the shop's database unless it exists; the server must be up.

        Returns:
            Whether this PostgreSQL has pg_trgm, which forgives typos in searches.
        """
        done = self.data / "database-created"
        if done.exists() and done.read_text() == WITH_TRIGRAMS:
            return True
        import psycopg  # noqa: PLC0415  # only the first start needs a client

        server = self.url.removesuffix(DATABASE) + "postgres"
        with psycopg.connect(server, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if known.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")
            known = connection.execute(
                "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"
            )
            has_trigrams = known.fetchone() is not None
        self.owner.write(done, WITH_TRIGRAMS if has_trigrams else "")
        return has_trigrams


def version_of(folder: Path) -> str | None:
    """The server's version, if this folder holds a server that runs."""
    if not all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb")):
        return None
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"(\d+(?:\.\d+)?)", said)
    return found.group(1) if found else None


def _plain_environment() -> dict[str, str]:
    # PG* variables of the person at the terminal must not steer a private server.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
