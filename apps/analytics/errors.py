"""What analytics refuses."""

from apps.common.errors import InvalidInput


class SpanTooLong(InvalidInput):
    """A report covers at most 366 days."""

    code, title = "span-too-long", "The report is too long"
