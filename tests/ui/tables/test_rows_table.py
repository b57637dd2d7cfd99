import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ehp_desktop.ui.tables.arrangement import SortBy
from ehp_desktop.ui.tables.columns import Column, by_date, by_number, by_text
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable


class Row(NamedTuple):
    id: str
    name: str
    born: dt.date | None
    age: int


ROWS = [
    Row(f"{number:03}", name, None if number == 3 else dt.date(2010 + number % 4, 1, 1), number)
    for number, name in enumerate(["Dafydd", "Ann", "Siân", "=1+1", "Bob", "Cai"] * 20)
]
COLUMNS = [
    Column[Row]("name", "Name", lambda row: row.name, lambda row: by_text(row.name), searched=True),
    Column[Row]("born", "Born", lambda row: str(row.born or ""), lambda row: by_date(row.born)),
    Column[Row](
        "age",
        "Age",
        lambda row: str(row.age),
        lambda row: by_number(row.age),
        to_right=True,
        tooltip=lambda row: f"<b>{row.name}</b>",
    ),
]


@pytest.fixture
def model(qtbot: QtBot) -> RowsModel[Row]:
    made: RowsModel[Row] = RowsModel(COLUMNS, lambda row: row.id)
    made.set_rows(ROWS)
    return made


Maker = Callable[[], RowsTable]


@pytest.fixture
def make_table(qtbot: QtBot, model: RowsModel[Row], settings: QSettings, light: None) -> Maker:
    def make() -> RowsTable:
        table = RowsTable(model, "people", "People", settings)
        qtbot.addWidget(table)
        table.resize(700, 400)
        with qtbot.waitExposed(table):
            table.show()
        return table

    return make


@pytest.fixture
def table(make_table: Maker) -> RowsTable:
    return make_table()


def click_header(qtbot: QtBot, table: RowsTable, section: int, *, shift: bool = False) -> None:
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(section) + 8, header.height() // 2)
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    if shift:  # the table asks which keys are down, and a test's click does not press any
        qtbot.keyPress(table, Qt.Key.Key_Shift, keys)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, keys, at)
    if shift:
        qtbot.keyRelease(table, Qt.Key.Key_Shift)


def test_model_keeps_qts_rules(model: RowsModel[Row]) -> None:
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    model.search("an")
    model.sort_by(SortBy("born"), SortBy("name", descending=True))
    model.mark_line(1)
    model.set_filter(lambda row: row.age > 4)
    model.set_rows(ROWS[:3])
    model.set_rows([])
    assert tester.model() is model


def test_a_tooltip_is_plain_text(model: RowsModel[Row]) -> None:
    shown = model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Dafydd&lt;/b&gt;" in shown


def test_click_sorts_and_a_second_click_turns_it(qtbot: QtBot, table: RowsTable) -> None:
    click_header(qtbot, table, 0)
    assert table.sorting() == (SortBy("name"),)
    assert table.rows.row(0).name == "=1+1"
    click_header(qtbot, table, 0)
    assert table.sorting() == (SortBy("name", descending=True),)
    assert table.rows.row(0).name == "Siân"
    click_header(qtbot, table, 0)
    assert table.sorting() == ()
    assert table.rows.row(0).name == "Dafydd"


def test_shift_click_adds_a_second_key(qtbot: QtBot, table: RowsTable) -> None:
    click_header(qtbot, table, 0)
    click_header(qtbot, table, 2, shift=True)
    assert table.sorting() == (SortBy("name"), SortBy("age"))
    assert [table.rows.row(line).age for line in (0, 1)] == [3, 9]
    assert table.rows.headerData(2, Qt.Orientation.Horizontal) == "Age ↑2"


def test_the_current_row_and_scroll_survive_search_and_sort(qtbot: QtBot, table: RowsTable) -> None:
    chosen: list[Row] = []
    table.chosen.connect(chosen.append)
    assert table.choose("050")
    table.rows.search("siân")
    assert table.current_row().id == "050"
    table.sort(SortBy("age", descending=True))
    assert table.current_row().id == "050"
    table.rows.search("bob")
    assert table.current_row() is None
    table.rows.search("")
    assert table.current_row().id == "050"
    assert [row.id for row in chosen] == ["050"]


def test_scroll_stays_when_the_rows_are_read_again(qtbot: QtBot, table: RowsTable) -> None:
    qtbot.waitUntil(lambda: table.verticalScrollBar().maximum() > 40)
    table.verticalScrollBar().setValue(40)
    table.rows.set_rows(list(ROWS))
    assert table.verticalScrollBar().value() == 40


def test_ctrl_c_copies_the_block_with_its_headers(qtbot: QtBot, table: RowsTable) -> None:
    table.setFocus()
    table.setCurrentIndex(table.rows.index(2, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Name\tBorn\nSiân\t2012-01-01\n'=1+1\t\n"


def test_hidden_and_moved_columns_are_copied_as_they_stand(qtbot: QtBot, table: RowsTable) -> None:
    table.show_column("born", shown=False)
    table.horizontalHeader().moveSection(2, 0)
    table.setFocus()
    table.setCurrentIndex(table.rows.index(0, 0))
    whole = QItemSelection(table.rows.index(0, 0), table.rows.index(0, 2))  # no key plays a part
    table.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    table.copy_block()
    assert QGuiApplication.clipboard().text() == "Age\tName\n0\tDafydd\n"


def test_enter_opens_the_row(qtbot: QtBot, table: RowsTable) -> None:
    table.setFocus()
    table.setCurrentIndex(table.rows.index(4, 1))
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args[0].id == "004"


def test_columns_stay_as_they_were_put(make_table: Maker, settings: QSettings) -> None:
    first = make_table()
    first.show_column("born", shown=False)
    first.horizontalHeader().moveSection(2, 0)
    first.setColumnWidth(0, 333)
    second = make_table()
    assert not second.is_shown("born")
    assert second.horizontalHeader().visualIndex(2) == 0
    assert abs(second.columnWidth(0) - 333) <= second.fontMetrics().averageCharWidth()
    second.reset_columns()
    assert second.is_shown("born")
    assert second.horizontalHeader().visualIndex(2) == 2
    assert "Siân" not in str([settings.value(key) for key in settings.allKeys()])


def test_the_last_column_cannot_be_hidden(table: RowsTable) -> None:
    for key in ("name", "born", "age"):
        table.show_column(key, shown=False)
    assert sum(table.is_shown(key) for key in ("name", "born", "age")) == 1


@pytest.mark.parametrize(
    "kept", ["not json", "[1, 2]", '{"order": ["gone"], "widths": {"name": "x"}}']
)
def test_a_kept_layout_that_makes_no_sense_is_passed_over(
    make_table: Maker, settings: QSettings, kept: str
) -> None:
    settings.setValue("columns/people", kept)
    assert make_table().is_shown("name")


def test_menu_sorts_and_hides_without_a_mouse(table: RowsTable) -> None:
    menu = table.columns_menu
    menu.fill()
    entries = {action.data(): action for action in menu.actions() if action.data()}
    for part in menu.actions():
        if part.menu():
            entries |= {action.data(): action for action in part.menu().actions()}
    entries["sort", "born"].trigger()
    entries["then", "name"].trigger()
    assert table.sorting() == (SortBy("born"), SortBy("name"))
    entries["show", "age"].trigger()
    assert not table.is_shown("age")
    entries["reset", ""].trigger()
    assert table.is_shown("age")


def test_tab_leaves_the_table(qtbot: QtBot, table: RowsTable) -> None:
    assert not table.tabKeyNavigation()


def test_sizes_follow_the_font(table: RowsTable) -> None:
    before = table.rowHeight(0), table.columnWidth(0)
    face = table.font()
    face.setPointSizeF(face.pointSizeF() * 2)
    table.setFont(face)
    assert table.rowHeight(0) > before[0] * 1.6
    assert table.columnWidth(0) > before[1] * 1.6
    assert table.iconSize().height() == table.fontMetrics().height()
