import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.caseload import CaseLine, Caseload, assess_caseload
from ehp_desktop.review.parameters import ParameterSet
from ehp_desktop.review.words import Cohort, Route, RouteState
from ehp_desktop.ui.caseload.filters import FilterBar, Filters, Scope
from ehp_desktop.ui.caseload.reading import own_order
from ehp_desktop.ui.caseload.summary import totals_of
from ehp_desktop.ui.caseload.words import CaseWords

DAY = dt.date(2021, 9, 30)


@pytest.fixture
def caseload(make_child: Callable[..., ChildRow]) -> Caseload:
    rows = [
        make_child(child_id="1", team="A"),
        make_child(child_id="2", team=None, last_visit_date=dt.date(2021, 1, 4)),
        make_child(child_id="3", placement_code="F1", carer_has_pr=False, team="B"),
        make_child(child_id="4", placement_code="R1", team="B"),
    ]
    parameters = ParameterSet.load()
    lines = assess_caseload(
        rows, DAY, parameters.at(DAY), CodeSet.WALES, ever_listed=frozenset({"1", "4"})
    )
    return Caseload(DAY, parameters.version, CodeSet.WALES, lines)


def ids(lines: list[CaseLine]) -> list[str]:
    return [line.row.child_id for line in lines]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), ["1", "2", "3"]),
        (Filters(Scope.EVERYBODY), ["1", "2", "3", "4"]),
        (Filters(Scope.NO_COHORT), ["4"]),
        (Filters(Cohort.KINSHIP), ["3"]),
        (Filters(state=RouteState.READY), ["1"]),
        (Filters(route=Route.DISCHARGE, state=RouteState.WORK_NEEDED), ["2"]),
        (Filters(Scope.EVERYBODY, Route.DISCHARGE, RouteState.NOT_THIS_ROUTE), ["3"]),
        (Filters(team="B"), ["3"]),
        (Filters(team=""), ["2"]),
    ],
)
def test_filters_keep_those_that_fit(
    caseload: Caseload, filters: Filters, found: list[str]
) -> None:
    assert ids([line for line in caseload.lines if filters.fits(line)]) == found


def test_a_chosen_route_brings_its_candidates_to_the_front(caseload: Caseload) -> None:
    order = own_order(caseload, Route.DISCHARGE)
    assert order is not None
    assert ids([caseload.lines[number] for number in order])[:2] == ["1", "2"]
    assert ids([caseload.lines[number] for number in order])[-1] == "4"
    assert sorted(order) == [0, 1, 2, 3]
    assert own_order(caseload, None) is None


def test_totals_count_cohorts_ready_and_never_listed(caseload: Caseload) -> None:
    assert totals_of(caseload) == (4, 2, 1, 0, 1, 2)


@pytest.fixture
def bar(qtbot: QtBot, light: None, caseload: Caseload) -> FilterBar:
    made = FilterBar(CaseWords())
    qtbot.addWidget(made)
    made.fill(caseload.lines)
    made.show()
    return made


def test_choosing_by_keyboard_is_announced(qtbot: QtBot, bar: FilterBar) -> None:
    with qtbot.waitSignal(bar.changed) as changed:
        qtbot.keyClick(bar._route, Qt.Key.Key_Down)
    assert changed.args == [Filters(route=Route.DISCHARGE)]


def test_filling_again_keeps_the_choice_and_is_silent(
    qtbot: QtBot, bar: FilterBar, caseload: Caseload
) -> None:
    bar.choose(Filters(Cohort.KINSHIP, Route.DISCHARGE, RouteState.READY, "B"))
    with qtbot.assertNotEmitted(bar.changed):
        bar.fill(caseload.lines)
    assert bar.filters() == Filters(Cohort.KINSHIP, Route.DISCHARGE, RouteState.READY, "B")


def test_a_team_that_is_gone_is_no_longer_chosen(
    qtbot: QtBot, bar: FilterBar, caseload: Caseload
) -> None:
    bar.choose(Filters(team="B"))
    with qtbot.waitSignal(bar.changed) as changed:
        bar.fill(caseload.lines[:1])
    assert changed.args == [Filters()]


def test_esc_clears_the_search_and_down_leaves_it(qtbot: QtBot, bar: FilterBar) -> None:
    qtbot.keyClicks(bar.search, "sian")
    with qtbot.waitSignal(bar.search.left_downwards):
        qtbot.keyClick(bar.search, Qt.Key.Key_Down)
    qtbot.keyClick(bar.search, Qt.Key.Key_Escape)
    assert bar.search.text() == ""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2020, 8, 30), "1 y 1 m"),
        (dt.date(2020, 10, 1), "11 m"),
        (dt.date(2021, 9, 1), "29 d"),
        (DAY, "0 d"),
        (dt.date(2021, 10, 1), ""),
        (None, ""),
    ],
)
def test_time_since_is_said_in_whole_parts(day: dt.date | None, said: str) -> None:
    assert CaseWords().time_since(day, DAY) == said
