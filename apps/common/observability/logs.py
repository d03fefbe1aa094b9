"""Structured logs: one JSON object a line on stdout, for our own and the library's records."""

import json
import logging
import logging.config
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict

_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp")
_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    _stamp,
    # Without locals: those hold addresses, tokens and names.
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
]
_LOGGERS: dict[str, Any] = {
    # One line a request comes from our middleware; these would repeat it.
    "uvicorn.access": {"handlers": [], "propagate": False},
    "django.server": {"handlers": [], "propagate": False},
    "django.request": {"level": "CRITICAL"},
    "django.tasks": {"level": "WARNING"},  # one line a task comes from our receiver
    # Uvicorn brings its own handlers; its words belong into the same lines.
    "uvicorn": {"handlers": [], "propagate": True},
    "uvicorn.error": {"handlers": [], "propagate": True},
    "httpx": {"level": "WARNING"},
    "psycopg.pool": {"level": "WARNING"},  # it tells of each connection that it lends
}


def _without_colours(_: Any, __: str, event: EventDict) -> EventDict:
    """Drop uvicorn's second copy of its message, made for terminals."""
    event.pop("color_message", None)
    return event


_READY = {"event", "timestamp"}
_as_json = json.JSONEncoder(default=repr).encode


class _Lines(structlog.stdlib.ProcessorFormatter):
    """One JSON object a record. Our own are ready but for the name of one key: they go quickly."""

    def format(self, record: logging.LogRecord) -> str:
        if not isinstance(record.msg, dict) or not record.msg.keys() >= _READY:
            return super().format(record)
        event = record.msg.copy()
        event["message"] = event.pop("event")
        return _as_json(event)


def logging_config(*, level: str) -> None:
    """Configure structlog and the standard library once, at start."""
    # None of it stands in a line, and each costs every line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.logAsyncioTasks = False  # type: ignore[attr-defined] # not in its stubs
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": _Lines,
        "foreign_pre_chain": [*_SHARED, structlog.stdlib.ExtraAdder(), _without_colours],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.EventRenamer("message"),
            structlog.processors.JSONRenderer(),
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {
                "stdout": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stdout",
                    "formatter": "json",
                },
            },
            "root": {"handlers": ["stdout"], "level": level},
            "loggers": _LOGGERS,
        },
    )


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module; business code binds words with `bind_contextvars`."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def write_line(to: logging.Logger, level: int, event: EventDict) -> None:
    """Write one line as `logger` does, without the layers between: every request has one."""
    if to.isEnabledFor(level):
        structlog.contextvars.merge_contextvars(to, "", event)
        event["level"] = _NAMES[level]
        event["logger"] = to.name
        to.handle(logging.LogRecord(to.name, level, "", 0, _stamp(to, "", event), None, None))


_NAMES = {logging.INFO: "info", logging.ERROR: "error"}
