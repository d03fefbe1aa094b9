"""A new domain, written into a copy of this very tree, passes the gate there."""

import runpy
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from backend.domains import DOMAINS
from devstack.commands.new_domain import register, words_for
from devstack.paths import PROJECT
from devstack.tests.conftest import clean_environment

LEFT_BEHIND = shutil.ignore_patterns(  # .mypy_cache comes along: it spares half a minute
    ".venv", ".git", ".fashionistar", "node_modules", "__pycache__", ".hypothesis"
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house") / "tree"
    shutil.copytree(PROJECT, copy, ignore=LEFT_BEHIND)
    return copy


def run(tree: Path, *words: str) -> tuple[int, str]:
    answer = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=tree,
        env=clean_environment() | {"DJANGO_SETTINGS_MODULE": "backend.settings.test"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout


@pytest.mark.slow
def test_a_new_domain_passes_the_gate_and_its_own_tests(tree: Path):
    code, said = run(tree, "devstack", "new-domain", "gift_cards")
    assert code == 0, said
    migrations = tree / "apps/gift_cards/migrations"
    assert (migrations / "max_migration.txt").read_text() == "0001_initial\n"
    for words in (
        ("ruff", "check", "apps/gift_cards"),
        ("ruff", "format", "--check", "apps/gift_cards"),
        ("devstack", "check", "imports", "architecture", "migrations-present", "migrations-safe"),
        ("devstack", "test", "-n0", "apps/gift_cards"),
        ("mypy", "apps/gift_cards"),
    ):
        code, said = run(tree, *words)
        assert code == 0, said


@pytest.mark.parametrize("name", ["Orders", "gift-cards", "1st", "class", "../up", "common", ""])
def test_a_name_that_cannot_be_a_domain_is_refused_and_leaves_nothing(tree: Path, name: str):
    before = sorted(path.name for path in (tree / "apps").iterdir())
    code, said = run(tree, "devstack", "new-domain", name)
    assert code == 1
    assert said.startswith("fashionistar: ")
    assert said.count("\n") == 1
    assert sorted(path.name for path in (tree / "apps").iterdir()) == before


def test_an_unknown_neighbour_is_refused_with_the_known_ones(tree: Path):
    code, said = run(tree, "devstack", "new-domain", "auctions", "--above", "nowhere")
    assert code == 1
    assert "known: storefront," in said


@pytest.mark.parametrize("neighbour", DOMAINS[1:])
def test_list_and_contract_agree_whatever_the_neighbour(tmp_path: Path, neighbour: str):
    registers = (tmp_path / "pyproject.toml", tmp_path / "domains.py")
    shutil.copy(PROJECT / "pyproject.toml", registers[0])
    shutil.copy(PROJECT / "backend/domains.py", registers[1])
    register(registers, "gift_cards", neighbour)
    contract = tomllib.loads(registers[0].read_text())["tool"]["importlinter"]["contracts"][0]
    layers = [layer.split(" | ") for layer in contract["layers"]]
    assert runpy.run_path(str(registers[1]))["DOMAINS"] == tuple(chain(*layers))
    assert neighbour in layers[layers.index(["gift_cards"]) + 1]


@pytest.mark.parametrize(
    ("name", "thing", "kind"),
    [("gift_cards", "gift card", "GiftCard"), ("loyalty", "loyalty", "Loyalty")],
)
def test_names_are_put_into_words(name: str, thing: str, kind: str):
    assert (words_for(name)["thing"], words_for(name)["Thing"]) == (thing, kind)
