"""Which pytest runs the words of `test` ask for: the shop's, the task engine's, or both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devstack.paths import PACKAGE, PROJECT

# Slow tests stand together in a file: whoever is done takes half of what the other still has.
WORKERS = ("-n", "2", "--dist", "worksteal")
OWN_WORKERS = ("-n", "--numprocesses", "--pdb", "--trace", "-p", "--collect-only", "--co")
TAKES_A_WORD = ("-k", "-m", "-n", "-p", "-c", "-o", "-W", "--deselect", "--ignore")
NOTHING_COLLECTED = 5
PACKAGE_ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(PACKAGE)}
PACKAGE_FAULTS = "tasks"  # what `--faults` calls all fault tests of the package


@dataclass(frozen=True)
class Suite:
    """One run of pytest, from the folder whose pyproject.toml configures it."""

    folder: Path
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def chosen_suites(words: Sequence[str], *, everything: bool, faults: str | None) -> list[Suite]:
    """The runs that the words ask for; without a path, both."""
    ours = PACKAGE.relative_to(PROJECT).as_posix()
    paths = list(_paths(words))
    options = [word for word in words if word not in paths]
    of_package = [path for path in paths if f"{path}/".startswith(f"{ours}/")]
    of_shop = [path for path in paths if path not in of_package]
    suites = []
    if of_shop or not paths:
        suites.append(Suite(PROJECT, [*_workers(words), *options, *_faults(faults), *of_shop]))
    if of_package or not paths:
        # Named tests run whatever their mark; else the suites beside other versions need --all.
        marks = [] if everything or of_package else ["-m", "not versions"]
        inside = [path.removeprefix(ours).lstrip("/") or "." for path in of_package]
        wish = _faults(faults)[:2] if faults == PACKAGE_FAULTS else _faults(faults)
        arguments = [*_workers(words), *marks, *options, *wish, *inside]
        suites.append(Suite(PACKAGE, arguments, PACKAGE_ENVIRONMENT))
    return suites


def worst(codes: Sequence[int]) -> int:
    """The exit code of all runs together; one that found no test is no failure beside another."""
    told = [code for code in codes if code != NOTHING_COLLECTED]
    return max(told, default=NOTHING_COLLECTED)


def _paths(words: Sequence[str]) -> Iterator[str]:
    before = ""
    for word in words:
        is_value = before in TAKES_A_WORD
        if not word.startswith("-") and not is_value and _exists(word):
            yield word
        before = word


def _exists(word: str) -> bool:
    return (PROJECT / word.split("::", maxsplit=1)[0]).exists()


def _workers(words: Sequence[str]) -> list[str]:
    own = any(word.split("=")[0] in OWN_WORKERS or word.startswith("-n") for word in words)
    return [] if own else [*WORKERS]


def _faults(name: str | None) -> list[str]:
    return ["-m", "faults", "-k", name] if name else []
