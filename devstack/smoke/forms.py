"""Reads the forms of a page, as a browser without JavaScript would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

type Attributes = dict[str, str]
_NOT_SENT = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """One form: where it goes and what it would send as it stands."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The forms, links and text of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._select: str | None = None
        self._textarea: str | None = None
        self.feed(text)

    def form(self, *, having: str = "", action: str = "") -> Form:
        """Return the first form with a field (or button) of that name, or that action.

        Raises:
            LookupError: the page has no such form.
        """
        for found in self.forms:
            names = {*found.values, *found.choices, *(name for name, _ in found.buttons)}
            if (not having or having in names) and action in found.action:
                return found
        raise LookupError(f"no form with {having or action!r} on the page")

    def text(self) -> str:
        """Return what can be read on the page."""
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "form":
            method = found.get("method", "get").lower()
            self._form = Form(found.get("action", ""), method)
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, found, self._form)

    def handle_endtag(self, tag: str) -> None:
        """Leave."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        """Read."""
        if self._textarea and self._form:
            self._form.values[self._textarea] = data.strip()
        self.words.append(data)

    def _field(self, tag: str, found: Attributes, form: Form) -> None:
        name = found.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._option(found, form, self._select)
        elif tag == "textarea" and name:
            self._textarea = name
            form.values.setdefault(name, "")
        elif tag == "button" and found.get("type", "submit") == "submit":
            form.buttons.append((name, found.get("value", "")))
        elif tag == "input" and name:
            self._input(found, form, name)

    def _option(self, found: Attributes, form: Form, name: str) -> None:
        value = found.get("value", "")
        form.choices.setdefault(name, []).append(value)
        if "selected" in found or name not in form.values:
            form.values[name] = value

    def _input(self, found: Attributes, form: Form, name: str) -> None:
        kind = found.get("type", "text")
        value = found.get("value", "")
        if kind in {"radio", "checkbox"}:
            if "disabled" not in found:
                form.choices.setdefault(name, []).append(value or "on")
            if "checked" in found:
                form.values[name] = value or "on"
        elif kind == "submit":
            form.buttons.append((name, value))
        elif kind not in _NOT_SENT:
            form.values[name] = value
