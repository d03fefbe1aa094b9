"""The real `up` with real servers, on a data folder and ports of this test."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator

import httpx
import psutil
import pytest

from devstack import ports, running
from devstack.paths import Home
from devstack.tests.conftest import Command, eventually

SHOP_OPENS_WITHIN = 90


@pytest.fixture
def port() -> int:
    return ports.any_free()


@pytest.fixture
def shop(command: Command, place: Home, port: int) -> Iterator["subprocess.Popen[str]"]:
    """An open shop; nothing of it may be left after the test."""
    child = command("up", "--no-demo", "--port", str(port))
    note_there = eventually(lambda: parts_of(place) != {}, within=SHOP_OPENS_WITHIN)
    assert note_there, said(child)
    left = [psutil.Process(pid) for pid in parts_of(place).values()]
    yield child
    child.terminate()
    child.wait(timeout=60)
    assert not [process for process in left if process.is_running()]


def parts_of(place: Home) -> dict[str, int]:
    note = running.read(place)
    return {part.name: part.pid for part in note.parts} if note else {}


def said(child: "subprocess.Popen[str]") -> str:
    return child.communicate(timeout=60)[0]


def test_the_shop_opens_and_ctrl_c_closes_it_in_order(shop, place: Home, port: int):
    assert httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).status_code == 200
    assert set(parts_of(place)) == {"postgres", "redis", "mail", "web", "worker", "relay"}
    shop.send_signal(signal.SIGINT)
    text = said(shop)
    assert shop.returncode == 0
    assert f"http://127.0.0.1:{port}/" in text
    stopped = re.findall(r"✓ (\w+) stopped", text)
    assert stopped == ["relay", "worker", "web", "mail", "redis", "postgres"]
    assert "Traceback" not in text


def test_a_second_up_gets_one_sentence(shop, command: Command, port: int):
    second = command("up", "--no-demo", "--port", str(ports.any_free()))
    text = said(second)
    assert second.returncode == 1
    assert re.fullmatch(
        rf"fashionistar: The shop already runs at http://127.0.0.1:{port} \(pid {shop.pid}\); "
        r"stop it with ./fashionistar down\.\n",
        text,
    )


def test_status_lists_every_part_and_down_ends_them(shop, command: Command):
    text = said(command("status"))
    for name in ("postgres", "redis", "mail", "web", "worker", "relay"):
        assert re.search(rf"^{name} +\d+ .* MB$", text, re.MULTILINE), text
    down = command("down")
    assert said(down) == "The shop is stopped.\n"
    assert down.returncode == 0
    assert shop.wait(timeout=10) == 0
    assert command("status").wait(timeout=30) == 3


def test_the_crash_of_one_part_is_shown_and_ends_the_rest(shop, place: Home):
    os.kill(parts_of(place)["worker"], signal.SIGKILL)
    text = said(shop)
    assert shop.returncode == 1
    assert "The part 'worker' ended by itself (killed by SIGKILL). Its last lines:" in text
    assert "Traceback" not in text


def test_a_killed_supervisor_leaves_no_process(shop, place: Home):
    parts = [psutil.Process(pid) for pid in parts_of(place).values()]
    family = {process for part in parts for process in (part, *part.children(recursive=True))}
    shop.kill()
    shop.wait()
    assert eventually(lambda: not any(map(psutil.Process.is_running, family)), within=30)


def test_a_busy_port_gets_one_sentence(command: Command):
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        wire.listen()
        busy = wire.getsockname()[1]
        child = command("up", "--port", str(busy))
        text = said(child)
    assert child.returncode == 1
    assert re.fullmatch(rf"fashionistar: Port {busy} is already used by .*\n", text)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ("--host", "192.0.2.1"),
            1,
            r"fashionistar: This machine cannot listen on 192\.0\.2\.1: .*",
        ),
        (("--port", "99999"), 2, r".*argument --port: a number from 1 to 65535"),
        (("--port", "shop"), 2, r".*argument --port: a number from 1 to 65535"),
    ],
)
def test_an_address_that_cannot_be_gets_one_sentence(command: Command, words, code, sentence):
    child = command("up", *words)
    assert re.fullmatch(sentence, said(child).splitlines()[-1])
    assert child.returncode == code


def test_a_full_disk_gets_one_sentence(command: Command):
    child = command("up", FASHIONISTAR_SPACE_NEEDED=str(10**18))
    text = said(child)
    assert child.returncode == 1
    assert re.fullmatch(r"fashionistar: Only \d+ MB are free .*\n", text)


def test_a_named_database_that_does_not_answer_gets_one_sentence(command: Command):
    nobody = ports.any_free()
    url = f"postgresql://x:y@127.0.0.1:{nobody}/z"
    child = command("up", "--port", str(ports.any_free()), DATABASE_URL=url)
    assert said(child) == (
        f"fashionistar: DATABASE_URL names 127.0.0.1:{nobody}, and nothing answers there.\n"
    )
    assert child.returncode == 1


def test_wipe_asks_first_and_deletes_only_what_the_shop_made(command: Command, home: Home):
    home.keys.write_text("SECRET_KEY=x\n")
    mine = home.root / "mine.txt"
    mine.write_text("kept")
    refused = command("down", "--wipe", FASHIONISTAR_HOME=str(home.root))
    assert "Nobody is here to confirm" in said(refused)
    assert home.keys.exists()
    wiped = command("down", "--wipe", "--yes", FASHIONISTAR_HOME=str(home.root))
    said(wiped)
    assert wiped.returncode == 0
    assert list(home.root.iterdir()) == [mine]


def test_a_command_for_the_database_starts_it_for_its_own_length(command: Command, place: Home):
    child = command("manage", "diffsettings", "--output=unified")
    text = said(child)
    assert child.returncode == 0, text
    assert "INSTALLED_APPS" in text
    assert running.read(place) is None
