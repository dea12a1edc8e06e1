"""The `[orders]` table of notes.toml: how this shop's exports are to be read."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from notes_engine.orders.columns import NAMES, folded, nearest_column

Lifted = Literal["unpaid", "held", "merged"]


def _known_column(column: str) -> str:
    if column and folded(column) not in NAMES:
        near = nearest_column(column)
        meant = f"; did you mean {near!r}?" if near else ""
        raise ValueError(f"no export has a column {column!r}{meant}")
    return column


class OrderSettings(BaseModel):
    """How exports are read and which orders get a note. Every key has a default that suits a plain export."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prefix: str = "bm-"
    """What the channel puts before Back Market's order id in `SecondaryReference` (Linnworks: "Order Prefix")."""
    allow: frozenset[Lifted] = frozenset()
    """Orders that get a note although they are unpaid, on hold (or parked), or merged into another."""
    allow_no_address: bool = False
    """Print orders of an export without address columns, without the address field."""
    extended: tuple[str, ...] = ()
    """Extended properties that labels may use as tags."""
    time_zone: str = "UTC"
    """Where the clock of CSV and spreadsheet dates hangs: they carry no offset."""
    columns: dict[str, Annotated[str, AfterValidator(_known_column)]] = Field(default_factory=dict)
    """A renamed header → the export's own header, such as `{"My order no" = "Channel reference"}`.

    A header that is mapped to nothing (`""`) is passed over, and no warning asks whether it is a renamed one.
    """
    delimiter: Literal[",", "\t", "|", ":", ";"] | None = None
    """The CSV's delimiter; by default it is found from the header row."""
    escape: Literal['"', "\\"] | None = None
    """How the CSV writes a quote inside quotes: doubled, or after a backslash; by default it is found."""
    encoding: str | None = None
    """The CSV's encoding, by a name Python knows; by default it is found from the whole file."""
    csv_notes: bool = False
    """Print the CSV's `Order Notes`. Off, because a CSV does not say which notes are internal."""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is no time zone; write one such as 'Europe/Paris' or 'UTC'")
        return value

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            "é".encode(value)
        except (LookupError, UnicodeEncodeError) as error:
            raise ValueError(f"{value!r} is no encoding of text; write one such as 'utf-8' or 'cp1252'") from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of dates without an offset in CSV and spreadsheets."""
        return ZoneInfo(self.time_zone)
