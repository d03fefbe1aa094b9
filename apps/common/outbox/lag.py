"""How far the outbox is behind, for probes and for Prometheus."""

import threading
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.db import DatabaseError, close_old_connections
from django.db.models import Count, Min

from apps.common import clock
from apps.common.outbox.models import Delivery, DeliveryStatus

_OPEN = (DeliveryStatus.PENDING, DeliveryStatus.QUEUED, DeliveryStatus.RUNNING)


def lag() -> timedelta:
    """Return the age of the oldest delivery that is not made yet; zero if all are."""
    oldest = Delivery.objects.filter(status__in=_OPEN).aggregate(at=Min("event__created_at"))["at"]
    return max(clock.now() - oldest, timedelta()) if oldest else timedelta()


def dead_letters() -> int:
    """Return how many deliveries were given up."""
    return Delivery.objects.filter(status=DeliveryStatus.DEAD).count()


def metrics() -> str:
    """Return the outbox's numbers as Prometheus reads them."""
    kept = (*_OPEN, DeliveryStatus.DEAD)
    rows = Delivery.objects.filter(status__in=kept).values_list("status").annotate(Count("id"))
    counts = dict.fromkeys(kept, 0) | {DeliveryStatus(status): count for status, count in rows}
    lines = [
        "# HELP tasks_outbox_lag_seconds Age of the oldest delivery that is not made yet.",
        "# TYPE tasks_outbox_lag_seconds gauge",
        f"tasks_outbox_lag_seconds {lag().total_seconds():.3f}",
        "# HELP tasks_outbox_deliveries Deliveries that are not done.",
        "# TYPE tasks_outbox_deliveries gauge",
        *(f'tasks_outbox_deliveries{{state="{state}"}} {counts[state]}' for state in counts),
    ]
    return "\n".join(lines) + "\n"


def healthz() -> str:
    """Return one line for a probe; raises where the database is away."""
    return f"lag {lag().total_seconds():.1f} s\n"


_PAGES: dict[str, Callable[[], str]] = {"/metrics": metrics, "/healthz": healthz}


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer /healthz and /metrics; 503 where the database is away."""
        page = _PAGES.get(self.path.partition("?")[0])
        if page is None:
            self._answer(HTTPStatus.NOT_FOUND, "Try /healthz or /metrics\n")
            return
        try:
            self._answer(HTTPStatus.OK, page())
        except DatabaseError:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "the database is away\n")
        finally:
            close_old_connections()

    def _answer(self, status: HTTPStatus, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Probes are not worth a line each."""


def serve_lag(host: str, port: int) -> ThreadingHTTPServer:
    """Serve the pages from a thread that ends with the process."""
    server = ThreadingHTTPServer((host, port), _Pages)
    threading.Thread(target=server.serve_forever, name="relay-health", daemon=True).start()
    return server
