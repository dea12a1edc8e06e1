"""What the API takes and answers, as OpenAPI tells it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from notes_engine.notes import Locale  # noqa: TC001  pydantic reads it at run time
from notes_engine.preview.limits import LABEL_LENGTH, TOLD_REJECTS

FormatName = Literal["linnworks-json", "linnworks-csv", "excel", "parquet", "backmarket-json"]
Scope = Literal["order", "line"]


class Answer(BaseModel):
    """Says all its members, and no others."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True, from_attributes=True)


class Health(Answer):
    """Whether the server does its work."""

    status: Literal["ok"] = Field("ok", description="It answers.")
    version: str = Field(description="Of notes-engine.", examples=["0.9.0"])
    orders: int = Field(description="Orders that were read, to choose from in the preview.", ge=0)
    reading: bool = Field(description="More are being read just now.")
    workspace: Literal["readable", "unreadable"] = Field(description="Whether notes.toml is there and right.")


class Warning(Answer):
    """Something odd about a note that was printed all the same."""

    code: str = Field(description="A short name of the kind.", examples=["guessed-market"])
    what: str = Field(description="What is odd.")
    hint: str = Field(description="What to do about it.")


class Note(Answer):
    """An order that got its note."""

    order_id: str = Field(description="The export's own id.")
    reference: str = Field(description="As the export has it.", examples=["bm-205894893"])
    number: str = Field(description="The order number that the note prints.", examples=["205894893"])
    market: str = Field(description="Empty where the order belongs to no market that is known.", examples=["fr-fr"])
    market_guessed: bool = Field(description="The market was guessed from the country of delivery.")
    locale: Locale = Field(description="The language of the note.")
    language: str = Field(description="BCP 47.", examples=["fr-FR"])
    template: str = Field(examples=["fr.html"])
    is_draft: bool = Field(description="It has a watermark, and must not be sent.")
    pages: int = Field(ge=1)
    warnings: list[Warning]


class Reject(Answer):
    """An order that got no note, and why."""

    order_id: str = Field(description="The export's own id; empty where none could be read.")
    reference: str
    kind: Literal["refused", "failed"] = Field(description="`failed`: a fault of notes-engine, not of the order.")
    code: str = Field(description="A short name of the reason.", examples=["unpaid"])
    where: str = Field(description="Its place in the upload.", examples=["the upload row 17"])
    reason: str
    hint: str = Field(description="What to do about it.")


class Counts(Answer):
    """How many orders there were."""

    orders: int = Field(description="All of them.", ge=0)
    notes: int = Field(description="Those that got a note.", ge=0)
    rejects: int = Field(description="Those that got none.", ge=0)


class Findings(Answer):
    """What came of each order of an upload."""

    counts: Counts
    notes: list[Note]
    rejects: list[Reject] = Field(description=f"The first {TOLD_REJECTS} of them.")


class Tag(Answer):
    """A name that a label may use."""

    name: str = Field(examples=["SecondaryReference"])
    aliases: list[str] = Field(description="Other names for it.")
    kind: Literal["text", "number", "money", "date", "flag"]
    scope: Scope = Field(description="`line`: it has a meaning inside the loop over an order's lines.")
    summary: str


class Tags(Answer):
    """All names that a label may use."""

    tags: list[Tag]
    extended: list[str] = Field(description="Extended properties that the workspace declares.")


class Parameter(Answer):
    """What a function takes."""

    name: str
    wants: Literal["any", "text", "number", "whole", "date", "boolean"] = Field(description="What it is read as.")
    repeated: bool = Field(description="One or more of it.")


class Example(Answer):
    """A formula, and what it prints."""

    formula: str
    prints: str


class Function(Answer):
    """A function of the formula language."""

    name: str = Field(examples=["replace"])
    usage: str = Field(examples=["replace[text, old, new]"])
    group: str
    summary: str
    note: str = Field(description="Where sources differ, or what was decided.")
    origin: str = Field(description="Who says so.")
    parameters: list[Parameter]
    examples: list[Example]


class Functions(Answer):
    """All functions of the formula language."""

    functions: list[Function]


class Formula(BaseModel):
    """A label to try."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "label": 'EVAL{BEGIN}replace[[{SecondaryReference}], "bm-", ""]{END}',
                    "values": {"SecondaryReference": "bm-205894893"},
                }
            ]
        },
    )

    label: str = Field(max_length=LABEL_LENGTH, description="Its text, as it stands in a template.")
    scope: Scope = Field("order", description="`line`: as inside the loop over an order's lines.")
    values: dict[str, str] = Field(
        {},
        max_length=500,
        description="Values of tags; each is read as its tag's kind where it can be: `2026-03-02`, `12.50`, `true`. "
        "A tag without one is null.",
    )
    extended: list[str] | None = Field(
        None, max_length=500, description="Extended properties it may use; null: those of the workspace."
    )


class Mistake(Answer):
    """What is wrong with a label, and where."""

    kind: Literal["syntax", "evaluation"] = Field(description="`evaluation`: the values do not fit the formula.")
    what: str
    hint: str
    line: int = Field(ge=1)
    column: int = Field(ge=1)
    length: int = Field(ge=1, description="Characters to underline.")
    drawing: str = Field(description="The line with a caret under the place, for a fixed-width font.")


class Tried(Answer):
    """What a label prints, or why it does not."""

    value: str | None = Field(description="The text that it prints; null where it prints none because of a mistake.")
    mistakes: list[Mistake]
    tags: dict[str, str | None] = Field(description="The tags it uses, and what each prints.")


class FieldError(BaseModel):
    """What is wrong with one part of a request."""

    where: str = Field(examples=["query.locale"])
    what: str


class ProblemDetails(BaseModel):
    """Why a request failed (RFC 9457)."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "status": 422,
                    "title": "the order is unpaid",
                    "detail": "print it when it is paid",
                }
            ]
        },
    )

    type: str = Field("about:blank", description="Always the same: the title and the status say it all.")
    status: int = Field(description="The HTTP status.")
    title: str = Field(description="What is wrong.")
    detail: str = Field("", description="What to do about it.")
    kind: str = Field("", description="The kind of mistake, where the engine names it.")
    file: str = Field("", description="Where it is.")
    line: int = Field(1, ge=1)
    column: int = Field(1, ge=1)
    errors: list[FieldError] = Field([], description="What is wrong with which part of the request.")
    rejects: list[Reject] = Field([], description="Why no order got a note.")
    rejected: int = Field(0, description="How many orders got none.")
