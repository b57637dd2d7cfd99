"""Dialogs of the surgeries page: they edit a copy, give back a value, and are freed."""

import datetime as dt
import gc
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, Qt, QTime, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QTimeEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.caseload import Caseload, assess_caseload
from ehp_desktop.review.language import Language
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft
from ehp_desktop.ui.caseload.columns import CaseColumns
from ehp_desktop.ui.surgery.add_dialog import AddDialog
from ehp_desktop.ui.surgery.fill_dialog import FillDialog
from ehp_desktop.ui.surgery.series_dialog import SeriesDialog
from ehp_desktop.ui.surgery.surgery_dialog import SurgeryDialog, ask_surgery

DAY = dt.date(2021, 10, 5)
DRAFT = SurgeryDraft(DAY, place="Y Neuadd", chair="Rhiannon Evans")


@pytest.fixture
def caseload(opened_wales: OpenStore, make_child: Callable[..., ChildRow]) -> Caseload:
    rows = [
        make_child(child_id="1001", forename="Ioan"),
        make_child(child_id="1002", forename="Siân", last_visit_date=dt.date(2021, 1, 1)),
        make_child(child_id="1003", forename="Mair"),
        make_child(child_id="1004", forename="Tomos", placement_code="H3"),
    ]
    parameters = opened_wales.parameters.at(DAY)
    lines = assess_caseload(rows, DAY, parameters, opened_wales.code_set)
    return Caseload(DAY, "1", opened_wales.code_set, lines)


def accept(dialog: QDialog) -> QPushButton:
    button = dialog.findChild(QPushButton, "accept")
    assert isinstance(button, QPushButton)
    return button


# One surgery


def test_a_surgery_is_typed_and_given_back(qtbot: QtBot) -> None:
    dialog = SurgeryDialog(DRAFT, new=True)
    qtbot.addWidget(dialog)
    dialog.show()

    dialog.findChild(QDateEdit, "surgery_date").setDate(QDate(2021, 11, 2))
    dialog.findChild(QTimeEdit, "surgery_time").setTime(QTime(13, 30))
    lawyer = dialog.findChild(QLineEdit, "surgery_lawyer")
    qtbot.keyClicks(lawyer, "  Gethin Morris <b> ")
    dialog.findChild(QSpinBox, "surgery_minutes").setValue(25)
    dialog.findChild(QLineEdit, "surgery_place").clear()

    assert dialog.draft == SurgeryDraft(
        dt.date(2021, 11, 2),
        dt.time(13, 30),
        place=None,
        chair="Rhiannon Evans",
        lawyer="Gethin Morris <b>",
        minutes_per_case=25,
    )
    assert DRAFT.lawyer is None


def test_a_surgery_is_asked_for_by_keyboard_alone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    def type_and_enter() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SurgeryDialog)
        qtbot.keyClicks(dialog.findChild(QLineEdit, "surgery_lawyer"), "Gethin Morris")
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(0, type_and_enter)
    asked = ask_surgery(window, DRAFT, new=True)

    assert asked is not None
    assert asked.lawyer == "Gethin Morris"


def test_escape_gives_nothing_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)

    def leave() -> None:
        qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)

    QTimer.singleShot(0, leave)

    assert ask_surgery(window, DRAFT, new=True) is None
    assert window.findChildren(QDialog) == []


# A series


def test_the_first_tuesdays_are_shown_before_they_are_made(qtbot: QtBot) -> None:
    dialog = SeriesDialog(DRAFT, Language.ENGLISH)
    qtbot.addWidget(dialog)

    dialog.findChild(QSpinBox, "series_count").setValue(3)

    days = dialog.findChild(QListWidget, "series_days")
    assert [days.item(n).text() for n in range(days.count())] == [
        "Tuesday 5 October 2021",
        "Tuesday 2 November 2021",
        "Tuesday 7 December 2021",
    ]
    assert accept(dialog).text() == "Make 3 surgeries"


def test_a_bank_holiday_says_to_which_day_it_moves(qtbot: QtBot) -> None:
    dialog = SeriesDialog(SurgeryDraft(dt.date(2022, 1, 1)), Language.ENGLISH)
    qtbot.addWidget(dialog)
    weekday = dialog.findChild(QComboBox, "series_weekday")
    weekday.setCurrentIndex(weekday.findData("monday"))

    first = dialog.findChild(QListWidget, "series_days").item(0).text()

    assert first == "Tuesday 4 January 2022 (moved: 3 January 2022 is a bank holiday)"


def test_a_day_is_left_out_by_unticking_it(qtbot: QtBot) -> None:
    dialog = SeriesDialog(DRAFT, Language.ENGLISH)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.findChild(QSpinBox, "series_count").setValue(2)
    days = dialog.findChild(QListWidget, "series_days")

    days.setFocus()
    qtbot.keyClick(days, Qt.Key.Key_Space)

    assert [day.date for day in dialog.wish.days] == [dt.date(2021, 11, 2)]
    assert dialog.wish.draft.place == "Y Neuadd"
    assert accept(dialog).text() == "Make 1 surgery"
    qtbot.keyClick(days, Qt.Key.Key_Down)
    qtbot.keyClick(days, Qt.Key.Key_Space)
    assert not accept(dialog).isEnabled()


# Adding and filling


def test_a_child_is_found_without_the_accent_and_added_by_enter(
    qtbot: QtBot, caseload: Caseload, columns: CaseColumns
) -> None:
    dialog = AddDialog(caseload.lines, ("1001",), columns)
    qtbot.addWidget(dialog)
    dialog.show()

    assert not accept(dialog).isEnabled()
    qtbot.keyClicks(dialog.search, "sian")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.child_ids == ("1002",)
    assert accept(dialog).text() == "Add 1 child"
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)


def test_children_on_the_agenda_are_not_offered_again(
    qtbot: QtBot, caseload: Caseload, columns: CaseColumns
) -> None:
    dialog = AddDialog(caseload.lines, ("1001", "1003"), columns)
    qtbot.addWidget(dialog)

    dialog.table.selectAll()

    assert dialog.child_ids == ("1002", "1004")


def test_nobody_found_says_so_and_offers_to_clear_the_search(
    qtbot: QtBot, caseload: Caseload, columns: CaseColumns
) -> None:
    dialog = AddDialog(caseload.lines, (), columns)
    qtbot.addWidget(dialog)
    dialog.show()

    qtbot.keyClicks(dialog.search, "nobody at all")
    clear = dialog.findChild(QPushButton, "state_action")
    assert clear.isVisible()
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)

    assert dialog.search.text() == ""
    assert dialog.table.isVisible()


def test_the_candidates_of_a_route_are_shown_in_their_order(
    qtbot: QtBot, caseload: Caseload, columns: CaseColumns
) -> None:
    dialog = FillDialog(caseload, (), columns)
    qtbot.addWidget(dialog)

    assert dialog.child_ids == ("1001", "1003", "1002")
    assert dialog.said == ("3 candidates on the surgery's date; 0 are on the agenda already.")
    dialog.findChild(QSpinBox, "fill_limit").setValue(1)
    assert dialog.child_ids == ("1001",)
    state = dialog.findChild(QComboBox, "fill_state")
    state.setCurrentIndex(state.findData("work_needed"))
    assert dialog.child_ids == ("1002",)
    assert accept(dialog).text() == "Add 1 child"


def test_those_on_the_agenda_do_not_count_towards_the_limit(
    qtbot: QtBot, caseload: Caseload, columns: CaseColumns
) -> None:
    dialog = FillDialog(caseload, ("1001",), columns)
    qtbot.addWidget(dialog)

    dialog.findChild(QSpinBox, "fill_limit").setValue(2)

    assert dialog.child_ids == ("1003", "1002")


def test_a_route_without_candidates_says_so(
    qtbot: QtBot, caseload: Caseload, columns: CaseColumns
) -> None:
    dialog = FillDialog(caseload, (), columns)
    qtbot.addWidget(dialog)
    route = dialog.findChild(QComboBox, "fill_route")
    route.setCurrentIndex(route.findData("special_guardianship"))

    assert dialog.child_ids == ()
    assert not accept(dialog).isEnabled()


# All


@pytest.mark.parametrize("kind", ["surgery", "series", "add", "fill"])
def test_a_dialog_is_freed_when_it_is_done(
    qtbot: QtBot, caseload: Caseload, columns: CaseColumns, kind: str
) -> None:
    made: dict[str, Callable[[], QDialog]] = {
        "surgery": lambda: SurgeryDialog(DRAFT, new=False),
        "series": lambda: SeriesDialog(DRAFT, Language.ENGLISH),
        "add": lambda: AddDialog(caseload.lines, (), columns),
        "fill": lambda: FillDialog(caseload, (), columns),
    }
    dialog = made[kind]()
    dialog.show()
    gone = weakref.ref(dialog)
    dialog.close()

    del dialog
    gc.collect()

    assert gone() is None


@pytest.mark.parametrize("kind", ["surgery", "series", "add", "fill"])
def test_every_control_of_a_dialog_has_a_name(
    qtbot: QtBot, caseload: Caseload, columns: CaseColumns, kind: str
) -> None:
    made: dict[str, Callable[[], QDialog]] = {
        "surgery": lambda: SurgeryDialog(DRAFT, new=False),
        "series": lambda: SeriesDialog(DRAFT, Language.ENGLISH),
        "add": lambda: AddDialog(caseload.lines, (), columns),
        "fill": lambda: FillDialog(caseload, (), columns),
    }
    dialog = made[kind]()
    qtbot.addWidget(dialog)
    dialog.show()

    unnamed = [
        control
        for control in dialog.findChildren(QWidget)
        if control.isVisible()
        and control.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (control.accessibleName() or getattr(control, "text", str)())
        and not (control.parentWidget() and control.parentWidget().accessibleName())
    ]

    assert unnamed == []
