"""As whom PostgreSQL runs: it refuses root, so root must lend it another identity."""

import functools
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

from devstack.errors import Refusal

UNSHARE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


class Owner:
    """An ordinary user: everything is already as PostgreSQL wants it."""

    def argv(self, words: list[str]) -> list[str]:
        """The command with what must stand before it."""
        return words

    def identity(self) -> dict[str, Any]:
        """Keyword arguments for Popen that change the user."""
        return {}

    def home_for(self, folder: Path) -> Path:
        """Where a folder wished for here can really live."""
        return folder

    def program(self, folder: Path) -> Path:
        """A folder of binaries that this owner can reach."""
        return folder

    def make_folder(self, folder: Path) -> None:
        """Make a folder that only the owner enters."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write(self, path: Path, text: str) -> None:
        """Write a file that only the owner reads."""
        path.touch(mode=0o600)
        path.write_text(text)

    def remove(self, folder: Path) -> None:
        """Delete what lives in place of the folder wished for here."""
        shutil.rmtree(self.home_for(folder), ignore_errors=True)


class MappedRoot(Owner):
    """Root inside a user namespace where it looks like user 1000; works in a 0700 home."""

    def argv(self, words: list[str]) -> list[str]:
        """The command inside the namespace; unshare becomes the program, the pid stays."""
        return [*UNSHARE, *words]


class Nobody(Owner):
    """Root without user namespaces: `nobody` in a folder below /var/tmp that it can enter."""

    def __init__(self, base: Path = Path("/var/tmp")) -> None:  # noqa: S108  # made 0700, owner checked
        self.base = base
        self.user = pwd.getpwnam("nobody")

    def identity(self) -> dict[str, Any]:
        """Become nobody, without root's groups."""
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def home_for(self, folder: Path) -> Path:
        """A folder named after the wished one, below the base."""
        return self.base / f"fashionistar-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"

    def program(self, folder: Path) -> Path:
        """The folder itself if nobody can run what is in it, else a copy of its tree."""
        if self._can_run(folder / "postgres"):
            return folder
        copy = self.home_for(folder) / "install"
        if not copy.exists():
            copy.parent.mkdir(mode=0o755, exist_ok=True)
            shutil.copytree(folder.parent, copy, symlinks=True)
        return copy / folder.name

    def make_folder(self, folder: Path) -> None:
        """Make a folder that nobody owns."""
        super().make_folder(folder)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (0, self.user.pw_uid):
            # The base is open to everyone: a folder planted there must not get our files.
            raise Refusal(f"{folder} belongs to somebody else; remove it and try again.")
        os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def write(self, path: Path, text: str) -> None:
        """Write a file that nobody owns."""
        super().write(path, text)
        os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _can_run(self, program: Path) -> bool:
        try:
            answer = subprocess.run(
                [program, "--version"], **self.identity(), capture_output=True, check=False, cwd="/"
            )
        except OSError:
            return False
        return answer.returncode == 0


@functools.cache
def server_owner() -> Owner:
    """The identity that works here."""
    if os.geteuid() != 0:
        return Owner()
    try:
        mapped = subprocess.run([*UNSHARE, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        return Nobody()
    return Nobody() if mapped.returncode else MappedRoot()
