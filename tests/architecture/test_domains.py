"""The list of domains, the import contract, the folders and the READMEs tell the same story."""

import tomllib

import pytest
from django.apps import apps as django_apps

from backend.domains import DOMAINS
from tools.house_lints import ROOT

FOLDERS = {path.parent.name for path in ROOT.glob("apps/*/__init__.py")}


def contract_layers():
    """Layers of the import contract, top first; `(name)` is a domain that may not exist yet."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c for c in settings["contracts"] if c["type"] == "layers")
    assert layers["containers"] == ["apps"]
    assert layers["exhaustive"] is True
    names = [name for layer in layers["layers"] for name in layer.split(" | ")]
    return [name.strip(" ()") for name in names]


def test_the_domain_list_stands_in_the_order_of_the_import_contract():
    assert [name for name in contract_layers() if name in DOMAINS] == list(DOMAINS)
    assert set(DOMAINS) <= set(contract_layers())


def test_each_folder_is_a_domain_and_each_domain_is_installed():
    assert set(DOMAINS) == FOLDERS
    labels = {config.label: config.name for config in django_apps.get_app_configs()}
    assert {name: labels.get(name) for name in DOMAINS} == {n: f"apps.{n}" for n in DOMAINS}


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_introduces_itself_on_one_screen(domain):
    lines = (ROOT / "apps" / domain / "README.md").read_text().splitlines()
    assert lines[0].startswith("# ")
    assert 5 <= len(lines) <= 60
