"""`up`: the whole shop on this machine, from nothing to its address, until Ctrl-C."""

import contextlib
import os
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from devstack import ports, running
from devstack.commands.first_run import load_demo_once, migrate_if_needed, print_accounts
from devstack.environment import host_names, shop_environment
from devstack.mailsink.part import MailSink
from devstack.paths import PROJECT, Home
from devstack.stack import Lease, start_servers, supervisor_note
from devstack.steps import step
from devstack.supervisor import Interrupted, Part, Supervisor, stop_signals


@dataclass(frozen=True)
class Wishes:
    """What the person asked for on the command line."""

    port: int
    host: str = "127.0.0.1"
    demo: bool = True

    @property
    def site_url(self) -> str:
        """Where a browser on this machine finds the shop."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104  # compared
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def up(home: Home, wishes: Wishes) -> int:
    """Run the shop until Ctrl-C, SIGTERM or the crash of a part."""
    began = time.monotonic()
    home.prepare()
    with running.hold(home, "up"), stop_signals(), Supervisor() as supervisor:
        ports.claim(wishes.port, wishes.host)
        try:
            mail = start_shop(home, wishes, supervisor)
            _welcome(home, wishes, mail, time.monotonic() - began)
            supervisor.watch()
        except Interrupted:
            print("\nStopping …", flush=True)
        finally:
            supervisor.stop_all(told=lambda name: print(f"  ✓ {name} stopped", flush=True))
    return 0


def start_shop(home: Home, wishes: Wishes, supervisor: Supervisor) -> MailSink | None:
    """Start every part, servers first; the mail sink, unless the person has a mail server."""
    mail = _mail_sink(home)
    servers = start_servers(home, supervisor, durable=True)
    addresses = servers.addresses | {
        "SITE_URL": wishes.site_url,
        "ALLOWED_HOSTS": host_names(wishes.host),
    }
    if mail:
        addresses["EMAIL_URL"] = mail.email_url
    environment = shop_environment(home, addresses, "development")
    lease = Lease(environment, supervisor)
    migrate_if_needed(home, lease)
    if wishes.demo:
        load_demo_once(home, lease)
    with step("start the shop") as current:
        early = [mail.part(home.logs / "mail.log")] if mail else []
        # Together: the first page must not wait for the mail sink's imports.
        for launched in [supervisor.launch(p) for p in (*early, _web(home, wishes, environment))]:
            supervisor.await_ready(launched)
        crew = (_worker(home, environment), _relay(home, environment))
        for launched in [supervisor.launch(part) for part in crew]:
            supervisor.await_ready(launched)
        current.note("web, mail, worker, relay" if mail else "web, worker, relay")
    note = supervisor_note(supervisor, "up", addresses, wishes.site_url)
    running.write(home, note)
    return mail


def _mail_sink(home: Home) -> MailSink | None:
    if os.environ.get("EMAIL_URL"):
        return None
    return MailSink(
        home.mail,
        ports.remembered(home.notes, "smtp"),
        ports.remembered(home.notes, "mail pages"),
    )


def _web(home: Home, wishes: Wishes, environment: dict[str, str]) -> Part:
    words = ["backend.asgi:application", "--host", wishes.host, "--port", str(wishes.port)]
    return Part(
        name="web",
        argv=[
            sys.executable, "-m", "uvicorn", *words, "--loop", "uvloop", "--http", "httptools",
            "--lifespan", "on", "--no-access-log", "--no-server-header", "--no-proxy-headers",
            "--timeout-graceful-shutdown", "5",
        ],
        env=environment,
        log=home.logs / "web.log",
        cwd=PROJECT,
        address=wishes.site_url,
        ready=lambda: _healthy(f"{wishes.site_url}/health"),
    )  # fmt: skip


def _healthy(url: str) -> bool:
    # urlopen would obey HTTP_PROXY; the shop is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with contextlib.suppress(OSError), opener.open(url, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def _worker(home: Home, environment: dict[str, str]) -> Part:
    return _command(home, environment, "worker", "tasks_worker")


def _relay(home: Home, environment: dict[str, str]) -> Part:
    return _command(home, environment, "relay", "relay")


def _command(home: Home, environment: dict[str, str], name: str, command: str) -> Part:
    port = ports.remembered(home.notes, f"{name} health")
    return Part(
        name=name,
        argv=[
            sys.executable,
            str(PROJECT / "manage.py"),
            command,
            "--health-port",
            str(port),
        ],
        env=environment,
        log=home.logs / f"{name}.log",
        cwd=PROJECT,
        address=f"http://127.0.0.1:{port}",
        ready=lambda: _healthy(f"http://127.0.0.1:{port}/healthz"),
        patience=30,
    )


def _welcome(home: Home, wishes: Wishes, mail: MailSink | None, seconds: float) -> None:
    print(f"\n  The shop is open after {seconds:.1f} s:  {wishes.site_url}/")
    if mail:
        print(f"  Mails:   {mail.viewer_url}")
    print(f"  Admin:   {wishes.site_url}/admin/")
    if wishes.demo:
        print_accounts()
    print(f"  Logs:    ./fashionistar logs -f   ({_short(home.logs)})")
    print("  Ctrl-C stops everything.\n", flush=True)


def _short(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
