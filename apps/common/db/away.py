"""When PostgreSQL did not come to an answer: no session was free, or it is away."""

import django.db
from psycopg import OperationalError, errors
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

_NO_SESSION = (
    PoolTimeout,
    PoolClosed,
    TooManyRequests,
    errors.TooManyConnections,
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
)
_CONNECTION_CLASS = "08"  # of SQLSTATE: connection exceptions, also those that a PgBouncer tells


def is_away(error: Exception) -> bool:
    """Tell whether a failure of the ORM says nothing about what was asked.

    A deadlock, a lock or a statement that took too long are not meant: PostgreSQL answered.
    """
    cause = error.__cause__
    if not isinstance(error, django.db.OperationalError) or not isinstance(cause, OperationalError):
        return False
    state = cause.sqlstate  # None where no server said anything: the connection was lost
    return isinstance(cause, _NO_SESSION) or state is None or state.startswith(_CONNECTION_CLASS)
