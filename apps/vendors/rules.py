"""Pure rules of a store's name and address."""

import re
import unicodedata

from apps.common.errors import InvalidInput

MIN_NAME, MAX_NAME = 2, 80
_SPACES = re.compile(r"\s+")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, format (RTL override, zero width), surrogate


def clean_line(text: str, *, field: str, longest: int) -> str:
    """One tidy line: no control or invisible characters, single spaces, at most `longest` long.

    Raises:
        InvalidInput: the text holds such characters or is too long.
    """
    tidy = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if any(unicodedata.category(letter) in _HIDDEN for letter in tidy):
        raise InvalidInput(
            "Text with hidden characters.", errors={field: ["Write it without hidden characters."]}
        )
    if len(tidy) > longest:
        raise InvalidInput("Text too long.", errors={field: [f"At most {longest} characters."]})
    return tidy


def clean_store_name(text: str) -> str:
    """A store name of 2 to 80 characters on one line.

    Raises:
        InvalidInput: it is shorter, longer, or holds hidden characters.
    """
    name = clean_line(text, field="store_name", longest=MAX_NAME)
    if len(name) < MIN_NAME:
        raise InvalidInput(
            "A store needs a name.", errors={"store_name": [f"At least {MIN_NAME} characters."]}
        )
    return name
