"""Requests that were refused for what they are, in the log: a line, for they are nobody's error here."""

from __future__ import annotations

import logging


class BadRequestFilter(logging.Filter):
    """Django logs them as errors with a traceback, which might quote what a person wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security") and record.levelno == logging.ERROR:
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
        return True
