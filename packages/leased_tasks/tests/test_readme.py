"""The README names what there is, all of it, with its true defaults."""

import ast
import re
from dataclasses import fields

from django.core.management import get_commands, load_command_class
from django.tasks import Task

from leased_tasks import LeasedTask, RetryPolicy
from leased_tasks.monitoring.rules import Rules
from leased_tasks.options import Options
from tests.environments import PACKAGE

README = (PACKAGE / "README.md").read_text()
PYTHON = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
NOT_OURS = {"backend", "func", "priority", "queue_name", "run_after", "takes_context"}


def first_column(heading: str) -> set[str]:
    """Words in `code` in the first column of a section's table."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


def settings_of_the_readme() -> dict[str, object]:
    block = next(block for block in PYTHON if block.startswith("TASKS_RETRY_POLICY"))
    targets = [node for node in ast.parse(block).body if isinstance(node, ast.Assign)]
    return {ast.unparse(node.targets[0]): ast.literal_eval(node.value) for node in targets}


def test_every_option_is_explained():
    assert first_column("`OPTIONS`") == {each.name for each in fields(Options)}


def test_every_word_of_a_task_is_explained():
    own = {each.name for each in fields(LeasedTask)}
    assert {each.name for each in fields(Task)} <= own
    assert first_column("Tasks") == (own - NOT_OURS) | (NOT_OURS - {"func", "run_after"})


def test_the_settings_shown_are_the_defaults(settings):
    shown = settings_of_the_readme()
    settings.TASKS_RETRY_POLICY = shown["TASKS_RETRY_POLICY"]
    settings.TASKS_MONITORING = shown["TASKS_MONITORING"]
    assert RetryPolicy.from_settings() == RetryPolicy()
    assert Rules.from_settings() == Rules()
    assert set(settings.TASKS_MONITORING) == {each.name for each in fields(Rules)}


def test_every_option_of_the_worker_is_explained():
    parser = load_command_class("leased_tasks", "tasks_worker").create_parser("", "")
    known = {word for action in parser._actions for word in action.option_strings}
    django = {word for word in known if word in DJANGO_OPTIONS or not word.startswith("--")}
    assert first_column("Workers") == known - django


def test_every_command_is_named():
    ours = {name for name, app in get_commands().items() if app == "leased_tasks"}
    assert ours - set(re.findall(r"\w+", README)) == set()


def test_every_sample_is_python():
    for block in PYTHON:
        ast.parse(block)


DJANGO_OPTIONS = {
    "--help",
    "--version",
    "--verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
}
