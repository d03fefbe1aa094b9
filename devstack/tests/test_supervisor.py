"""Real small processes under the supervisor: none may outlive it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from devstack.errors import PartFailed
from devstack.paths import PROJECT
from devstack.supervisor import Part, Supervisor, last_lines
from devstack.tests.conftest import eventually

STAYS = "import time; print('here', flush=True); time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + STAYS
BREAKS = "print('\\n'.join(f'line {n}' for n in range(50)), flush=True); raise SystemExit(3)"
# A part that starts a helper of its own, as servers with several processes do.
FAMILY = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STAYS!r}]);" + STAYS

SUPERVISING = """
import signal, sys
from pathlib import Path
from devstack.supervisor import Supervisor, stop_signals
from devstack.tests.test_supervisor import FAMILY, STAYS, part

# What a suite under nohup hands down must not choose what is tested.
signal.signal(signal.SIGHUP, signal.Handlers[sys.argv[2]])
with stop_signals(), Supervisor() as supervisor:
    runs = [supervisor.launch(part(Path(sys.argv[1]), name, code))
            for name, code in (("one", STAYS), ("two", FAMILY))]
    print(*(run.child.pid for run in runs), flush=True)
    supervisor.watch()
"""

# Hundreds of signals, wherever they meet the loop; then the stop.
INTERRUPTED = """
import contextlib, signal, sys
from pathlib import Path
from devstack.supervisor import Interrupted, Supervisor, stop_signals
from devstack.tests.test_supervisor import STAYS, part

signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGTERM))
with stop_signals(), Supervisor() as supervisor:
    supervisor.launch(part(Path(sys.argv[1]), "one", STAYS))
    for number in range(300):
        with contextlib.suppress(Interrupted):
            signal.setitimer(signal.ITIMER_REAL, 0.0001 + number / 1_000_000)
            while True:
                supervisor.check()
"""


def part(folder: Path, name: str, code: str, **more) -> Part:
    log = folder / f"{name}.log"
    argv = [sys.executable, "-c", code]
    return Part(name, argv, dict(os.environ), log, folder, **more)


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_parts_are_stopped_in_the_opposite_order_of_their_start(tmp_path: Path):
    told: list[str] = []
    with Supervisor() as supervisor:
        runs = [supervisor.start(part(tmp_path, name, STAYS)) for name in ("a", "b", "c")]
        supervisor.stop_all(told.append)
    assert told == ["c", "b", "a"]
    assert not any(alive(run.child.pid) for run in runs)


def test_a_part_that_ends_is_shown_with_its_last_log_lines_and_the_rest_stops(tmp_path: Path):
    with pytest.raises(PartFailed, match="'broken' ended by itself") as caught, Supervisor() as s:
        stays = s.start(part(tmp_path, "stays", STAYS))
        s.launch(part(tmp_path, "broken", BREAKS))
        s.watch()
    assert "exit code 3" in str(caught.value)
    assert caught.value.log_lines == [f"line {number}" for number in range(30, 50)]
    assert not alive(stays.child.pid)


def test_a_part_that_never_gets_ready_is_named(tmp_path: Path):
    slow = part(tmp_path, "slow", STAYS, ready=lambda: False, start_within=0.3)
    with pytest.raises(PartFailed, match="'slow' was not ready"), Supervisor() as supervisor:
        supervisor.start(slow)


def test_a_part_that_ignores_the_signal_is_killed_after_its_patience(tmp_path: Path):
    with Supervisor() as supervisor:
        run = supervisor.launch(part(tmp_path, "deaf", DEAF, patience=0.3))
        assert eventually(lambda: "here" in run.part.log.read_text())
        began = time.monotonic()
    assert not alive(run.child.pid)
    assert time.monotonic() - began < 5


@contextmanager
def supervising(folder: Path, hang_up: signal.Handlers) -> Iterator[list[psutil.Process]]:
    """A supervisor in a process of its own, first, and all that stands below it."""
    words = [sys.executable, "-c", SUPERVISING, str(folder), hang_up.name]
    with subprocess.Popen(
        words, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        try:
            assert child.stdout is not None
            pids = [int(word) for word in child.stdout.readline().split()]
            assert eventually(lambda: len(psutil.Process(pids[1]).children()) == 1)
            process = psutil.Process(child.pid)
            family = process.children(recursive=True)
            assert len(family) == 4  # two parts, one helper of a part, the guard
            yield [process, *family]
        finally:
            child.kill()  # a red test ends as well: leaving `with` waits for the child
    assert eventually(lambda: not any(alive(one.pid) for one in family))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_process_outlives_a_supervisor_however_it_dies(tmp_path: Path, number: signal.Signals):
    with supervising(tmp_path, signal.SIG_DFL) as family:
        family[0].send_signal(number)
        assert eventually(lambda: not any(alive(one.pid) for one in family), within=30)


def test_under_nohup_the_terminal_may_go_and_the_work_stays(tmp_path: Path):
    with supervising(tmp_path, signal.SIG_IGN) as family:
        family[0].send_signal(signal.SIGHUP)
        assert not eventually(lambda: not all(alive(one.pid) for one in family), within=0.5)
        family[0].terminate()
        assert eventually(lambda: not any(alive(one.pid) for one in family), within=30)


def test_a_signal_in_the_middle_of_a_look_at_the_parts_does_not_hang_the_stop(tmp_path: Path):
    child = subprocess.Popen([sys.executable, "-c", INTERRUPTED, str(tmp_path)], cwd=PROJECT)
    try:
        assert child.wait(timeout=60) == 0
    finally:
        child.kill()
        child.wait()


def test_an_interactive_program_answers_a_passed_on_interrupt_itself(tmp_path: Path):
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(7))\n"
        "open('ready', 'w').close(); time.sleep(600)"
    )
    asks = (
        "import os, sys; from pathlib import Path; from devstack.supervisor import Supervisor\n"
        "with Supervisor() as s:\n"
        f"    sys.exit(s.run([sys.executable, '-c', {code!r}], env=os.environ,"
        " cwd=Path(sys.argv[1])))"
    )
    child = subprocess.Popen([sys.executable, "-c", asks, str(tmp_path)], cwd=PROJECT)
    assert eventually((tmp_path / "ready").exists)
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=20) == 7


def test_the_end_of_a_long_log_is_read_without_its_beginning(tmp_path: Path):
    log = tmp_path / "long.log"
    log.write_text("".join(f"{number}\n" for number in range(200_000)))
    assert last_lines(log, 2) == ["199998", "199999"]
    assert last_lines(tmp_path / "none.log") == []
