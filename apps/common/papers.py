"""PDF files that strangers upload: bounded, recognised by their bytes, never shown by us.

Unlike a picture a PDF is not written anew, so it is only ever handed out as a download.
"""

from apps.common.errors import InvalidInput

MAX_BYTES = 5 * 1024 * 1024
BEGINS, ENDS = b"%PDF-", b"%%EOF"
TAIL = 1024  # readers look for the end in this many last bytes


class PdfRefused(InvalidInput):
    """The bytes are no whole PDF of a size that we keep."""

    code, title = "pdf-refused", "This PDF cannot be used"


def is_pdf(content: bytes) -> bool:
    """Whether the bytes say that they are a PDF, whatever their name says."""
    return content.startswith(BEGINS)


def checked_pdf(content: bytes) -> bytes:
    """Return the bytes of a PDF as they are.

    Raises:
        PdfRefused: another format, cut off, or larger than 5 MB.
    """
    if len(content) > MAX_BYTES:
        raise _refused(f"Send a PDF of at most {MAX_BYTES // 1024 // 1024} MB.")
    if not is_pdf(content) or ENDS not in content[-TAIL:]:
        raise _refused("Send a whole PDF.")
    return content


def _refused(sentence: str) -> PdfRefused:
    return PdfRefused(sentence, errors={"file": [sentence]})
