"""The built wheel in an environment with nothing else, and the README's quick start on it."""

import shlex
import zipfile
from pathlib import Path

import pytest

from tests.environments import PACKAGE, build, environment, versions
from tests.quick_start import Project, QuickStart, ended

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    return environment(tmp_path_factory.mktemp("empty") / "venv", wheel)


@pytest.fixture
def project(python, tmp_path) -> Project:
    return Project(python, tmp_path)


def test_it_carries_all_of_the_package_and_none_of_its_tests(wheel):
    source = PACKAGE / "src"
    files = {p for p in source.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    expected = {path.relative_to(source).as_posix() for path in files}
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert carried == expected


def test_it_brings_django_and_redis_and_what_those_need(python):
    needed = {"django", "asgiref", "sqlparse", "redis", "pyjwt", "async-timeout"}
    assert set(versions(python)) - needed == {"leased-tasks"}


def test_the_quick_start_of_the_readme_runs(project, standalone):
    start = QuickStart.of_the_readme()
    project.follow(start, redis=standalone.options["url"])
    install, *commands, worker = [shlex.split(line) for line in start.shell]
    assert install == ["pip", "install", "leased-tasks"]  # the wheel stands in for the index
    for program, *words in commands:
        assert program == "python"
        project.run(*words)
    assert worker[:3] == ["python", "manage.py", "tasks_worker"]
    running = project.start(*worker[1:])
    try:
        assert project.type_into_shell(start.typed) == "SUCCESSFUL 5\n"
    finally:
        code, said = ended(running, within=30)
    assert code == 0, said
