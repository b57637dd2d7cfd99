"""The agenda's table: its model as Qt wants it, keys, and drops."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.caseload import assess_caseload
from ehp_desktop.review.language import Language
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.surgery.agenda_lines import AgendaLine, agenda_columns, surgery_columns
from ehp_desktop.ui.surgery.cases_table import CasesTable

MOVE = Qt.DropAction.MoveAction
DAY = dt.date(2021, 9, 30)


@pytest.fixture
def lines(opened_wales: OpenStore, make_child: Callable[..., ChildRow]) -> list[AgendaLine]:
    rows = [make_child(child_id=letter, forename=letter.upper()) for letter in "abcd"]
    found = assess_caseload(rows, DAY, opened_wales.parameters.at(DAY), opened_wales.code_set)
    return [AgendaLine(n, dt.time(10, 20 * (n - 1) % 60), one) for n, one in enumerate(found, 1)]


@pytest.fixture
def table(qtbot: QtBot, columns: CaseColumns, lines: list[AgendaLine]) -> CasesTable:
    made = CasesTable(agenda_columns(columns), None)
    qtbot.addWidget(made)
    QAbstractItemModelTester(
        made.model(), QAbstractItemModelTester.FailureReportingMode.Fatal, made
    )
    made.rows.set_rows(lines)
    made.resize(1000, 300)
    made.show()
    made.setFocus()
    return made


def test_a_case_is_moved_up_and_down_by_key(qtbot: QtBot, table: CasesTable) -> None:
    wanted: list[tuple[str, ...]] = []
    table.order_wanted.connect(wanted.append)
    table.choose_ids(["c"])

    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert wanted == [("a", "c", "b", "d"), ("a", "b", "d", "c")]


def test_the_first_case_cannot_go_higher(qtbot: QtBot, table: CasesTable) -> None:
    table.choose_ids(["a"])

    with qtbot.assertNotEmitted(table.order_wanted):
        qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)


def test_several_cases_are_chosen_by_keys_and_taken_off_by_delete(
    qtbot: QtBot, table: CasesTable
) -> None:
    table.choose_ids(["b"])
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    assert table.chosen_ids() == ("b", "c")
    with qtbot.waitSignal(table.remove_wanted):
        qtbot.keyClick(table, Qt.Key.Key_Delete)


@pytest.mark.parametrize(
    ("row", "wanted"), [(0, ("d", "a", "b", "c")), (1, ("a", "d", "b", "c")), (-1, None)]
)
def test_a_dragged_case_lands_where_it_is_dropped(
    qtbot: QtBot, table: CasesTable, row: int, wanted: tuple[str, ...] | None
) -> None:
    model = table.model()
    carried = model.mimeData([model.index(3, 0), model.index(3, 1)])
    asked: list[tuple[str, ...]] = []
    table.order_wanted.connect(asked.append)

    moved_by_qt = model.dropMimeData(carried, MOVE, row, 0, QModelIndex())

    assert not moved_by_qt  # the rows move when the store has them so
    assert asked == ([wanted] if wanted else [])


def test_a_case_dropped_onto_another_lands_before_it(table: CasesTable) -> None:
    model = table.model()
    asked: list[tuple[str, ...]] = []
    table.order_wanted.connect(asked.append)

    model.dropMimeData(model.mimeData([model.index(0, 0)]), MOVE, -1, -1, model.index(2, 0))

    assert asked == [("b", "a", "c", "d")]


def test_a_drag_carries_no_name_or_id_out_of_the_window(table: CasesTable) -> None:
    carried = table.model().mimeData([table.model().index(1, 2)])

    assert carried.formats() == ["application/x-ehp-cases"]
    assert bytes(carried.data("application/x-ehp-cases").data()) == b"1"


def test_something_else_dropped_is_left_alone(qtbot: QtBot, table: CasesTable) -> None:
    text = QMimeData()
    text.setText("1 2 3")

    with qtbot.assertNotEmitted(table.order_wanted):
        table.model().dropMimeData(text, MOVE, 0, 0, QModelIndex())


def test_cases_are_dragged_and_only_dropped_between_others(table: CasesTable) -> None:
    model = table.model()

    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsDropEnabled
    assert model.flags(QModelIndex()) & Qt.ItemFlag.ItemIsDropEnabled


def test_a_line_shows_number_time_and_the_child(table: CasesTable) -> None:
    shown = [table.model().index(1, column).data() for column in range(3)]

    assert shown == ["2", "10:20", "B ap Rhys"]


def test_every_state_of_a_line_is_read_out(table: CasesTable) -> None:
    keys = [column.key for column in table.rows.columns]
    cell = table.model().index(0, keys.index("route_discharge"))

    spoken = cell.data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Discharge: ready to discuss"


def test_the_list_of_surgeries_needs_no_window() -> None:
    assert [column.key for column in surgery_columns(Language.ENGLISH)] == [
        "date",
        "time",
        "cases",
        "place",
    ]
