"""The built wheel in an environment with nothing else."""

import zipfile
from pathlib import Path

import pytest

from tests.environments import PACKAGE, build, environment, versions

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    return environment(tmp_path_factory.mktemp("empty") / "venv", wheel)


def test_it_carries_all_of_the_package_and_none_of_its_tests(wheel):
    source = PACKAGE / "src"
    files = {p for p in source.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    expected = {path.relative_to(source).as_posix() for path in files}
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert carried == expected


def test_it_brings_django_and_redis_and_what_those_need(python):
    needed = {"django", "asgiref", "sqlparse", "redis", "pyjwt", "async-timeout"}
    assert set(versions(python)) - needed == {"leased-tasks"}
