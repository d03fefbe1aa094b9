"""Received mails on disk: one .eml for each Message-ID, one line for each delivery.

Large mail providers show two mails with one Message-ID as one. So does this store: a repeat
replaces the file. `deliveries.jsonl` still counts each delivery, so that a test can see it.
"""

import email
import email.policy
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from pathlib import Path

KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Delivery:
    """One accepted mail; `at` is seconds since 1970, `to` the envelope's recipients."""

    key: str
    at: float
    message_id: str
    sender: str
    to: list[str]
    subject: str


@dataclass(frozen=True)
class Bodies:
    """The readable parts of one mail; a missing part is empty."""

    text: str
    html: str


class MailStore:
    """The folder of one mail sink."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "deliveries.jsonl"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keep(self, content: bytes, *, sender: str, to: list[str], at: float) -> Delivery:
        """Write the mail, then its line in the log; both are on disk when this returns."""
        message = _parse(content)
        message_id = str(message.get("Message-ID", "")).strip()
        key = hashlib.sha256(message_id.encode() or content).hexdigest()[:32]
        subject = str(message.get("Subject", ""))
        delivery = Delivery(key, at, message_id, sender, to, subject)
        draft = self.folder / f"{key}.draft"
        draft.write_bytes(content)
        draft.replace(self.folder / f"{key}.eml")
        with self.log.open("a") as log:
            log.write(json.dumps(asdict(delivery)) + "\n")
            log.flush()
            os.fsync(log.fileno())
        return delivery

    def deliveries(self) -> list[Delivery]:
        """Every delivery, oldest first, repeats included."""
        if not self.log.exists():
            return []
        return [Delivery(**json.loads(line)) for line in self.log.read_text().splitlines()]

    def messages(self, *, to: str = "") -> list[tuple[Delivery, int]]:
        """Each mail once with its number of deliveries, newest first; `to` filters."""
        newest: dict[str, Delivery] = {}
        counts: dict[str, int] = {}
        for delivery in self.deliveries():
            newest.pop(delivery.key, None)
            newest[delivery.key] = delivery
            counts[delivery.key] = counts.get(delivery.key, 0) + 1
        wanted = to.casefold()
        return [
            (delivery, counts[delivery.key])
            for delivery in reversed(newest.values())
            if not wanted or wanted in (address.casefold() for address in delivery.to)
        ]

    def raw(self, key: str) -> bytes | None:
        """The mail as it came; None if there is none of that key."""
        path = self.folder / f"{key}.eml"
        return path.read_bytes() if KEY.fullmatch(key) and path.exists() else None

    def bodies(self, key: str) -> Bodies | None:
        """The text and HTML parts; None if there is no mail of that key."""
        content = self.raw(key)
        if content is None:
            return None
        message = _parse(content)
        return Bodies(_part(message, "plain"), _part(message, "html"))


def _parse(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
