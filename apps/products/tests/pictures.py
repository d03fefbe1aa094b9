"""Bytes of pictures for tests."""

import io
from typing import Any

from PIL import Image


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (900, 1200), colour: str = "teal", **options: Any
) -> bytes:
    """Return an encoded picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, format=kind, **options)
    return buffer.getvalue()
