"""Ports that are free, secrets that stay."""

import socket
import stat

import psutil
import pytest
from cryptography.fernet import Fernet

from devstack import keys, notes, ports
from devstack.errors import DiskFull, PortBusy
from devstack.paths import Home


@pytest.fixture
def listener():
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        wire.listen()
        yield wire.getsockname()[1]


def test_a_busy_port_is_refused_in_one_sentence_that_names_its_owner(listener):
    with pytest.raises(PortBusy, match=rf"Port {listener} is already used by .*pid \d+.*--port"):
        ports.claim(listener)


def test_a_listener_whose_process_is_hidden_belongs_to_another_user(listener, monkeypatch):
    seen = psutil.net_connections("tcp")
    hidden = [connection._replace(pid=None) for connection in seen]
    monkeypatch.setattr(psutil, "net_connections", lambda _kind: hidden)
    assert ports.owner(listener) == "a program of another user"


def test_a_free_port_is_given_as_asked():
    port = ports.any_free()
    assert ports.claim(port) == port


def test_a_part_keeps_its_port_from_start_to_start(home: Home):
    first = ports.remembered(home.notes, "postgres")
    assert ports.remembered(home.notes, "postgres") == first
    assert ports.remembered(home.notes, "redis") != first


def test_a_part_moves_when_another_program_took_its_port(home: Home, listener: int):
    notes.remember(home.notes, ports={"postgres": listener})
    moved = ports.remembered(home.notes, "postgres")
    assert moved != listener
    assert ports.remembered(home.notes, "postgres") == moved


def test_a_broken_notes_file_counts_as_empty(home: Home):
    home.notes.write_text("{not json")
    assert ports.remembered(home.notes, "postgres") > 0


def test_secrets_are_made_once_and_only_their_owner_reads_them(home: Home):
    made = keys.load_or_make(home.keys)
    assert keys.load_or_make(home.keys) == made
    assert stat.S_IMODE(home.keys.stat().st_mode) == 0o600
    assert len(set(made.values())) == len(made)
    assert len(made["SECRET_KEY"]) >= 64
    Fernet(made["SESSION_ENCRYPTION_KEY"])


def test_a_key_that_an_older_file_lacks_is_added_and_the_others_stay(home: Home):
    home.keys.write_text("SECRET_KEY=kept\n")
    made = keys.load_or_make(home.keys)
    assert made["SECRET_KEY"] == "kept"
    assert made["TOKEN_SIGNING_KEY"]
    assert keys.load_or_make(home.keys) == made


def test_a_nearly_full_disk_is_refused_in_one_sentence(home: Home):
    with pytest.raises(DiskFull, match=r"Only \d+ MB are free .* needs 10+ MB; make room"):
        home.prepare(space_needed=10**18)
