"""What a vendor may say about a parcel."""

from urllib.parse import urlsplit

from apps.common.errors import InvalidInput

MAX_TRACKING_URL = 500


def check_tracking_url(url: str) -> str:
    """Return the carrier's page of a parcel without space around it; it may be empty.

    Raises:
        InvalidInput: no https address, too long, or with a name and password in it.
    """
    wanted = url.strip()
    if not wanted:
        return ""
    try:
        parts = urlsplit(wanted)
        is_fine = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        is_fine = False
    if not is_fine or len(wanted) > MAX_TRACKING_URL or not wanted.isascii() or " " in wanted:
        sentence = "An address that begins with https://, of at most 500 characters."
        raise InvalidInput("Some fields are not right.", errors={"tracking_url": [sentence]})
    if not wanted.isprintable():
        raise InvalidInput(errors={"tracking_url": ["Visible characters only."]})
    return wanted
