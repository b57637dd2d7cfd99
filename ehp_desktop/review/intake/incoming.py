"""What a file says, once read: children with typed values, and every problem on the way.

Readers and profiles make an `Incoming`; the plan compares it with the store.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ehp_desktop.models.fields import FieldValue


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, said so that it can be found and mended."""

    severity: Literal["error", "warning"]
    message: str
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None  # a letter, as the spreadsheet names it
    field: str | None = None
    value: str | None = None
    child_id: str | None = None  # whose row it is, where that could be read


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file of an import."""

    name: str
    sha256: str
    encoding: str
    rows_read: int


class RowOrigin(NamedTuple):
    """A row of one of the import's files: index into `Incoming.files`, spreadsheet row number."""

    file: int
    row: int


class IncomingEpisode(NamedTuple):
    """One episode of a return; `end` None = open on the import's day."""

    start: dt.date
    end: dt.date | None
    reason_started: str | None
    legal_status: str | None
    placement_code: str | None
    reason_ended: str | None
    origin: RowOrigin


class IncomingReview(NamedTuple):
    """One statutory review of a return."""

    held_on: dt.date
    origin: RowOrigin


class IncomingOutcome(NamedTuple):
    """One court outcome of an `outcomes` file."""

    child_id: str
    kind: str
    date: dt.date
    court: str | None
    case_number: str | None
    origin: RowOrigin
    sheet: str | None = None  # of a workbook
    column: str | None = None  # of the child's id: a letter


@dataclass(slots=True)
class IncomingChild:
    """One accepted child of a file.

    `values` holds the recorded values only. A field of `Incoming.columns` that is not in `values`
    was blank in the file.
    """

    child_id: str
    values: dict[str, FieldValue]
    origin: RowOrigin
    origins: dict[str, RowOrigin] = field(default_factory=dict)  # where another row gave a field
    episodes: tuple[IncomingEpisode, ...] = ()
    reviews: tuple[IncomingReview, ...] = ()


@dataclass(slots=True)
class Incoming:
    """All that an import's files say.

    `columns`: the fields that the files have a column for (or that the profile derives).
    `asserted`: of those, the fields for which a blank clears (returns: how care ended).
    `refused`: children (for outcomes: rows) refused, each with at least one error in `problems`.
    `refused_ids`: ids of the refused children, where known: they are in the file all the same.
    """

    profile: str
    as_of: dt.date
    files: tuple[FileRead, ...]
    columns: frozenset[str]
    asserted: frozenset[str] = frozenset()
    children: list[IncomingChild] = field(default_factory=list)
    outcomes: list[IncomingOutcome] = field(default_factory=list)
    refused: int = 0
    refused_ids: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
