"""Page one of the agenda: what is held, when and where, and the running order."""

from collections.abc import Iterator
from typing import Final

from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.agenda import AgendaCase
from ehp_desktop.review.case_life import Meeting, advice_of
from ehp_desktop.review.documents.action_rows import overdue_rows
from ehp_desktop.review.documents.life_phrases import person_said
from ehp_desktop.review.documents.note_rows import (
    advice_recorded,
    advice_section,
    note_section,
)
from ehp_desktop.review.documents.page import COLUMN, SMALL, Cell, Mark, Piece, Row, cell
from ehp_desktop.review.documents.paper import (
    LABEL_WIDTH,
    AgendaPaper,
    Paper,
    bold,
    heading,
    labelled,
)
from ehp_desktop.review.documents.running_lines import version_words
from ehp_desktop.review.life_words import PARTS
from ehp_desktop.review.words import Cohort, Route

TITLE: Final = "Care Order Discharge Legal Surgery"

_COLUMNS: Final = (
    ("Time", 28.0),
    ("No.", 16.0),
    ("Child", 80.0),
    ("Age", 22.0),
    ("Cohort", 46.0),
    ("Order", 50.0),
)
_ROUTE_WIDTH: Final = 54.0
_GUTTER: Final = 2.0
_COHORTS: Final = {
    Cohort.PARENTS: "parents",
    Cohort.KINSHIP: "kinship",
    Cohort.FOSTER: "foster",
}
"""As short as the column of the running order is narrow."""


def front_page(paper: AgendaPaper) -> list[Piece]:
    """The heading, who meets where and when, what changed, and the actions that are overdue."""
    agenda = paper.agenda
    meeting = agenda.meeting
    pieces: list[Piece] = [
        heading(paper.text(agenda.authority), 11, above=0),
        heading(paper.say(TITLE), 18, above=0),
        heading(when_and_where(paper, agenda.surgery), 11, above=0),
    ]
    pieces += people_rows(paper, agenda.surgery, meeting)
    if agenda.imprint.version is not None or meeting.changes:
        pieces += _changes(paper)
    pieces += overdue_rows(paper, meeting.overdue, agenda.as_of)
    pieces += note_section(paper, meeting.notes, "Notes of fact on the surgery")
    if agenda.advice is not None:
        about = advice_of(agenda.advice, None)
        pieces += advice_section(paper, about) if about else ()
    elif meeting.advice_recorded:
        pieces.append(advice_recorded(paper))
    return pieces


def people_rows(paper: Paper, surgery: SurgeryRow, meeting: Meeting) -> Iterator[Piece]:
    """Who chairs, advises, is invited, was there, sends apologies and has declared a conflict."""
    width = LABEL_WIDTH[paper.languages]
    yield from _said(paper.say("Chair"), [paper.known(surgery.chair)], width)
    yield from _said(paper.say("Lawyer"), [paper.known(surgery.lawyer)], width)
    for part in ("invited", "attended"):
        named = "; ".join(person_said(paper, one) for one in meeting.people(part))
        if named:
            yield from _said(paper.say(PARTS[part]), [named], width)
    lines = paper.lines(surgery.apologies) if surgery.apologies else []
    sent = "; ".join(person_said(paper, one) for one in meeting.people("apologies"))
    lines += [sent] if sent else []
    yield from _said(paper.say("Apologies"), lines or [paper.say("not recorded")], width)
    conflicts = [
        f"{person_said(paper, one)}: {' '.join(paper.lines(one.conflict or ''))}"
        for one in meeting.conflicts
    ]
    if conflicts or meeting.attendance:
        declared = conflicts or [paper.say("none declared")]
        yield from _said(paper.say("Declarations of interest"), declared, width)


def _changes(paper: AgendaPaper) -> Iterator[Piece]:
    """Which version this is, and what changed since the first."""
    agenda = paper.agenda
    words = version_words(paper, agenda.imprint)
    width = LABEL_WIDTH[paper.languages]
    yield from _said(paper.say("Version"), [words], width)
    if agenda.meeting.changes:
        lines = [" ".join(paper.lines(change)) for change in agenda.meeting.changes]
        yield from _said(paper.say("Changed since version 1"), lines, width)


def running_order(paper: AgendaPaper) -> tuple[Row, list[Piece]]:
    """The head of the running order, repeated on each page, and a row for each case."""
    rows: list[Piece] = [_running_row(paper, case) for case in paper.agenda.cases]
    if not rows:
        rows = [_note(paper.say("No cases are on this agenda yet."))]
    return _running_head(paper), rows


def when_and_where(paper: Paper, surgery: SurgeryRow) -> str:
    """The day with its weekday, the time and the place of a surgery."""
    parts = [paper.full_day(surgery.date), f"{surgery.time:%H:%M}", paper.text(surgery.place)]
    return ", ".join(filter(None, parts))


def _said(label: str, lines: list[str], width: float) -> Iterator[Row]:
    """A label, and its text beside it over as many lines and pages as it takes."""
    for index, line in enumerate(lines):
        words = label if index == 0 else ""
        yield Row(labelled(words, line, 0, COLUMN, width), below=1)


def _note(words: str) -> Row:
    return Row((cell(words, 0, COLUMN, size=SMALL, ink="grey"),), above=2, below=2)


def _lefts() -> list[float]:
    lefts = [0.0]
    for _, width in _COLUMNS:
        lefts.append(lefts[-1] + width)
    return lefts


_LEFTS: Final = tuple(_lefts())
_ROUTES_LEFT: Final = _LEFTS[-1]
_PRESENTS_LEFT: Final = _ROUTES_LEFT + _ROUTE_WIDTH * len(Route)


def _running_head(paper: Paper) -> Row:
    cells = [
        _small(paper.say(label), left, width)
        for (label, width), left in zip(_COLUMNS, _LEFTS, strict=False)
    ]
    for index, route in enumerate(Route):
        left = _ROUTES_LEFT + index * _ROUTE_WIDTH
        cells.append(_small(paper.route(route), left, _ROUTE_WIDTH))
    cells.append(_small(paper.say("Presents"), _PRESENTS_LEFT, COLUMN - _PRESENTS_LEFT + _GUTTER))
    return Row(tuple(cells), above=10, below=3, rule="ink", sticky=True)


def _running_row(paper: Paper, case: AgendaCase) -> Row:
    facts = case.facts
    cohort = case.facts.cohort
    words = (
        f"{case.start_time:%H:%M}",
        str(case.position),
        child_words(paper, case),
        "" if facts.age is None else str(facts.age),
        paper.say(_COHORTS[cohort]) if cohort else "–",
        paper.day(facts.legal_status_date) if facts.legal_status_date else "–",
    )
    cells = [
        cell(text, left, width - _GUTTER, size=SMALL)
        for text, left, (_, width) in zip(words, _LEFTS, _COLUMNS, strict=False)
    ]
    marks = []
    for index, route in enumerate(Route):
        if route in case.routes:
            left = _ROUTES_LEFT + index * _ROUTE_WIDTH
            mark, words_of_state = _state(paper, case, route, left)
            marks.append(mark)
            cells.append(words_of_state)
    presents = paper.text(facts.row.social_worker) or "–"
    cells.append(cell(presents, _PRESENTS_LEFT, COLUMN - _PRESENTS_LEFT, size=SMALL))
    return Row(tuple(cells), tuple(marks), above=3, below=3, rule="rule")


def _state(paper: Paper, case: AgendaCase, route: Route, left: float) -> tuple[Mark, Cell]:
    state = case.routes[route].state
    return Mark(state, left + 4), cell(paper.state(state), left + 10, _ROUTE_WIDTH - 15, size=6.5)


def _small(words: str, left: float, width: float) -> Cell:
    return cell((bold(words),), left, width - _GUTTER, size=6.5)


def child_words(paper: Paper, case: AgendaCase) -> str:
    """The child as the paper names them, with their id."""
    child_id = paper.text(case.row.child_id)
    return f"{paper.text(case.name)} ({child_id})" if case.name else child_id
