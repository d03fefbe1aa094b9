"""Private Python environments with exactly what a test names in them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def uv(*words: str | Path, cwd: Path = PACKAGE) -> str:
    """Run uv; what it printed. `./fashionistar test` says in UV where it is."""
    program = os.environ.get("UV") or shutil.which("uv")
    assert program, "this test builds environments with uv, which is not on PATH"
    ran = subprocess.run([program, *words], cwd=cwd, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def build(folder: Path) -> Path:
    """The package's wheel, built from this very source.

    (Installing the folder would not do: uv keeps the wheel of an unchanged pyproject.toml.)
    """
    uv("build", "--quiet", "--wheel", "--python", sys.executable, "--out-dir", folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def environment(folder: Path, *requirements: str | Path) -> Path:
    """A new environment of this Python in `folder` with the requirements; its interpreter."""
    uv("venv", "--quiet", "--python", sys.executable, folder)
    python = folder / "bin" / "python"
    uv("pip", "install", "--quiet", "--python", python, *requirements)
    return python


def versions(python: Path) -> dict[str, str]:
    """What is installed beside that interpreter: name to version."""
    lines = uv("pip", "freeze", "--python", python).splitlines()
    pairs = [line.replace(" @ ", "==").split("==") for line in lines]
    return {name: version for name, version, *_ in pairs}


def without_django(variables: dict[str, str]) -> dict[str, str]:
    """Variables of a process that must not see this test run's settings and paths."""
    ours = ("DJANGO_", "PYTHONPATH", "PYTEST_", "VIRTUAL_ENV")
    return {name: value for name, value in variables.items() if not name.startswith(ours)}
