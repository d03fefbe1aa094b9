"""The virtual environment of the benchmark: the peers and our own package, far from the shop."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from devstack.errors import Refusal
from devstack.paths import PROJECT
from devstack.steps import step
from devstack.uv import uv_program

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
OURS = PROJECT / "packages" / "leased_tasks"


def programs(folder: Path) -> Path:
    """The `bin` folder of the environment in `folder`; made, or made anew where a pin moved.

    Raises:
        Refusal: uv failed; the message is its last line.
    """
    stamp = folder / "pins"
    if not stamp.exists() or stamp.read_text() != _digest():
        with step("install the peers") as current:
            shutil.rmtree(folder, ignore_errors=True)
            _uv("venv", "--quiet", "--python", sys.executable, str(folder))
            target = ("pip", "install", "--quiet", "--python", str(folder))
            # Together: a pin that our own package contradicts is a conflict, not a surprise.
            _uv(*target, "-r", str(REQUIREMENTS), "-e", f"{OURS}[fast]")
            stamp.write_text(_digest())
            current.note(f"into {folder}")
    return folder / "bin"


def _digest() -> str:
    parts = [REQUIREMENTS.read_bytes(), (OURS / "pyproject.toml").read_bytes()]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _uv(*words: str) -> None:
    answer = subprocess.run(
        [uv_program(), *words], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        said = answer.stderr.strip().splitlines() or ["uv failed"]
        raise Refusal(f"The benchmark's environment cannot be made: {said[-1].strip()}")
