"""What a batch tells while it runs. The command line draws it; a program may ignore it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told about a batch from the process and thread that runs it."""

    def say(self, message: str) -> None:
        """Hear one sentence that the user should know now."""

    def reading(self, orders: int) -> None:
        """Hear that so many orders have been read so far."""

    def start(self, total: int, done: int, made: int = 0) -> None:
        """Hear that `total` notes are to be made.

        Of these `done` were kept from an earlier run, and `made` were made while orders were still read.
        """

    def advance(self, done: int) -> None:
        """Hear that so many of them have been dealt with by now."""

    def finishing(self) -> None:
        """Hear that all notes are made, and the files are being put together."""

    def proving(self, done: int, total: int) -> None:
        """Hear that so many of `total` notes have been compared with the typesetter's by now."""


class Silence:
    """A progress that nobody watches."""

    def say(self, message: str) -> None:
        """Do nothing."""

    def reading(self, orders: int) -> None:
        """Do nothing."""

    def start(self, total: int, done: int, made: int = 0) -> None:
        """Do nothing."""

    def advance(self, done: int) -> None:
        """Do nothing."""

    def finishing(self) -> None:
        """Do nothing."""

    def proving(self, done: int, total: int) -> None:
        """Do nothing."""
