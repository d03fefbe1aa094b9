"""Write docs/reference/problems.md: every problem code that the code can answer.

Run `python -m tools.problem_codes` after adding a `DomainError`; a test says when the page is old.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import getdoc
from pathlib import Path

import django

from apps.common.errors import DomainError

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/reference/problems.md"
NOT_OURS_TO_LIST = {"tests", "migrations", "management", "conftest.py"}
HEAD = """# Problem codes

Every error of both APIs is an [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) document,
`application/problem+json`: `type`, `title`, `status`, `code`, `detail`, `instance`, `request_id`,
and `errors` (sentences by field) where input can be corrected. Some codes add members, such as
`sku` and `available`. Clients branch on `code`: it is stable.

Written by `python -m tools.problem_codes`; do not edit.

| Status | Code | Title | When | Promised by |
|---|---|---|---|---|
"""


@dataclass(frozen=True, order=True)
class Problem:
    """One row of the page; several classes may share a code."""

    status: int
    code: str
    title: str
    when: str
    domain: str


def problems() -> list[Problem]:
    """All problems, by status and code."""
    return sorted({_problem(kind) for kind in _subclasses(DomainError)})


def page() -> str:
    """The whole page as it should be."""
    return HEAD + "".join(_row(problem) for problem in problems())


def load_apps() -> None:
    """Import every module of ours, so that each error class is known."""
    for path in sorted((ROOT / "apps").rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if not NOT_OURS_TO_LIST & set(parts):
            import_module(".".join(parts).removesuffix(".py").removesuffix(".__init__"))


def _subclasses(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in kind.__subclasses__():
        module = child.__module__.split(".")
        if module[0] == "apps" and "tests" not in module:
            yield child
        yield from _subclasses(child)


def _problem(kind: type[DomainError]) -> Problem:
    when = (getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")
    return Problem(kind.status, kind.code, kind.title, when, kind.__module__.split(".")[1])


def _row(problem: Problem) -> str:
    cells = (str(problem.status), f"`{problem.code}`", problem.title, problem.when, problem.domain)
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.test")
    django.setup()
    load_apps()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(problems())} problems")


if __name__ == "__main__":
    main()
