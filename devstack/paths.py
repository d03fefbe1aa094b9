"""Where everything lives: the project's folder and its one ignored data folder."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from devstack.errors import DiskFull, Refusal

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "packages" / "leased_tasks"
SPACE_NEEDED = 500_000_000


@dataclass(frozen=True)
class Home:
    """The data folder of one stack; every path of the stack is named here."""

    root: Path

    @classmethod
    def default(cls) -> "Home":
        """The folder that FASHIONISTAR_HOME names, else `.fashionistar` in the project."""
        named = os.environ.get("FASHIONISTAR_HOME")
        return cls(Path(named).expanduser().resolve() if named else PROJECT / ".fashionistar")

    @property
    def postgres(self) -> Path:
        """The cluster of `up`."""
        return self.root / "postgres"

    @property
    def redis(self) -> Path:
        """Redis's append-only file and its configuration."""
        return self.root / "redis"

    @property
    def mail(self) -> Path:
        """Received mails."""
        return self.root / "mail"

    @property
    def media(self) -> Path:
        """Uploaded and drawn pictures."""
        return self.root / "media"

    @property
    def private_media(self) -> Path:
        """Pictures that only some may see."""
        return self.root / "private"

    @property
    def logs(self) -> Path:
        """One log file for each part."""
        return self.root / "logs"

    @property
    def keys(self) -> Path:
        """The generated secrets, mode 0600."""
        return self.root / "secrets.env"

    @property
    def notes(self) -> Path:
        """What a later start remembers: ports, digests of applied migrations."""
        return self.root / "notes.json"

    @property
    def running(self) -> Path:
        """Who runs now: processes and addresses."""
        return self.root / "running.json"

    @property
    def lock(self) -> Path:
        """Held as long as a stack runs on this folder."""
        return self.root / "run.lock"

    @property
    def tests(self) -> "Home":
        """A separate stack for the tests, inside the same folder."""
        return Home(self.root / "test")

    def prepare(self, *, space_needed: int | None = None) -> None:
        """Make the folder, and refuse where its disk is nearly full."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.logs.mkdir(exist_ok=True)
        except OSError as error:
            raise Refusal(
                f"The data folder {self.root} cannot be made: {error.strerror}."
            ) from None
        wished = os.environ.get("FASHIONISTAR_SPACE_NEEDED", "")
        needed = space_needed or (int(wished) if wished.isdigit() else SPACE_NEEDED)
        free = shutil.disk_usage(self.root).free
        if free < needed:
            raise DiskFull(self.root, free, needed)

    def wipe(self) -> None:
        """Delete what the stack made here, and only that; the private uv in `tools` stays."""
        files = (self.mail, self.media, self.private_media, self.logs)
        for path in (self.postgres, self.redis, *files, self.tests.root):
            shutil.rmtree(path, ignore_errors=True)
        for path in (self.keys, self.notes, self.running, self.lock):
            path.unlink(missing_ok=True)
        if self.root.is_dir() and not any(self.root.iterdir()):
            self.root.rmdir()
