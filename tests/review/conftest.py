"""A child's facts, findings and routes on a day, from the usual child with a few values changed."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import CONFIRMED_FIELDS
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.assessment import RouteAssessment, assess
from ehp_desktop.review.criteria import CRITERION_BY_ID
from ehp_desktop.review.criteria.criterion import ROUTE_LETTERS, Finding
from ehp_desktop.review.facts import Facts, facts_on
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.parameters import ParameterSet, ParametersOn
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery
from ehp_desktop.review.words import Route

AS_OF = dt.date(2021, 9, 30)
KINSHIP: dict[str, Any] = {
    "placement_code": "F1",
    "carer_relationship": "grandparent",
    "carer_has_pr": False,
    "carer_approval": "full",
    "carer_seeks": "either",
    "la_consents": True,
    "sgo_notice_date": dt.date(2021, 6, 1),
    "sgo_report_date": dt.date(2021, 8, 1),
    "sgo_support_plan_date": dt.date(2021, 8, 1),
    "carer_checks_date": dt.date(2021, 8, 1),
    "pwp_approval_date": None,
}


def as_values(values: dict[str, Any]) -> dict[str, Any]:
    """ISO dates as dates, for tests that read better in text."""
    return {
        name: dt.date.fromisoformat(value)
        if isinstance(value, str) and len(value) == 10 and value[4] == "-"
        else value
        for name, value in values.items()
    }


@pytest.fixture(scope="session")
def parameter_set() -> ParameterSet:
    """The parameters as shipped."""
    return ParameterSet.load()


@pytest.fixture
def parameters(parameter_set: ParameterSet) -> ParametersOn:
    """The parameters on 30 September 2021."""
    return parameter_set.at(AS_OF)


@pytest.fixture
def facts_of(
    make_child: Callable[..., ChildRow], parameter_set: ParameterSet
) -> Callable[..., Facts]:
    """Facts of the usual child with some values changed; `on` is the day, dates may be text.

    Answers are confirmed on that day unless said.
    """

    def make(*, on: str = "2021-09-30", code_set: CodeSet = CodeSet.WALES, **changed: Any) -> Facts:
        day = dt.date.fromisoformat(on)
        confirmed = {f"{name}_confirmed_on": day for name in CONFIRMED_FIELDS}
        row = make_child(**(confirmed | as_values(changed)))
        return facts_on(row, day, parameter_set.at(day), code_set)

    return make


@pytest.fixture
def kinship_of(facts_of: Callable[..., Facts]) -> Callable[..., Facts]:
    """The same of a child fostered by her grandmother, for whom everything is in place."""

    def make(**changed: Any) -> Facts:
        return facts_of(**(KINSHIP | changed))

    return make


@pytest.fixture
def find(parameter_set: ParameterSet) -> Callable[..., Finding]:
    """What one criterion finds, on a route named by its letter where it differs by route."""

    def ask(criterion_id: str, facts: Facts, letter: str = "") -> Finding:
        criterion = CRITERION_BY_ID[criterion_id]
        parameters = parameter_set.at(facts.as_of)
        if not criterion.differs:
            return criterion.rule(facts, parameters)
        part = next(part for part in criterion.alike if ROUTE_LETTERS[letter] in part)
        return criterion.rule(facts, parameters, part[0])

    return ask


@pytest.fixture
def routes_of(parameter_set: ParameterSet) -> Callable[[Facts], dict[Route, RouteAssessment]]:
    """Every route of a child, no agenda in question."""

    def ask(facts: Facts) -> dict[Route, RouteAssessment]:
        return assess(facts, parameter_set.at(facts.as_of))

    return ask


@pytest.fixture
def criteria_md() -> Path:
    """The document that says what the criteria are, where it lies beside the project."""
    path = Path(__file__).resolve().parents[3] / "shared" / "domain" / "criteria.md"
    if not path.is_file():
        pytest.skip("criteria.md is not beside the project: nothing to compare the tables with")
    return path


@pytest.fixture
def tables_of() -> Callable[[OpenStore], dict[str, list[tuple[Any, ...]]]]:
    """Every table as somebody reads it by hand, with the keys that their passphrase gives."""

    def read(opened: OpenStore) -> dict[str, list[tuple[Any, ...]]]:
        with opened.store.reading() as session:
            run = session.connection().exec_driver_sql
            names = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {
                name: [tuple(row) for row in run(f'SELECT * FROM "{name}"')]  # noqa: S608
                for name in names
            }

    return read


@pytest.fixture
def everything_stored(
    tables_of: Callable[[OpenStore], dict[str, list[tuple[Any, ...]]]],
) -> Callable[[OpenStore], bytes]:
    """All that stands in any table, and in any file of the folder as it lies there."""

    def read(opened: OpenStore) -> bytes:
        kept = [
            value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
            for rows in tables_of(opened).values()
            for row in rows
            for value in row
        ]
        files = [path.read_bytes() for path in opened.store.folder.rglob("*") if path.is_file()]
        return b"\0".join([*kept, *files])

    return read


@pytest.fixture
def in_state() -> Callable[[OpenStore, int, str], None]:
    """Put a surgery straight into a state, as if it had come there."""

    def put(opened: OpenStore, surgery_id: int, state: str) -> None:
        from ehp_desktop.models.writes import set_surgery_state

        with opened.store.writing("tested") as session:
            set_surgery_state(session, surgery_id, state)

    return put


@pytest.fixture
def surgery_of(in_state: Callable[[OpenStore, int, str], None]) -> Callable[..., int]:
    """Make a surgery with these cases, in a state; on 5 October 2021, issued, unless said."""

    def make(
        opened: OpenStore,
        *child_ids: str,
        date: dt.date = dt.date(2021, 10, 5),
        state: str = "issued",
    ) -> int:
        number = new_surgery(opened, SurgeryDraft(date))
        if child_ids:
            add_cases(opened, number, child_ids)
        in_state(opened, number, state)
        return number

    return make


@pytest.fixture
def put_three(
    put_children: Callable[..., None], make_child: Callable[..., ChildRow]
) -> Callable[[OpenStore], None]:
    """Put children A, B and C into a store."""

    def put(opened: OpenStore) -> None:
        put_children(opened, *(make_child(child_id=one) for one in "ABC"))

    return put
