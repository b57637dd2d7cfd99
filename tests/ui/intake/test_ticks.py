"""Lists whose lines can be ticked."""

from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ehp_desktop.ui.intake.ticks import TickedRows, TickTable
from ehp_desktop.ui.tables.columns import Column

CHECKED = Qt.CheckState.Checked


class Line(NamedTuple):
    name: str


@pytest.fixture
def table(qtbot: QtBot, light: None) -> TickTable:
    columns = [Column[Line]("name", "Name", lambda one: one.name, lambda one: one.name)]
    model: TickedRows[Line] = TickedRows(columns, lambda one: one.name, "has left care")
    made = TickTable(model, "ticked", "Ticked", None)
    model.setParent(made)
    qtbot.addWidget(made)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    model.set_rows([Line("a"), Line("b"), Line("c")])
    made.show()
    made.setFocus()
    return made


def test_space_asks_for_every_chosen_line_to_be_ticked(qtbot: QtBot, table: TickTable) -> None:
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    with qtbot.waitSignal(table.turn_wanted) as asked:
        qtbot.keyClick(table, Qt.Key.Key_Space)

    assert asked.args == [("a", "b"), True]


def test_space_unticks_where_all_are_ticked(qtbot: QtBot, table: TickTable) -> None:
    table.ticks.set_ticked(frozenset({"a", "b"}))
    table.selectAll()

    with qtbot.waitSignal(table.turn_wanted) as asked:
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert asked.args == [("a", "b", "c"), True]

    table.ticks.set_ticked(frozenset({"a", "b", "c"}))
    with qtbot.waitSignal(table.turn_wanted) as asked:
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert asked.args == [("a", "b", "c"), False]


def test_a_click_asks_and_only_the_page_ticks(qtbot: QtBot, table: TickTable) -> None:
    index = table.model().index(1, 0)

    with qtbot.waitSignal(table.turn_wanted) as asked:
        taken = table.model().setData(index, CHECKED, Qt.ItemDataRole.CheckStateRole)

    assert asked.args == [("b",), True]
    assert not taken
    assert index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    table.ticks.set_ticked(frozenset({"b"}))
    assert index.data(Qt.ItemDataRole.CheckStateRole) == CHECKED


def test_a_tick_is_read_out_in_words(table: TickTable) -> None:
    table.ticks.set_ticked(frozenset({"c"}))

    spoken = [
        table.model().index(line, 0).data(Qt.ItemDataRole.AccessibleTextRole) for line in (1, 2)
    ]

    assert spoken == [None, "c, has left care"]
