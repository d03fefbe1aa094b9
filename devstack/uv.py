"""Calls the uv that the launcher found."""

import os
import shutil
import subprocess

from devstack.errors import Refusal
from devstack.paths import PROJECT


def uv_program() -> str:
    """The path that the launcher wrote down at its last sync, else the one on PATH.

    Raises:
        Refusal: there is none.
    """
    stamp = PROJECT / ".venv" / ".fashionistar-synced"
    lines = stamp.read_text().splitlines() if stamp.exists() else []
    known = lines[2] if len(lines) > 2 else shutil.which("uv")
    if not known or not os.access(known, os.X_OK):
        raise Refusal("uv is not installed")
    return known


def sync_group(group: str) -> None:
    """Install one more dependency group from the lock file into `.venv`.

    Raises:
        Refusal: uv failed; the message is its last line.
    """
    answer = subprocess.run(
        [uv_program(), "sync", "--quiet", "--frozen", "--inexact", "--no-default-groups",
         "--group", group],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if answer.returncode:
        said = answer.stderr.strip().splitlines() or ["uv failed"]
        raise Refusal(said[-1].strip())
