"""Programs that a start runs to their end: shown, and never left behind."""

from pathlib import Path

import psutil
import pytest

from devstack.errors import PartFailed
from devstack.steps import run_shown, step
from devstack.supervisor import Supervisor
from devstack.tests.conftest import eventually
from devstack.tests.test_supervisor import BREAKS, STAYS, part

LEAVES_A_HELPER = (
    "import subprocess, sys\n"
    f"print(subprocess.Popen([sys.executable, '-c', {STAYS!r}], stdout=subprocess.DEVNULL).pid)"
)


def test_a_failed_step_is_marked_and_carries_its_last_lines(tmp_path: Path, capsys):
    with (
        pytest.raises(PartFailed, match="failed with exit code 3") as caught,
        Supervisor() as supervisor,
        step("migrate") as current,
    ):
        run_shown(current, supervisor, part(tmp_path, "migrate", BREAKS))
    assert caught.value.log_lines[-1] == "line 49"
    assert "✗ migrate" in capsys.readouterr().out


def test_a_finished_step_is_marked_with_its_time(tmp_path: Path, capsys):
    with Supervisor() as supervisor, step("count") as current:
        run_shown(current, supervisor, part(tmp_path, "count", "print('one')"))
        current.note("1 counted")
    line = capsys.readouterr().out.strip()
    assert line.startswith("✓ count")
    assert "1 counted" in line
    assert line.endswith(" s")


def test_what_a_finished_program_left_running_is_ended(tmp_path: Path):
    with Supervisor() as supervisor, step("draw") as current:
        draws = part(tmp_path, "draw", LEAVES_A_HELPER)
        run_shown(current, supervisor, draws)
        helper = int(draws.log.read_text())
        assert eventually(lambda: not psutil.pid_exists(helper))
