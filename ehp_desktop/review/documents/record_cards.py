"""The tables of a child's record on paper: what each holds, under which words, in which order."""

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any, Final, NamedTuple

from ehp_desktop.review.documents.life_phrases import author_said, moment_said
from ehp_desktop.review.documents.lines import Run
from ehp_desktop.review.documents.page import COLUMN, SMALL, Piece, Row, cell
from ehp_desktop.review.documents.paper import Paper
from ehp_desktop.review.documents.tables import long_text
from ehp_desktop.review.life_words import ORDERS, OUTCOMES, STEPS, SURGERY_STATES
from ehp_desktop.review.redaction import REDACTED
from ehp_desktop.review.wording import RESULTS, ROUTES

_LABEL: Final = 120.0
_SHORT: Final = 3


class Shown(Enum):
    """How a value of a record's table is set."""

    TEXT = auto()
    DAY = auto()
    YES_NO = auto()
    PAIRS = auto()


class Line(NamedTuple):
    """One line of a card: the value's key, its label (an English phrase), how it is set.

    `words`: what its values are called, where they are words of the program.
    """

    key: str
    label: str
    shown: Shown = Shown.TEXT
    words: Mapping[str, str] | None = None


class Cards(NamedTuple):
    """One table: its key, its heading (an English phrase) and the lines of a row of it."""

    table: str
    title: str
    lines: tuple[Line, ...]


_CONFIRMED: Final = Line("confirmed", "Confirmed", Shown.YES_NO)
_SURGERY_NUMBER: Final = Line("surgery_id", "Surgery number")
_ROUTE: Final = Line("route", "Route", words={str(key): word for key, word in ROUTES.items()})
_CRITERION: Final = Line("criterion", "Criterion")
_WRITTEN: Final = (
    _SURGERY_NUMBER,
    _CRITERION,
    Line("relevant_date", "Relevant date", Shown.DAY),
    Line("text", "Text"),
    Line("withdrawal_reason", "Reason"),
)

CARDS: Final = (
    Cards(
        "surgeries",
        "Surgeries",
        (
            Line("date", "Date", Shown.DAY),
            Line("time", "Time"),
            Line("place", "Place"),
            Line("chair", "Chair"),
            Line("lawyer", "Lawyer"),
            Line("state", "State", words=SURGERY_STATES),
            Line("position", "Number on the agenda"),
        ),
    ),
    Cards(
        "outcomes",
        "Outcomes",
        (
            Line("surgery_date", "Surgery", Shown.DAY),
            Line("code", "Outcome", words=OUTCOMES),
            Line("by_date", "By", Shown.DAY),
            Line("reason", "Reason"),
            _CONFIRMED,
            Line("copied_on", "Copied to the case record", Shown.DAY),
            Line("copied_by", "Copied by"),
        ),
    ),
    Cards(
        "actions",
        "Actions",
        (
            Line("what", "Action"),
            Line("who", "Responsible"),
            Line("by_when", "By when", Shown.DAY),
            Line("done_on", "Done", Shown.DAY),
            _CONFIRMED,
            _SURGERY_NUMBER,
        ),
    ),
    Cards(
        "steps",
        "Steps to court",
        (
            Line("kind", "Step", words=STEPS),
            _ROUTE,
            Line("on", "Date", Shown.DAY),
            Line("form", "Form"),
            Line("detail", "Detail"),
            _CONFIRMED,
        ),
    ),
    Cards(
        "court_outcomes",
        "Court outcomes",
        (
            Line("kind", "Outcome", words=ORDERS),
            Line("date", "Date", Shown.DAY),
            Line("court", "Court"),
            Line("case_number", "Case number"),
        ),
    ),
    Cards(
        "overrides",
        "Overrides",
        (
            _CRITERION,
            _ROUTE,
            Line("result", "Result", words={str(key): word for key, word in RESULTS.items()}),
            Line("reason", "Reason"),
            Line("made_on", "Made", Shown.DAY),
            Line("ends_on", "Last day", Shown.DAY),
            Line("facts", "Facts read", Shown.PAIRS),
        ),
    ),
    Cards("notes", "Notes of fact", _WRITTEN),
    Cards("private_notes", "Private notes", _WRITTEN),
    Cards("advice", "Legal advice, privileged and confidential", _WRITTEN),
    Cards("holds", "Legal holds", (Line("reason", "Reason"),)),
)
"""The tables that are set as cards, in the order in which they are told."""


def card_rows(paper: Paper, lines: tuple[Line, ...], told: Mapping[str, Any]) -> Iterator[Piece]:
    """One row of a table: who wrote which version and when, then a line for each value."""
    reason_alone = "withdrawal_reason" in told  # a withdrawn note says why, and is not struck
    withdrawn = bool(told.get("withdrawn") and not reason_alone) or told.get("withdrawn_later")
    head = written_said(paper, told)
    if head:
        cells = (cell(head, 0, COLUMN, size=SMALL, ink="grey"),)
        yield Row(cells, above=4, below=0, sticky=True)
    filled = [line for line in lines if told.get(line.key) not in (None, [])]
    for index, line in enumerate(filled):
        label = cell(paper.say(line.label), 8, _LABEL - 14, size=SMALL, ink="grey")
        ink = "struck" if withdrawn else "ink"
        text = long_text(paper, said(paper, line, told[line.key]), x=_LABEL, ink=ink)
        last = index == len(filled) - 1
        above = 0.0 if head or index else 4.0
        rule = "rule" if last else None
        row = Row((label, text), above=above, below=3 if last else 0, rule=rule)
        # A short line keeps the next one with it, so that a card is read on one page.
        row.sticky = not last and row.depth <= _SHORT
        yield row


def written_said(paper: Paper, told: Mapping[str, Any]) -> str:
    """Who wrote a version of what, when; empty for what nobody wrote as such."""
    if not told.get("author"):
        return ""
    parts = []
    if "version" in told:
        number, thread = told["version"], told.get("thread")
        if thread is None:
            parts.append(paper.say("version {number}", number=number))
        else:
            parts.append(paper.say("{thread}, version {number}", thread=thread, number=number))
    if told.get("withdrawn"):
        parts.append(paper.say("withdrawn"))
    parts.append(author_said(paper, told["author"], told["role"]))
    parts.append(moment_said(paper, dt.datetime.fromisoformat(told["at"])))
    return " · ".join(parts)


def said(paper: Paper, line: Line, value: Any) -> str:
    """A value as text; what is recorded is made printable where it is set."""
    if value == REDACTED:
        return REDACTED
    if line.shown is Shown.DAY:
        return day_said(paper, value)
    if line.shown is Shown.YES_NO:
        return paper.say("yes" if value else "no")
    if line.shown is Shown.PAIRS:
        nothing = paper.say("not recorded")
        return "\n".join(f"{key}: {nothing if one is None else one}" for key, one in value)
    if line.words is not None and value in line.words:
        return paper.say(line.words[value])
    return str(value)


def day_said(paper: Paper, iso: str | None) -> str:
    """A date of the record's tables; empty where there is none."""
    return paper.day(dt.date.fromisoformat(iso)) if iso else ""


def as_runs(paper: Paper, text: str | None) -> list[Run]:
    """A text of one line for a table's cell, redacted parts on their black boxes."""
    return paper.runs(" ".join((text or "").split("\n")))
