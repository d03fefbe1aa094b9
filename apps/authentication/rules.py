"""How an address and a name are written down, and how long tokens live."""

from datetime import timedelta
from unicodedata import category

EMAIL_LENGTH = 254
NAME_LENGTH = 120
PASSWORD_LENGTH = 256

ACCESS_LIFE = timedelta(minutes=5)
REFRESH_IDLE_LIFE = timedelta(days=1)
REFRESH_ABSOLUTE_LIFE = timedelta(days=30)
REFRESH_GRACE = timedelta(seconds=20)
"""For so long a replaced refresh token still answers with its successor (parallel tabs)."""
CONFIRM_LINK_LIFE = timedelta(days=3)

_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def normal_email(text: str) -> str:
    """Return the one spelling under which an address is stored and looked up."""
    return text.strip().lower()


def normal_name(text: str) -> str:
    """Return a name with single spaces between its words."""
    return " ".join(text.split())


def is_plain_name(text: str) -> bool:
    """Tell whether a name has no control characters and nothing that turns text round."""
    return not any(category(letter) in {"Cc", "Cs"} or letter in _BIDI_CONTROLS for letter in text)
