"""`status`, `logs`, `down`: look at a running shop from another terminal, or end it."""

import os
import signal
import sys
import time
from pathlib import Path

import psutil

from devstack import running
from devstack.errors import NothingRuns, Refusal
from devstack.owner import server_owner
from devstack.paths import Home
from devstack.supervisor import last_lines

STOP_WITHIN = 60.0


def status(home: Home) -> int:
    """Print a table of the parts. Exit code 3 if nothing runs, as service tools do."""
    note = running.read(home)
    if note is None:
        print("Nothing runs; start the shop with ./fashionistar up")
        return 3
    shop = f"The shop runs at {note.site_url}" if note.site_url else "Servers run"
    print(f"{shop} (./fashionistar {note.command}, pid {note.pid})\n")
    print(f"{'part':<10} {'pid':>7}  {'address':<28} {'since':<9} {'memory':>9}")
    for part in note.parts:
        since = time.strftime("%H:%M:%S", time.localtime(part.since))
        print(
            f"{part.name:<10} {part.pid:>7}  {part.address:<28} {since:<9} {_memory(part.pid):>9}"
        )
    return 0


def _memory(pid: int) -> str:
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return f"{sum(member.memory_info().rss for member in family) / 1e6:.0f} MB"
    except psutil.Error:
        return "ended"


def logs(home: Home, part: str | None, *, follow: bool) -> int:
    """Print the end of one log or of all; with `follow`, what is added until Ctrl-C."""
    files = sorted(home.logs.glob("*.log"))
    if part:
        files = [file for file in files if file.stem == part]
        if not files:
            raise Refusal(f"There is no log of a part '{part}'; known: {_names(home)}.")
    for file in files:
        print(f"── {file.stem} ── {file}")
        print("\n".join(last_lines(file, 200 if part else 20)))
    if follow:
        _follow(files)
    return 0


def _names(home: Home) -> str:
    return ", ".join(sorted(file.stem for file in home.logs.glob("*.log"))) or "none yet"


def _follow(files: list[Path]) -> None:
    ends = {file: file.stat().st_size for file in files}
    try:
        while True:
            for file, end in ends.items():
                ends[file] = _print_from(file, end, several=len(files) > 1)
            time.sleep(0.3)
    except KeyboardInterrupt:
        return


def _print_from(file: Path, end: int, *, several: bool) -> int:
    size = file.stat().st_size if file.exists() else 0
    if size < end:  # a new start began a new file
        end = 0
    if size > end:
        with file.open("rb") as log:
            log.seek(end)
            text = log.read(size - end).decode(errors="replace")
        for line in text.splitlines():
            print(f"{file.stem:<9} {line}" if several else line, flush=True)
    return size


def down(home: Home, *, wipe: bool, yes: bool) -> int:
    """Stop the running shop; with `wipe`, delete its data, after asking and before stopping."""
    if wipe and not yes:
        _confirm(home)
    note = running.read(home)
    if note:
        os.kill(note.pid, signal.SIGTERM)
        if not running.wait_for_end(note, STOP_WITHIN):
            raise Refusal(f"Process {note.pid} did not end in {STOP_WITHIN:.0f} s.")
        print("The shop is stopped.")
    elif not wipe:
        raise NothingRuns("Nothing runs here.")
    if wipe:
        _wipe(home)
    return 0


def _confirm(home: Home) -> None:
    if not sys.stdin.isatty():
        raise Refusal("Nobody is here to confirm; say ./fashionistar down --wipe --yes")
    answer = input(f"Delete every order, mail, picture and key in {home.root}? [y/N] ")
    if answer.strip().lower() not in {"y", "yes"}:
        raise Refusal("Nothing was deleted.")


def _wipe(home: Home) -> None:
    for one in (home, home.tests):
        server_owner().remove(one.postgres)
    home.wipe()
    print(f"{home.root} is empty; the next start begins anew.")
