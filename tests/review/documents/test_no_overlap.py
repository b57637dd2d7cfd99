"""No two texts of a page lie over each other, and none runs off the sheet, however long."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from ehp_desktop.models.rows import (
    ActionRow,
    AdviceRow,
    AttendanceRow,
    CaseOutcomeRow,
    ChildRow,
    NoteRow,
    OverrideRow,
    StepRow,
    SurgeryEventRow,
)
from ehp_desktop.review.action_list import ActionListPaper
from ehp_desktop.review.agenda import Agenda, Names
from ehp_desktop.review.case_life import ActionTold, CaseLife, DatedOutcome, Meeting
from ehp_desktop.review.case_summary import CaseSummaryPaper
from ehp_desktop.review.child_record import ChildRecordPaper
from ehp_desktop.review.documents import press
from ehp_desktop.review.documents.action_list_pdf import render_action_list
from ehp_desktop.review.documents.agenda_pdf import render_agenda
from ehp_desktop.review.documents.case_summary_pdf import render_case_summary
from ehp_desktop.review.documents.child_record_pdf import render_child_record
from ehp_desktop.review.documents.invitation_pdf import render_invitation
from ehp_desktop.review.documents.lines import text_width
from ehp_desktop.review.documents.minutes_pdf import render_minutes
from ehp_desktop.review.documents.page import HEIGHT, RIGHT
from ehp_desktop.review.documents.pen import Pen
from ehp_desktop.review.invitation import CaseCalled, InvitationPaper
from ehp_desktop.review.minutes import MinutesPaper

MakeRow = Callable[..., Any]
LONG = " ".join(["Ŵyn a'r ŷd 😀 M" + "M" * 60] * 12)[:900]
HUGE = "\n".join([LONG] * 22)[:20_000]


class Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    text: str


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[list[Box]]:
    """Where each text was set, page by page."""
    pages: list[list[Box]] = [[]]

    class Watched(Pen):
        def words(self, x: float, y: float, text: str, font: str, size: float, ink: str) -> None:
            right = x + text_width(text.rstrip(), font, size)
            # From the foot of an x to the head of one: what a reader takes for the line.
            pages[-1].append(Box(x, y, right, y + size * 0.5, text))
            super().words(x, y, text, font, size, ink)

        def end_page(self) -> None:
            pages.append([])
            super().end_page()

    monkeypatch.setattr(press, "Pen", Watched)
    return pages


def overlapping(page: list[Box]) -> Iterator[tuple[str, str]]:
    inked = sorted(box for box in page if box.text.strip())
    for index, one in enumerate(inked):
        for other in inked[index + 1 :]:
            if other.left >= one.right - 0.3:
                break
            if one.bottom < other.top - 0.3 and other.bottom < one.top - 0.3:
                yield one.text, other.text


@pytest.fixture
def long_life(make_row: MakeRow) -> CaseLife:
    outcome = make_row(
        CaseOutcomeRow,
        code="keep_order",
        reason=HUGE,
        by_date=dt.date(2021, 10, 5),
        confirmed=False,
    )
    return CaseLife(
        outcomes=(DatedOutcome(dt.date(2021, 9, 7), outcome),) * 2,
        actions=(make_row(ActionRow, what=LONG, who=LONG, by_when=dt.date(2021, 9, 1)),),
        steps=(make_row(StepRow, kind="hearing", on=dt.date(2021, 9, 1), form=LONG, detail=LONG),),
        notes=(make_row(NoteRow, text=HUGE), make_row(NoteRow, id=2, text="M" * 20_000)),
        advice_recorded=True,
    )


@pytest.fixture
def long_agenda(
    make_agenda: Callable[..., Agenda],
    make_child: Callable[..., ChildRow],
    make_row: MakeRow,
    long_life: CaseLife,
) -> Agenda:
    override = {"criterion": "R7", "result": "not_met", "reason": LONG, "child_id": "1"}
    person = make_row(AttendanceRow, name=LONG, part="invited", conflict=LONG, organisation=LONG)
    overdue = ActionTold(long_life.actions[0], LONG, dt.date(2021, 9, 1))
    rows = [
        make_child(child_id="1", forename=LONG[:500], court=LONG[:500]),
        make_child(child_id="2", placement_code="F1", carer_seeks="either"),
    ]
    return make_agenda(
        rows,
        names=Names.FULL,
        lives={"1": long_life},
        overrides=[make_row(OverrideRow, made_on=dt.date(2021, 9, 1), **override)],
        meeting=Meeting((person,), 3, (LONG, LONG), (overdue, overdue), long_life.notes),
        advice=(make_row(AdviceRow, child_id="1", text=HUGE), make_row(AdviceRow, text=LONG)),
        apologies=LONG,
    )


@pytest.mark.parametrize("languages", ["en", "cy", "both"])
def test_no_text_lies_over_another(
    long_agenda: Agenda,
    long_life: CaseLife,
    make_row: MakeRow,
    drawn: list[list[Box]],
    languages: str,
) -> None:
    case, imprint = long_agenda.cases[0], long_agenda.imprint
    addendum = make_row(SurgeryEventRow, text=HUGE)
    told = tuple(ActionTold(one, LONG, dt.date(2021, 9, 1)) for one in long_life.actions)
    called = (CaseCalled(1, dt.time(10), LONG, LONG),)
    render_agenda(long_agenda, languages)
    render_minutes(MinutesPaper(long_agenda, told, (addendum,)), languages)
    render_case_summary(
        CaseSummaryPaper(imprint, case, long_agenda.parameters, None, long_agenda.advice), languages
    )
    render_action_list(ActionListPaper(imprint, told), languages)
    render_invitation(
        InvitationPaper(imprint, long_agenda.surgery, (LONG, LONG), called), languages
    )
    record = ChildRecordPaper(
        replace(imprint, surgery_date=None),
        case.row,
        case.story,
        case.history,
        outcomes=long_life.outcomes,
        actions=long_life.actions,
        steps=long_life.steps,
        notes=long_life.notes,
        advice=long_agenda.advice,
        redact=("Ŵyn",),
    )
    render_child_record(record, languages)
    assert sum(map(len, drawn)) > 1000
    for page in drawn:
        assert list(overlapping(page)) == []
        assert all(box.right <= RIGHT + 0.5 and 15 < box.bottom < HEIGHT for box in page)
