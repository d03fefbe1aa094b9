"""`smoke`: buy like a person, at a running shop or at one made for the purpose."""

import shutil
import tempfile
from pathlib import Path

from devstack import ports, running
from devstack.commands.up import Wishes, start_shop
from devstack.errors import Refusal
from devstack.owner import server_owner
from devstack.paths import Home
from devstack.smoke.run import smoke as walk
from devstack.supervisor import Supervisor, stop_signals


def smoke(home: Home, url: str | None, mail: str | None) -> int:
    """Walk the journey; 0 when a buyer can buy and vendors can ship."""
    if url:
        return walk(url.rstrip("/"), mail or _mail_pages_of(home, url.rstrip("/")))
    folder = Path(tempfile.mkdtemp(prefix="fashionistar-smoke-"))
    try:
        return _at_a_private_shop(Home(folder))
    finally:
        server_owner().remove(Home(folder).postgres)
        shutil.rmtree(folder, ignore_errors=True)


def _at_a_private_shop(home: Home) -> int:
    home.prepare()
    wishes = Wishes(ports.any_free())
    with running.hold(home, "smoke"), stop_signals(), Supervisor() as supervisor:
        try:
            mail = start_shop(home, wishes, supervisor)
            if mail is None:
                raise Refusal("EMAIL_URL is set, so the mails cannot be read; unset it for smoke.")
            return walk(wishes.site_url, mail.viewer_url)
        finally:
            supervisor.stop_all()


def _mail_pages_of(home: Home, url: str) -> str:
    note = running.read(home)
    parts = note.parts if note and note.site_url == url else []
    for part in parts:
        if part.name == "mail":
            return part.address
    raise Refusal(f"Where are the mails of {url} read? Name the sink's pages with --mail URL.")
