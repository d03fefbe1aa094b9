"""Keyset pages whose cursors work only for the question that they were given out for."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from apps.common.http.pagination import PageOf, keyset_page
from apps.orders.errors import CursorUnfit

MARK = 22  # hexadecimal digits: 88 bits, nobody guesses them


def bound_page[Row](
    rows: QuerySet[Any, Row],
    *,
    order: Sequence[str],
    question: Mapping[str, object],
    cursor: str | None,
) -> PageOf[Row]:
    """Cut one page; its cursors carry a mark of the filters and the ordering, made with our key.

    Raises:
        CursorUnfit: it was changed, or given out for other filters or another ordering.
    """
    asked = repr([list(order), sorted((name, str(value)) for name, value in question.items())])
    page = keyset_page(rows, order=order, cursor=_opened(cursor, asked))
    return PageOf(page.rows, _marked(page.next_cursor, asked), _marked(page.previous_cursor, asked))


def _mark(inner: str, asked: str) -> str:
    return salted_hmac("orders.cursor", f"{inner} {asked}", algorithm="sha256").hexdigest()[:MARK]


def _marked(inner: str | None, asked: str) -> str | None:
    return None if inner is None else _mark(inner, asked) + inner


def _opened(cursor: str | None, asked: str) -> str | None:
    if not cursor:
        return None
    mark, inner = cursor[:MARK], cursor[MARK:]
    if not hmac.compare_digest(mark.encode(), _mark(inner, asked).encode()):
        raise CursorUnfit("Start again from the first page.")
    return inner
