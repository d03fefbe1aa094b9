"""A line is the same whichever way it was written."""

import json
import logging
from typing import Any

import pytest
from structlog.contextvars import bound_contextvars

from apps.common.observability import logs


@pytest.fixture
def formatter() -> logging.Formatter:
    mine = [one.formatter for one in logging.getLogger().handlers if one.formatter]
    return next(one for one in mine if isinstance(one, logs._Lines))


def test_the_short_way_writes_what_the_long_one_does(caplog: Any, formatter: Any) -> None:
    name = "apps.common.somewhere"
    with bound_contextvars(request_id="one"), caplog.at_level("INFO"):
        logs.logger(name).info("request", path="/ọja", status=200)
        event = {"path": "/ọja", "status": 200, "event": "request"}
        logs.write_line(logging.getLogger(name), logging.INFO, event)
    long, short = (json.loads(formatter.format(record)) for record in caplog.records)
    assert list(long) == list(short)
    assert long | {"timestamp": ""} == short | {"timestamp": ""}


def test_a_record_of_a_library_gets_the_same_frame(caplog: Any, formatter: Any) -> None:
    with caplog.at_level("INFO"):
        logging.getLogger("library").info({"event": "theirs"})
        logging.getLogger("library").info("%s words", 2)
    first, second = (json.loads(formatter.format(record)) for record in caplog.records)
    assert {"level", "logger", "timestamp", "message"} <= first.keys() & second.keys()
    assert second["message"] == "2 words"
