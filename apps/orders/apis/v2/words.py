"""What people write in bodies."""

from typing import Annotated

from pydantic import AfterValidator, Field


def visible(text: str) -> str:
    """Refuse control characters; a line break is fine.

    Raises:
        ValueError: there is one.
    """
    if any(ord(letter) < ord(" ") and letter not in "\r\n\t" for letter in text):
        raise ValueError("use visible characters only")
    return text


type Note = Annotated[str, Field(max_length=500), AfterValidator(visible)]
