"""Agendas made by hand, and papers read back as a person would copy from them."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

import pypdf
import pypdfium2
import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import (
    ActionRow,
    AdviceRow,
    AttendanceRow,
    CaseOutcomeRow,
    ChildRow,
    NoteRow,
    Origin,
    OutcomeRow,
    OverrideRow,
    StepRow,
    SurgeryEventRow,
    SurgeryRow,
    ValueHistory,
)
from ehp_desktop.review.agenda import Agenda, AgendaCase, Names
from ehp_desktop.review.assessment import assess
from ehp_desktop.review.care_story import care_story
from ehp_desktop.review.case_life import ActionTold, CaseLife, DatedOutcome, Meeting
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
from ehp_desktop.review.facts import facts_on
from ehp_desktop.review.names import with_initials
from ehp_desktop.review.parameters import ParameterSet
from ehp_desktop.review.surgery import start_time

TUESDAY = dt.date(2021, 10, 5)
SEPTEMBER = dt.date(2021, 9, 7)
WRITTEN = dt.datetime(2021, 9, 7, 13, 5, tzinfo=dt.UTC)
LAWYER: dict[str, Any] = {
    "author_id": "s2",
    "author": "Carys Llŷr",
    "role": "lawyer",
    "at": WRITTEN,
}
SUMMER = dt.timezone(dt.timedelta(hours=1), "BST")


@pytest.fixture(scope="session")
def parameter_set() -> ParameterSet:
    return ParameterSet.load()


@pytest.fixture
def make_agenda(parameter_set: ParameterSet) -> Callable[..., Agenda]:
    """An agenda of these children, for the surgery of 5 October 2021; initials unless said."""

    def make(rows: Sequence[ChildRow], **given: Any) -> Agenda:
        surgery_facts = {
            "id": 1,
            "date": TUESDAY,
            "time": dt.time(10),
            "place": "Tŷ Mawr",
            "chair": "Rhiannon Evans",
            "lawyer": None,
            "apologies": None,
            "minutes_per_case": 20,
            "state": "planned",
            "cases": tuple(row.child_id for row in rows),
        }
        surgery_facts |= {name: given.pop(name) for name in list(given) if name in surgery_facts}
        surgery = SurgeryRow(**surgery_facts)
        as_of = given.get("as_of", TUESDAY)
        code_set = given.get("code_set", CodeSet.WALES)
        lives: dict[str, CaseLife] = given.pop("lives", {})
        overrides: list[OverrideRow] = given.pop("overrides", [])
        parameters = parameter_set.at(as_of)
        siblings = SiblingsOnAgenda.among(rows, surgery.cases)
        cases = []
        shown = rows if given.get("names") is Names.FULL else map(with_initials, rows)
        for position, row in enumerate(shown, 1):
            facts = facts_on(row, as_of, parameters, code_set)
            cases.append(
                AgendaCase(
                    position,
                    start_time(surgery, position),
                    facts,
                    assess(
                        facts,
                        parameters,
                        siblings,
                        [one for one in overrides if one.child_id == row.child_id],
                    ),
                    _history(row),
                    care_story(facts),
                    life=lives.get(row.child_id, CaseLife()),
                )
            )
        usual: dict[str, Any] = {
            "authority": "Cyngor Abertawe",
            "code_set": code_set,
            "surgery": surgery,
            "as_of": as_of,
            "parameters": parameters,
            "names": Names.INITIALS,
            "printed_at": dt.datetime(2021, 10, 5, 8, 30, tzinfo=SUMMER),
            "printed_by": "Rhiannon Evans",
            "cases": tuple(cases),
            "siblings": siblings,
        }
        return Agenda(**(usual | given))

    return make


def _history(row: ChildRow) -> dict[str, ValueHistory]:
    """Everything from row 12 of one file, the wishes apart, which a person typed."""
    at = dt.datetime(2021, 9, 28, 9, tzinfo=dt.UTC)
    file = Origin("extract.csv", "ab" * 32, 12, dt.date(2021, 9, 28), at, "Rhiannon Evans")
    typed = Origin(None, None, None, dt.date(2021, 9, 6), at, "Mair Dafydd")
    origins = {"wishes_date": typed, "child_wishes": typed}
    return {
        name: ValueHistory(name, origins.get(name, file).as_of, origins.get(name, file))
        for name, value in row._asdict().items()
        if value is not None and not name.endswith("_confirmed_on")
    }


@pytest.fixture
def make_row() -> Callable[..., Any]:
    """A row of what people record: first version, confirmed, by the lawyer, unless said."""

    def make(row_type: type, /, **given: Any) -> Any:
        usual: dict[str, Any] = {"id": 1, "thread": 1, "version": 1, "withdrawn": False}
        usual |= {"private": False, "confirmed": True, "facts": (), "snapshot": {}} | LAWYER
        names = row_type._fields  # type: ignore[attr-defined]
        filled = {name: usual.get(name) for name in names}
        if "thread" not in given and "id" in given:
            given["thread"] = given["id"]
        return row_type(**(filled | {name: one for name, one in given.items() if name in names}))

    return make


@pytest.fixture
def full_life(make_row: Callable[..., Any]) -> CaseLife:
    """A case that a surgery in September relisted, with all that can be recorded of one."""
    outcome = make_row(
        CaseOutcomeRow,
        surgery_id=1,
        child_id="W2",
        code="not_yet",
        reason="The notice has not run.\nThe grandmother's checks are to come.",
        by_date=TUESDAY,
        copied_on=dt.date(2021, 9, 9),
        copied_by="Huw Pryce",
    )
    action: dict[str, Any] = {"surgery_id": 1, "child_id": "W2", "who": "Mair Dafydd"}
    return CaseLife(
        outcomes=(DatedOutcome(SEPTEMBER, outcome),),
        actions=(
            make_row(ActionRow, id=1, what="Chase the checks", by_when=SEPTEMBER, **action),
            make_row(
                ActionRow,
                id=2,
                what="Tell the IRO",
                by_when=SEPTEMBER,
                done_on=dt.date(2021, 9, 10),
                **action,
            ),
            make_row(
                ActionRow,
                id=3,
                what="Draft the support plan",
                by_when=dt.date(2021, 11, 1),
                confirmed=False,
                **action,
            ),
            make_row(ActionRow, id=4, what="Withdrawn by mistake", withdrawn=True, **action),
        ),
        steps=(
            make_row(
                StepRow,
                child_id="W2",
                kind="application_drafted",
                on=dt.date(2021, 9, 20),
                route="special_guardianship",
                form="C1 with C13A",
                detail="First draft with the team",
            ),
        ),
        orders=(
            OutcomeRow("W2", "supervision_order_made", dt.date(2020, 12, 20), "Swansea", "S1"),
        ),
        notes=(
            make_row(
                NoteRow,
                id=1,
                child_id="W2",
                text="The school says attendance is 98%.\nThe nurse agrees.",
                criterion="R9",
                relevant_date=dt.date(2021, 9, 1),
            ),
            make_row(NoteRow, id=2, child_id="W2", text="Wrong child", withdrawn=True, version=2),
        ),
        advice_recorded=True,
    )


@pytest.fixture
def advice(make_row: Callable[..., Any]) -> tuple[AdviceRow, ...]:
    """Advice on one case and on the surgery as a whole."""
    return (
        make_row(AdviceRow, id=1, child_id="W2", text="Leave is not needed: s.14A(5)(d)."),
        make_row(AdviceRow, id=2, text="Time estimates are with the court."),
    )


@pytest.fixture
def meeting(make_row: Callable[..., Any]) -> Meeting:
    """A surgery issued a second time, with people, a conflict and an overdue action."""
    return Meeting(
        attendance=(
            make_row(AttendanceRow, id=1, name="Huw Pryce", part="invited"),
            make_row(
                AttendanceRow,
                id=2,
                name="Elin Ŵyn",
                organisation="Dwyrain",
                part="attended",
                conflict="related to W2",
            ),
            make_row(AttendanceRow, id=3, name="Siân Tomos", part="apologies"),
        ),
        version=2,
        changes=("Case W2 was added.", "The place was changed."),
        overdue=(
            ActionTold(
                make_row(
                    ActionRow,
                    child_id="W2",
                    what="Chase the checks",
                    who="Mair Dafydd",
                    by_when=SEPTEMBER,
                ),
                "S.-M. E. (W2)",
                SEPTEMBER,
            ),
        ),
        advice_recorded=True,
    )


@pytest.fixture
def addendum(make_row: Callable[..., Any]) -> SurgeryEventRow:
    """Something said after the surgery was closed."""
    return make_row(  # type: ignore[no-any-return]
        SurgeryEventRow, kind="addendum", surgery_id=1, text="The court confirmed the number."
    )


@pytest.fixture
def read_pages() -> Callable[[bytes], list[str]]:
    """What pypdfium2 copies out of each page, lines joined by single spaces."""

    def read(pdf: bytes) -> list[str]:
        pages = []
        with pypdfium2.PdfDocument(pdf) as document:
            for page in document:
                text = page.get_textpage()
                pages.append(" ".join(text.get_text_range().split()))
                text.close()
                page.close()
        return pages

    return read


@pytest.fixture
def read_pdf() -> Callable[[bytes], pypdf.PdfReader]:
    """The document as pypdf reads it."""
    return lambda pdf: pypdf.PdfReader(io.BytesIO(pdf))
