"""A date that is typed is the date that is meant, whatever stood there before."""

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from ehp_desktop.ui.day_edit import DayEdit, read_day

OCTOBER = QDate(2021, 10, 12)


@pytest.fixture(params=[QDate(2021, 11, 22), QDate(2021, 2, 10), QDate(2024, 2, 29)], ids=str)
def edit(request: pytest.FixtureRequest, qtbot: QtBot) -> DayEdit:
    field = DayEdit(request.param)
    field.setDisplayFormat("d MMM yyyy")
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    return field


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12 Oct 2021", OCTOBER),
        ("12 oct 2021", OCTOBER),
        ("12/10/2021", OCTOBER),
        ("12.10.2021", OCTOBER),
        ("12-10-2021", OCTOBER),
        ("2021-10-12", OCTOBER),
        ("9/11/2021", QDate(2021, 11, 9)),
        ("30 Sep 2021", QDate(2021, 9, 30)),
        ("31/1/2022", QDate(2022, 1, 31)),
        ("29/02/2024", QDate(2024, 2, 29)),
    ],
)
def test_what_is_typed_is_what_is_meant(
    qtbot: QtBot, edit: DayEdit, typed: str, meant: QDate
) -> None:
    qtbot.keyClicks(edit, typed)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.date() == meant
    assert edit.lineEdit().text() == meant.toString("d MMM yyyy")


@pytest.mark.parametrize("typed", ["12 Oct", "31/2/2021", "12/13/2021", "2 Oct 21", "Oct"])
def test_less_than_a_date_changes_nothing(qtbot: QtBot, edit: DayEdit, typed: str) -> None:
    before = edit.date()
    qtbot.keyClicks(edit, typed)
    edit.clearFocus()
    assert edit.date() == before
    assert edit.lineEdit().text() == before.toString("d MMM yyyy")


def test_a_letter_is_taken_back(qtbot: QtBot, edit: DayEdit) -> None:
    qtbot.keyClicks(edit, "12/11")
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    qtbot.keyClicks(edit, "0/2021")
    assert edit.date() == OCTOBER


def test_arrow_keys_go_on_stepping(qtbot: QtBot, edit: DayEdit) -> None:
    before = edit.date()
    edit.setSelectedSection(DayEdit.Section.YearSection)
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.date().year() == before.year() + 1


def test_only_a_whole_date_is_read() -> None:
    assert read_day("12/10/202") is None
    assert read_day("") is None
