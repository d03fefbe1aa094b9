"""Waits for mails at the development sink."""

import re
import time
from urllib.parse import urljoin

import httpx

from devstack.smoke.person import StepFailed

_PATIENCE_SECONDS = 90
_LINK = re.compile(r"https?://\S+")


class Mailbox:
    """Every mail that the shop sent, as the sink's pages show them."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=10, trust_env=False)

    def wait_for(self, *, to: str, words: str) -> str:
        """Return the plain text of the mail to this address that holds these words.

        Raises:
            StepFailed: none came in 90 seconds.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for text in self._texts(to):
                if words in text:
                    return text
            time.sleep(0.3)
        raise StepFailed(f"no mail to {to} with {words!r} in {_PATIENCE_SECONDS} s")

    def link(self, *, to: str, words: str) -> str:
        """Return the first link of that mail."""
        found = _LINK.search(self.wait_for(to=to, words=words))
        if found is None:
            raise StepFailed(f"the mail to {to} has no link")
        return found.group()

    def _texts(self, to: str) -> list[str]:
        listing = self._client.get("/messages.json", params={"to": to}).json()
        return [f"{mail['subject']}\n{self._text(mail['key'])}" for mail in listing]

    def _text(self, key: str) -> str:
        return str(self._client.get(f"/messages/{key}.json").json()["text"])


def same_host(link: str, site: str) -> str:
    """Return the link's path at the site: it may be known under another name there."""
    return urljoin(site, httpx.URL(link).raw_path.decode())
