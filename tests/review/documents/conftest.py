"""Agendas made by hand, and papers read back as a person would copy from them."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

import pypdf
import pypdfium2
import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow, Origin, SurgeryRow, ValueHistory
from ehp_desktop.review.agenda import Agenda, AgendaCase, Names
from ehp_desktop.review.assessment import assess
from ehp_desktop.review.care_story import care_story
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
from ehp_desktop.review.facts import facts_on
from ehp_desktop.review.names import with_initials
from ehp_desktop.review.parameters import ParameterSet
from ehp_desktop.review.surgery import start_time

TUESDAY = dt.date(2021, 10, 5)
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
                    assess(facts, parameters, siblings),
                    _history(row),
                    care_story(facts),
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
