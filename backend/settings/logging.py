"""JSON lines on stdout; structlog renders both its own and the standard library's records."""

from apps.common.observability.logs import logging_config
from backend.settings.env import env

LOGGING_CONFIG = None  # configured here, once, so that no part of the start goes unlogged
logging_config(level=env.log_level)
