"""Runs the mail sink: `python -m devstack.mailsink FOLDER SMTP_PORT HTTP_PORT`."""

import asyncio
import signal
import sys
import threading
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from devstack.mailsink.store import MailStore
from devstack.mailsink.viewer import Viewer

LARGEST_MAIL = 20_000_000


class Keeper:
    """Takes every mail for every address."""

    def __init__(self, store: MailStore) -> None:
        self.store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail before saying yes to it."""
        content = envelope.original_content or b""
        delivery = self.store.keep(
            content, sender=envelope.mail_from or "", to=envelope.rcpt_tos, at=time.time()
        )
        print(f"mail {delivery.key} to {len(delivery.to)}", flush=True)
        return "250 Kept"


async def serve(folder: Path, smtp_port: int, http_port: int) -> None:
    """Listen on both ports until SIGTERM."""
    store = MailStore(folder)
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    viewer = Viewer(http_port, store)
    threading.Thread(target=viewer.serve_forever, daemon=True).start()
    keeper = Keeper(store)
    server = await loop.create_server(
        lambda: SMTP(keeper, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, loop=loop),
        "127.0.0.1",
        smtp_port,
    )
    await ended.wait()
    server.close()
    viewer.server_close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
