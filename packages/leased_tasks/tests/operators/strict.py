"""A reader of pages with the eyes of a strict content security policy."""

from html.parser import HTMLParser


class Strict(HTMLParser):
    """Collects what a strict content security policy would refuse."""

    def __init__(self):
        super().__init__()
        self.refused = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        self.refused += [name for name in names if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in names):
            kind = names.get("type") or ""
            if kind != "application/json":
                self.refused.append(tag)
