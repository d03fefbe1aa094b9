"""Structured logs: one JSON object a line on stdout, for our own and the library's records."""

import logging.config
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp"),
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


def logging_config(*, level: str) -> None:
    """Configure structlog and the standard library once, at start."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
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
