"""Log records of WeasyPrint and fontTools, caught while one note is made: they are findings, not noise."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOGGERS = ("weasyprint", "fontTools")


class _Catcher(logging.Handler):
    """Keeps the warnings and errors of the thread that made it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.records.append(record)


@contextmanager
def caught_records() -> Iterator[list[logging.LogRecord]]:
    """Give a list that fills with what the two libraries log; nothing of it reaches the program's own handlers."""
    catcher = _Catcher()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(catcher)
        logger.propagate = False
    try:
        yield catcher.records
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.propagate = propagate
            logger.removeHandler(catcher)
