"""`new-domain NAME`: a domain in the house's shape, registered, migrated, green."""

import keyword
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from string import Template

from backend.domains import DOMAINS
from devstack.commands.first_run import MANAGE
from devstack.errors import Refusal
from devstack.paths import PROJECT, Home
from devstack.stack import Lease, for_tests
from devstack.steps import run_shown, step

TEMPLATES = PROJECT / "tools" / "new_domain"
PACKAGES = (".", "migrations", "services", "selectors")
# Labels of Django's and other installed apps; two apps cannot share one.
TAKEN = {"account", "admin", "auth", "contenttypes", "humanize", "messages", "ninja", "pictures"}
TAKEN |= {"postgres", "sessions", "staticfiles"}


def new_domain(home: Home, name: str, above: str | None) -> int:
    """Write apps/NAME above one neighbour in the import order; nothing is left of a failure.

    Raises:
        Refusal: the name is not usable, or the neighbour is no domain.
    """
    neighbour = above or DOMAINS[DOMAINS.index("storefront") + 1]
    _refuse_bad(name, neighbour)
    folder = PROJECT / "apps" / name
    registers = (PROJECT / "pyproject.toml", PROJECT / "backend" / "domains.py")
    before = {path: path.read_text() for path in registers}
    try:
        with step(f"write apps/{name}"):
            _write(folder, name)
            register(registers, name, neighbour)
        with for_tests(home, "new-domain") as lease:
            _finish(home, lease, folder, name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in before.items():
            path.write_text(text)
        raise
    print(f"\napps/{name} stands above {neighbour}; now: ./fashionistar check")
    return 0


def _refuse_bad(name: str, neighbour: str) -> None:
    if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name) or keyword.iskeyword(name):
        raise Refusal(f"'{name}' is no name for a domain: lower-case words with _ between them.")
    if name in TAKEN or name in DOMAINS or (PROJECT / "apps" / name).exists():
        raise Refusal(f"There is a domain or an installed app called '{name}' already.")
    if neighbour not in DOMAINS:
        raise Refusal(f"'{neighbour}' is no domain; known: {', '.join(DOMAINS)}.")


def _write(folder: Path, name: str) -> None:
    words = words_for(name)
    for template in sorted(TEMPLATES.rglob("*.txt")):
        path = template.relative_to(TEMPLATES).as_posix().removesuffix(".txt")
        target = folder / path.replace("singular", words["singular"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(template.read_text()).substitute(words))
    for package in PACKAGES:
        (folder / package).mkdir(exist_ok=True)
        (folder / package / "__init__.py").touch()


def words_for(name: str) -> dict[str, str]:
    """The name as the templates need it: gift_cards, gift_card, GiftCard, "gift card"."""
    singular = name[:-1] if name.endswith("s") and not name.endswith("ss") else name
    things = name.replace("_", " ")
    return {
        "name": name,
        "singular": singular,
        "thing": singular.replace("_", " "),
        "things": things,
        "Things": things.capitalize(),
        "kebab": singular.replace("_", "-"),
        "Thing": _camel(singular),
        "Domain": _camel(name),
    }


def _camel(words: str) -> str:
    return "".join(word.capitalize() for word in words.split("_"))


def register(registers: tuple[Path, ...], name: str, neighbour: str) -> None:
    """Write the name above the neighbour's layer into the contract, then into the list.

    Raises:
        Refusal: one of the two files does not list the neighbour.
    """
    for path in registers:
        text = path.read_text()
        pattern = rf'^    "(?=[^"]*\b{neighbour}\b)\(?(\w+)[\w |()]*",$'
        line = re.search(pattern, text, flags=re.MULTILINE)
        if not line:
            raise Refusal(f"{path.name} does not list '{neighbour}'.")
        path.write_text(f'{text[: line.start()]}    "{name}",\n{text[line.start() :]}')
        # Domains may share a layer of the contract; the list has them one by one, in that order.
        neighbour = line[1]


def _finish(home: Home, lease: Lease, folder: Path, name: str) -> None:
    ruff = [sys.executable, "-m", "ruff"]
    tests = {"DJANGO_SETTINGS_MODULE": "backend.settings.test"}
    lease = replace(lease, environment=lease.environment | tests)
    log = home.tests.logs / "new-domain.log"
    for title, argv in (
        ("sort imports", [*ruff, "check", "--fix", "--quiet", str(folder)]),
        ("format", [*ruff, "format", "--quiet", str(folder)]),
        ("make the migration", [*MANAGE, "makemigrations", name, "--name", "initial"]),
        ("list its problems", [sys.executable, "-m", "tools.problem_codes"]),
    ):
        with step(title) as current:
            run_shown(current, lease.supervisor, lease.part(title, argv, log))
