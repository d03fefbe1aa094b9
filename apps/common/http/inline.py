"""Reads hot enough to be answered on the loop itself, and how they say so."""

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from django.urls import ResolverMatch

_METHODS = "answered_inline"  # a view's attribute: the methods that it answers inline
READS = frozenset({"GET", "HEAD"})


def inline[View: Callable[..., Any]](view: View) -> View:
    """Declare that a GET is answered on the loop.

    For async views and Ninja operations that only await `reads` and answer one body: it takes at
    most `INLINE_SECONDS`, then the answer is a 503. With another handler the mark means nothing.

    Raises:
        TypeError: the view is not async.
    """
    if not iscoroutinefunction(view):
        raise TypeError(f"{view.__qualname__} is not async: only that can be answered on the loop.")
    mark(view, READS)
    return view


def mark(view: Callable[..., Any], methods: frozenset[str]) -> None:
    """Note on a view which of its methods are answered inline."""
    setattr(view, _METHODS, methods)


def inline_methods(view: Callable[..., Any]) -> frozenset[str]:
    """Return the methods that a view answers inline; none for most."""
    return getattr(view, _METHODS, frozenset())


def is_inline(match: ResolverMatch, method: str | None) -> bool:
    """Tell whether the view behind an address answers this method inline."""
    return method in inline_methods(match.func)
