import datetime as dt
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import DamagedStoreError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.words import Cohort, Route, RouteState
from ehp_desktop.ui.caseload import page as page_module
from ehp_desktop.ui.caseload.filters import Filters, Scope
from ehp_desktop.ui.caseload.page import CaseloadPage
from ehp_desktop.ui.caseload.reading import Read, read
from ehp_desktop.ui.context import AppContext

Idle = Callable[[], None]


@pytest.fixture
def page(
    qtbot: QtBot, context: AppContext, few_children: tuple[ChildRow, ...], idle: Idle
) -> CaseloadPage:
    made = CaseloadPage(context)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show()
    made.read()
    idle()
    return made


def listed(page: CaseloadPage) -> list[str]:
    return [page.model.row(line).row.child_id for line in range(page.model.rowCount())]


def cell(page: CaseloadPage, child_id: str, key: str, role: Qt.ItemDataRole) -> str:
    line = page.model.line_of(child_id)
    assert line is not None
    column = [one.key for one in page.model.columns].index(key)
    return str(page.model.index(line, column).data(role))


def cell_in_full(page: CaseloadPage) -> str:
    label = page.findChild(QLabel, "cell_in_full")
    assert label is not None
    return label.text()


def test_the_list_opens_on_the_cohorts(page: CaseloadPage) -> None:
    assert listed(page) == ["0004", "1001", "1002"]
    assert page.filters.count_text == "3 of 3 cases"


def test_the_model_keeps_qts_rules(page: CaseloadPage) -> None:
    tester = QAbstractItemModelTester(
        page.model, QAbstractItemModelTester.FailureReportingMode.Fatal, page.model
    )
    page.filters.choose(Filters(Cohort.KINSHIP))
    page.filters.clear()
    assert tester.model() is page.model


def test_typing_finds_a_child_whatever_the_accents(qtbot: QtBot, page: CaseloadPage) -> None:
    page.go_to_search()
    qtbot.keyClicks(page.filters.search, "sian")
    assert listed(page) == ["1001"]
    assert page.filters.count_text == "1 of 3 cases"
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    assert page.table.current_row().row.child_id == "1001"


def test_names_are_shown_as_they_were_typed(page: CaseloadPage) -> None:
    role = Qt.ItemDataRole.DisplayRole
    shown = cell(page, "0004", "child", role)
    assert shown == '\u2068<b>Mair</b> "O\u202eNeill" & =1+1 😀\u2069'


@pytest.mark.parametrize(
    ("child_id", "key", "short", "spoken"),
    [
        ("1001", "route_discharge", "ready", "Discharge: ready to discuss"),
        (
            "1002",
            "route_special_guardianship",
            "5 left",
            "Special guardianship: needs work first, 5 left",
        ),
        ("1002", "route_discharge", "n/a", "Discharge: not this route"),
    ],
)
def test_a_state_is_a_word_and_is_read_out(
    page: CaseloadPage, child_id: str, key: str, short: str, spoken: str
) -> None:
    assert cell(page, child_id, key, Qt.ItemDataRole.DisplayRole) == short
    assert cell(page, child_id, key, Qt.ItemDataRole.AccessibleTextRole) == spoken


def test_a_state_is_a_shape_and_a_colour_too(page: CaseloadPage) -> None:
    column = [one.key for one in page.model.columns].index("route_discharge")
    ready = page.model.index(page.model.line_of("1001") or 0, column)
    closed = page.model.index(page.model.line_of("1002") or 0, column)
    for role in (Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ForegroundRole):
        assert ready.data(role) is not None
        assert ready.data(role) != closed.data(role)


def test_hovering_and_focus_give_the_outstanding_criteria(qtbot: QtBot, page: CaseloadPage) -> None:
    column = [one.key for one in page.model.columns].index("route_special_guardianship")
    line = page.model.line_of("1002")
    assert line is not None
    index = page.model.index(line, column)
    wanted = "The child's wishes and feelings are recorded recently"
    assert "wishes and feelings" in index.data(Qt.ItemDataRole.ToolTipRole)
    page.table.setCurrentIndex(index)
    assert wanted in cell_in_full(page)
    assert "needs work first" in cell_in_full(page)


def test_a_route_chosen_brings_its_candidates_first(page: CaseloadPage) -> None:
    page.filters.choose(Filters(Scope.EVERYBODY, route=Route.SPECIAL_GUARDIANSHIP))
    assert listed(page)[0] == "1002"
    assert listed(page)[-1] == "1003"
    page.filters.choose(Filters(state=RouteState.READY))
    assert listed(page) == ["0004", "1001"]


def test_nothing_that_fits_says_so_and_clears(qtbot: QtBot, page: CaseloadPage) -> None:
    qtbot.keyClicks(page.filters.search, "nobody")
    assert "No case fits" in page.states.words
    button = page.states.findChild(QPushButton, "state_action")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.states.shows_list
    assert len(listed(page)) == 3


def test_an_empty_store_offers_to_import(qtbot: QtBot, context: AppContext, idle: Idle) -> None:
    empty = CaseloadPage(context)
    qtbot.addWidget(empty)
    empty.read()
    assert "Reading" in empty.states.words
    idle()
    assert "Import" in empty.states.words
    button = empty.states.findChild(QPushButton, "state_action")
    assert button is not None
    with qtbot.waitSignal(empty.import_wanted):
        button.click()


def test_a_store_that_cannot_be_read_says_so_and_can_be_tried_again(
    qtbot: QtBot, context: AppContext, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Read:
        raise DamagedStoreError("The store cannot be read; restore a backup.")

    monkeypatch.setattr(page_module, "read", fail)
    made = CaseloadPage(context)
    qtbot.addWidget(made)
    made.read()
    idle()
    assert "restore a backup" in made.states.words
    monkeypatch.setattr(page_module, "read", read)
    button = made.states.findChild(QPushButton, "state_action")
    assert button is not None
    button.click()
    idle()
    assert "restore" not in made.states.words


def test_what_was_read_for_another_day_is_dropped(
    qtbot: QtBot,
    context: AppContext,
    opened_wales: OpenStore,
    page: CaseloadPage,
    idle: Idle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = threading.Event()
    old, new = dt.date(2021, 8, 1), dt.date(2021, 9, 1)

    def slow(opened: OpenStore, as_of: dt.date, *_: object) -> Read:
        if as_of == old:
            assert go_on.wait(10)
        return read(opened, as_of)

    monkeypatch.setattr(page_module, "read", slow)
    shown: list[dt.date] = []
    page.read_done.connect(lambda found: shown.append(found.caseload.as_of))
    context.set_as_of(old)
    context.set_as_of(new)
    qtbot.waitUntil(lambda: bool(shown))
    go_on.set()
    idle()
    assert shown == [new]


def test_another_day_keeps_the_child_that_was_chosen(
    context: AppContext, page: CaseloadPage, idle: Idle
) -> None:
    assert page.open_child("1002")
    idle()
    context.set_as_of(dt.date(2022, 1, 10))
    idle()
    assert page.table.current_row().row.child_id == "1002"
    assert page.panel.child_id == "1002"


def test_the_panel_follows_the_keyboard_and_enter_goes_into_it(
    qtbot: QtBot, page: CaseloadPage, idle: Idle
) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.panel.child_id == "1001")
    idle()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.text.hasFocus()
    qtbot.keyClick(page.panel.text, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_the_panel_can_be_put_away(page: CaseloadPage) -> None:
    page.turn_panel()
    assert page.panel.isHidden()
    page.turn_panel()
    assert not page.panel.isHidden()


def test_every_control_has_a_name(page: CaseloadPage) -> None:
    controls = [page.table, page.filters.search, page.filters._cohort, page.filters._team]
    assert all(one.accessibleName() and one.objectName() for one in controls)
