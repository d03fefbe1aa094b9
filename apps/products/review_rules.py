"""Pure rules of reviews: bounds, how an author is named, which words wait for a person."""

import re
import unicodedata

from apps.products.review_states import CaseCause
from apps.products.rules import visible

LOWEST, HIGHEST = 1, 5
MAX_REVIEW_TITLE, MAX_BODY, MAX_REPLY, MAX_NOTE = 120, 4000, 2000, 500
NOBODY = "A buyer"

_MANY_DIGITS = 5
# A run is looked at from its beginning alone, so that 4,000 letters cost a millisecond.
_LINK = re.compile(
    r"https?:|www\.|(?<![a-z0-9-])[a-z0-9-]+\.(?:com|ng|net|org|shop|store|biz|info|io|me|ly|link|site|online)\b"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+\s?\.\s?\w{2,}")
_HANDLE = re.compile(r"(?:^|\s)@[a-z0-9_.]{3,}|\b(?:whats\s?app|telegram|wa\.me|t\.me)\b")
_PHONE = re.compile(r"(?:\+\d{1,3}|\b0)[\s().-]*(?:\d[\s().-]*){9,}")
# Insults and slurs only: "fake" or "scam" is what an honest review may have to say.
_BLOCKED = re.compile(
    r"\b(?:f+u+c+k\w*|s+h+i+t+(?:ty|s|e)?|b+i+t+c+h\w*|c+u+n+t\w*|wh+o+r+e\w*|n+i+g+g\w+|f+a+g+\w*"
    r"|bastards?|ashawo|olosho|mumu|oloriburuku|ode\s?oshi|werey)\b"
)


def shown_name(name: str, *, is_active: bool = True) -> str:
    """Return a first name and an initial; a neutral name for who is locked, erased or nameless."""
    words = name.split()
    digits = sum(letter.isdigit() for letter in name)
    if not is_active or not words or "@" in name or digits >= _MANY_DIGITS:
        return NOBODY
    first, last = words[0][:40], words[-1]
    return f"{first} {last[0].upper()}." if len(words) > 1 else first


def causes_to_wait(*texts: str) -> list[CaseCause]:
    """Return why these words wait for a person before others read them; mostly nothing.

    Look-alike letters, marks and invisible characters are folded away first.
    """
    text = _folded(" \n ".join(texts))
    found = []
    if _LINK.search(text):
        found.append(CaseCause.LINK)
    if _MAIL.search(text) or _HANDLE.search(text) or _PHONE.search(text):
        found.append(CaseCause.CONTACT)
    if _BLOCKED.search(text):
        found.append(CaseCause.WORDS)
    return found


def clean_body(text: str, limit: int) -> str:
    """Return several lines of visible text, cut at `limit`; blank lines at most one by one."""
    joined = "\n".join(" ".join(visible(line).split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", joined).strip()[:limit].strip()


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        char for char in plain if char == "\n" or unicodedata.category(char) not in {"Mn", "Cf"}
    )
