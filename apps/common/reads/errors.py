"""How a read on the pool fails."""

from apps.common.errors import NotNow


class ReadsBusy(NotNow):
    """No connection became free in time, too many wait for one, or the database is away."""

    code, title = "reads-busy", "Too many are reading at the moment"


class ReadTooSlow(NotNow):
    """The database gave the read up: it took longer than reads may."""

    code, title = "read-too-slow", "This took too long to look up"
