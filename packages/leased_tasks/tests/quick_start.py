"""The README's quick start, read from the README itself and followed word by word."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.environments import PACKAGE, without_django

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LATER = "# a moment later\n"
WAIT = """
import time
deadline = time.monotonic() + 20
while not result.is_finished and time.monotonic() < deadline:
    time.sleep(0.05)
    result.refresh()
"""


@dataclass(frozen=True)
class QuickStart:
    """Its code blocks: files by name, shell lines, and what is typed into Django's shell."""

    files: dict[str, str]
    shell: list[str]
    typed: str

    @classmethod
    def of_the_readme(cls) -> "QuickStart":
        """Read the section's fenced blocks; a Python block's first line says where it goes."""
        text = (PACKAGE / "README.md").read_text()
        section = text.split("## Quick start\n", 1)[1].split("\n## ", 1)[0]
        blocks: list[tuple[str, str]] = BLOCK.findall(section)
        shell = [line for kind, body in blocks if kind == "sh" for line in body.splitlines()]
        python = [body.split("\n", 1) for kind, body in blocks if kind == "python"]
        named = {head.removeprefix("# "): body for head, body in python}
        return cls(files=named, shell=shell, typed=named.pop("python manage.py shell"))


@dataclass(frozen=True)
class Project:
    """An empty Django project called `shop` beside an interpreter of its own."""

    python: Path
    folder: Path

    def follow(self, start: QuickStart, *, redis: str) -> None:
        """Write the quick start's files; what is written for settings.py is put at its end."""
        self.run("-m", "django", "startproject", "shop", ".")
        for name, body in start.files.items():
            path = self.folder / ("shop/settings.py" if name == "settings.py" else name)
            before = path.read_text() if path.exists() else ""
            path.write_text(before + body.replace("redis://127.0.0.1:6379/0", redis))

    def run(self, *words: str) -> str:
        """Run the interpreter in the project; what it printed."""
        process = self.start(*words)
        said, _ = process.communicate()
        assert process.returncode == 0, said
        return said

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start the interpreter in the project."""
        return subprocess.Popen(
            [self.python, *words],
            cwd=self.folder,
            env=without_django(dict(os.environ)),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def type_into_shell(self, typed: str) -> str:
        """What the typed lines print, with time for the worker where the reader takes some."""
        assert LATER in typed
        return self.run("manage.py", "shell", "--no-imports", "-c", typed.replace(LATER, WAIT))


def ended(process: "subprocess.Popen[str]", *, within: float) -> tuple[int, str]:
    """Ask a process to end within so many seconds; its exit code and what it wrote."""
    process.terminate()
    said, _ = process.communicate(timeout=within)
    return process.returncode, said
