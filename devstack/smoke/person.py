"""A person with a browser that knows no JavaScript: keeps cookies, follows links, fills forms."""

from typing import Self
from urllib.parse import urljoin

import httpx

from devstack.smoke.forms import Form, Page


class StepFailed(RuntimeError):
    """What the person expected did not happen."""


class Person:
    """One browser, one set of cookies."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(
            base_url=url, follow_redirects=True, timeout=30, trust_env=False
        )
        self.url = url
        self.page = Page("")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def open(self, address: str) -> Page:
        """Open an address (relative to the page at hand).

        Raises:
            StepFailed: the answer is no page.
        """
        return self._arrive(self._client.get(urljoin(self.url, address)))

    def send(self, form: Form, button: tuple[str, str] | None = None, **values: str) -> Page:
        """Fill a form in and send it.

        Raises:
            StepFailed: the answer is no page.
        """
        target = urljoin(self.url, form.action or self.url)
        filled = form.values | values | (dict([button]) if button and button[0] else {})
        if form.method == "get":
            return self._arrive(self._client.get(target, params=filled))
        # Django wants to see where a form over https came from.
        headers = {"Referer": self.url, "Origin": _origin(target)}
        return self._arrive(self._client.post(target, data=filled, headers=headers))

    def _arrive(self, answer: httpx.Response) -> Page:
        self.url = str(answer.url)
        self.page = Page(answer.text)
        if answer.status_code >= 400:
            said = self.page.text()[:300]
            raise StepFailed(
                f"{answer.request.method} {self.url} answered {answer.status_code}: {said}"
            )
        return self.page


def _origin(address: str) -> str:
    parsed = httpx.URL(address)
    port = f":{parsed.port}" if parsed.port else ""
    return f"{parsed.scheme}://{parsed.host}{port}"
