"""The notice of a failed task, posted by a task of its own."""

import json
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from leased_tasks.errors import LeasedTasksError, PermanentError
from leased_tasks.limits import RateLimit
from leased_tasks.monitoring.rules import Rules
from leased_tasks.policy import RetryPolicy
from leased_tasks.tasks import task
from leased_tasks.worker.failures import Failure

_LONGEST_ANSWER = 10.0
_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


class WebhookRefused(LeasedTasksError):
    """The webhook is busy or broken for now. The URL is a secret and not named."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nobody: the answer then raises as any other that is no 2xx."""


def _same_fault(notice: dict[str, Any]) -> str:
    return f"{notice['path']}:{notice['error']}"


_rules = Rules.from_settings()
_queue = _rules.webhook_queue()


# While one notice waits, further failures of the same task with the same error say nothing new:
# ten thousand failures in a minute are one notice after the other, not ten thousand in a queue.
@task(
    queue_name=_queue.name,
    backend=_queue.backend.alias,
    retry=RetryPolicy(retries=3, delay=30),
    rate_limit=RateLimit(_rules.failure_webhook_rate),
    unique=_same_fault,
    on_commit=False,
)
def post_failure(notice: dict[str, Any]) -> None:
    """Post one notice to the `failure_webhook_url` as the settings name it now.

    Raises:
        WebhookRefused: it answered that it is busy or broken; tried again.
        PermanentError: any other answer than a 2xx (a redirection too): it would not change.
        OSError: it does not answer.
    """
    url = Rules.from_settings().failure_webhook_url
    if not url:
        return
    headers = {"Content-Type": "application/json", "User-Agent": "leased_tasks"}
    request = Request(url, json.dumps(notice).encode(), headers)  # noqa: S310 -- Rules looked
    try:
        with build_opener(_NoRedirect).open(request, timeout=_LONGEST_ANSWER):
            return
    except HTTPError as error:
        error.close()
        lasting = error.code < HTTPStatus.INTERNAL_SERVER_ERROR and error.code not in _PASSING
        kind = PermanentError if lasting else WebhookRefused
        raise kind(f"the webhook answered {error.code}") from None


def enqueue_notice(failure: Failure) -> None:
    """Let a notice be posted: path, id, error class, attempts; `text` is what chat rooms show.

    Raises:
        Unavailable: Redis does not answer.
    """
    rules = Rules.from_settings()
    queue = rules.webhook_queue()
    kind = failure.error.rpartition(".")[2]
    text = f"Task {failure.path} failed for good: {kind} after {failure.attempts} attempts."
    post_failure.using(
        queue_name=queue.name,
        backend=queue.backend.alias,
        rate_limit=RateLimit(rules.failure_webhook_rate),
    ).enqueue({"text": text, **asdict(failure)})
