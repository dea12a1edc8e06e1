"""What the process's environment may set, read in one place and checked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from notes_engine.errors import UsageError

# The last second that a calendar of four-digit years can show.
_LAST_SECOND = 253_402_300_799


class ProcessEnvironment(BaseSettings):
    """Variables of the environment; an empty one counts as not set."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True)

    source_date_epoch: Annotated[int, Field(ge=0, le=_LAST_SECOND)] | None = None
    """`SOURCE_DATE_EPOCH`, seconds since 1970 (reproducible-builds.org): the instant that a batch starts at."""


def read_environment() -> ProcessEnvironment:
    """Return what the environment sets.

    Raises:
        UsageError: a variable has a value that makes no sense.
    """
    try:
        return ProcessEnvironment()
    except ValidationError:
        raise UsageError(
            "SOURCE_DATE_EPOCH is not a number of seconds since 1970", hint="unset it, or set it to such a number"
        ) from None
