"""Web pages over the mail store: a list, one mail, and both as JSON."""

import json
import time
from dataclasses import asdict
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from devstack.mailsink.store import MailStore

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
SHOWN = 500
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#222}
table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:.4rem;
border-bottom:1px solid #ddd;vertical-align:top}a{color:#7a2048}
iframe{width:100%;height:70vh;border:1px solid #ddd}
pre{white-space:pre-wrap;background:#f6f6f6;padding:1rem}
"""
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'"
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "img-src http: https: data:; style-src 'unsafe-inline'"
)


class Viewer(ThreadingHTTPServer):
    """The pages, on a loopback port."""

    daemon_threads = True

    def __init__(self, port: int, store: MailStore) -> None:
        self.store = store
        super().__init__(("127.0.0.1", port), _Pages)


class _Pages(BaseHTTPRequestHandler):
    server: Viewer

    def do_GET(self) -> None:
        """Route by path: /, /messages.json, /messages/KEY.json, /mail/KEY, /mail/KEY/html."""
        if self.headers.get("Host", "").rsplit(":", 1)[0] not in LOCAL_NAMES:
            # Mails carry sign-in codes; a page elsewhere must not reach them by DNS tricks.
            self._send(403, "Only the local machine may read mails here.", "text/plain")
            return
        address = urlsplit(self.path)
        to = parse_qs(address.query).get("to", [""])[0]
        match address.path.strip("/").split("/"):
            case [""]:
                self._send(200, _list_page(self.server.store, to))
            case ["messages.json"]:
                self._send_json(_listing(self.server.store, to))
            case ["messages", name]:
                bodies = self.server.store.bodies(name.removesuffix(".json"))
                self._send_json(asdict(bodies) if bodies else None)
            case ["mail", key]:
                self._send_page(_mail_page(self.server.store, key))
            case ["mail", key, "html"]:
                self._send_page(_html_part(self.server.store, key), policy=MAIL_POLICY)
            case _:
                self._send_page(None)

    def _send_json(self, answer: object) -> None:
        self._send(200 if answer is not None else 404, json.dumps(answer), "application/json")

    def _send_page(self, page: str | None, policy: str = PAGE_POLICY) -> None:
        if page is None:
            self._send(404, _page("Not found", "<p>There is no such mail.</p>"))
        else:
            self._send(200, page, policy=policy)

    def _send(
        self, status: int, body: str, kind: str = "text/html", policy: str = PAGE_POLICY
    ) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(content)


def _listing(store: MailStore, to: str) -> list[dict[str, object]]:
    return [
        asdict(delivery) | {"deliveries": count}
        for delivery, count in store.messages(to=to)[:SHOWN]
    ]


def _list_page(store: MailStore, to: str) -> str:
    rows = "".join(
        f"<tr><td>{_clock(delivery.at)}</td><td>{escape(', '.join(delivery.to))}</td>"
        f'<td><a href="/mail/{delivery.key}">{escape(delivery.subject) or "(no subject)"}</a></td>'
        f"<td>{count}</td></tr>"
        for delivery, count in store.messages(to=to)[:SHOWN]
    )
    table = (
        "<table><thead><tr><th>Received</th><th>To</th><th>Subject</th><th>Deliveries</th></tr>"
        f"</thead><tbody>{rows}</tbody></table>"
    )
    return _page("Mails", table if rows else "<p>No mail yet.</p>")


def _mail_page(store: MailStore, key: str) -> str | None:
    bodies = store.bodies(key)
    if bodies is None:
        return None
    delivery = next(found for found, _ in store.messages() if found.key == key)
    frame = (
        '<h2>HTML</h2><iframe title="HTML part of the mail" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox" '
        f'src="/mail/{key}/html"></iframe>'
    )
    return _page(
        delivery.subject,
        f'<p><a href="/">All mails</a></p><p>{_clock(delivery.at)}'
        f"<br>From {escape(delivery.sender)}<br>To {escape(', '.join(delivery.to))}</p>"
        f"{frame if bodies.html else ''}<h2>Text</h2><pre>{escape(bodies.text)}</pre>",
    )


def _html_part(store: MailStore, key: str) -> str | None:
    bodies = store.bodies(key)
    # Links open beside the viewer: the shop refuses to be shown in a frame.
    return f'<base target="_blank">{bodies.html}' if bodies else None


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{STYLE}</style><h1>{escape(title)}</h1>{body}</html>"
    )


def _clock(at: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(at))
