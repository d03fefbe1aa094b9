"""The harness itself: no server outlives the tests."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.servers.process import wait_until

_STARTS_ONE = """
import sys, time
from pathlib import Path
from tests.servers.standalone import Standalone
print(Standalone(Path(sys.argv[1])).server._pid, flush=True)
time.sleep(60)
"""


def test_a_server_dies_with_a_test_process_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _STARTS_ONE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as tests:
        assert tests.stdout
        server = int(tests.stdout.readline())
        os.kill(server, 0)
        tests.send_signal(signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{server}/cmdline").exists() or _is_over(server), "its end")


def _is_over(pid: int) -> bool:
    """Dead, though nobody has collected it (no init process here may do so)."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
