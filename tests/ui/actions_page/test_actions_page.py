"""The actions page: overdue first, filters, Space, undo, adding, correcting, printing."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ehp_desktop.review.actions_to_do import NewAction, add_action, list_actions
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_trail import AuditFilter, read_audit
from ehp_desktop.review.kept_texts import kept_texts
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui.actions_page.page import ActionsPage
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Jobs

TODAY = dt.date(2021, 9, 30)
Idle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, context: AppContext, opened_wales: OpenStore, idle: Idle) -> ActionsPage:
    for what, who, day in (
        ("Book the room", "Gareth Lloyd", None),
        ("Draft the C110A", "G. Morris", dt.date(2021, 10, 4)),
        ("Ask the school", "Mair Dafydd", dt.date(2021, 9, 20)),
    ):
        add_action(opened_wales, NewAction(what, who, day))
    made = ActionsPage(context)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.activateWindow()
    idle()
    qtbot.waitUntil(made.table.hasFocus)
    return made


def shown(page: ActionsPage) -> list[str]:
    return [one.row.what for one in page.rows.shown_rows()]


def test_overdue_actions_lead_in_shape_word_and_colour(
    page: ActionsPage, qtmodeltester: ModelTester
) -> None:
    assert shown(page) == ["Ask the school", "Draft the C110A", "Book the room"]
    assert [page.rows.index(line, 0).data() for line in range(3)] == [
        "overdue 10 days",
        "due",
        "open",
    ]
    first = page.rows.index(0, 0)
    assert first.data(Qt.ItemDataRole.DecorationRole) is not None
    assert first.data(Qt.ItemDataRole.ForegroundRole) is not None
    qtmodeltester.check(page.rows)


def test_space_marks_what_is_done_and_ctrl_z_takes_it_back(
    qtbot: QtBot, page: ActionsPage, idle: Idle, opened_wales: OpenStore
) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    idle()
    assert shown(page) == ["Draft the C110A", "Book the room"]
    assert [one.row.done_on for one in list_actions(opened_wales, TODAY)].count(TODAY) == 1
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    idle()
    assert shown(page)[0] == "Ask the school"


def test_filters_leave_what_fits_and_say_where_nothing_does(
    qtbot: QtBot, page: ActionsPage
) -> None:
    who = page.findChild(QComboBox, "actions_who")
    who.setCurrentIndex(who.findData("G. Morris"))
    assert shown(page) == ["Draft the C110A"]
    qtbot.mouseClick(page.findChild(QCheckBox, "actions_overdue"), Qt.MouseButton.LeftButton)
    assert page.states.words.startswith("No action fits")
    page.filters.clear()
    assert len(shown(page)) == 3


def test_an_action_is_added_and_corrected_in_a_dialog_that_keeps_what_was_typed(
    qtbot: QtBot, page: ActionsPage, idle: Idle, opened_wales: OpenStore
) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Plus)
    dialog = QApplication.activeModalWidget()
    what = dialog.findChild(QLineEdit, "action_what")
    qtbot.keyClicks(what, "Ring the court")
    qtbot.keyClick(what, Qt.Key.Key_Return)
    assert dialog.banner.text == "Say who is to do it."
    qtbot.keyClicks(dialog.findChild(QLineEdit, "action_who"), "Huw Pryce")
    qtbot.keyClick(what, Qt.Key.Key_Return)
    idle()
    assert "Ring the court" in shown(page)

    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.table.setFocus()
    page.table.choose(page.rows.row(0).number)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    dialog = QApplication.activeModalWidget()
    qtbot.keyClick(dialog.findChild(QLineEdit, "action_what"), Qt.Key.Key_End)
    qtbot.keyClicks(dialog.findChild(QLineEdit, "action_what"), " for its view")
    qtbot.keyClick(dialog.findChild(QLineEdit, "action_what"), Qt.Key.Key_Return)
    idle()
    assert shown(page)[0] == "Ask the school for its view"


def test_the_list_is_looked_at_as_it_will_be_printed(
    qtbot: QtBot, page: ActionsPage, idle: Idle
) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    idle()
    assert page.view.isVisible()
    assert page.view.pdf.startswith(b"%PDF")
    (line,) = read_audit(page._context.opened, AuditFilter(action="printed"))
    assert line.row.about == {"paper": "actions", "with_advice": False}


def test_without_an_action_it_says_where_they_come_from(
    qtbot: QtBot, context: AppContext, idle: Idle
) -> None:
    page = ActionsPage(context)
    qtbot.addWidget(page)
    page.show()
    idle()
    assert page.states.words.startswith("Nothing is to be done")


def test_the_chair_confirms_every_draft_at_once(
    qtbot: QtBot,
    opened_as: Callable[..., OpenStore],
    jobs: Jobs,
    idle: Idle,
    light: None,
) -> None:
    office = opened_as(Role.ADMINISTRATOR)
    for what in ("Book the room", "Ring the court"):
        add_action(office, NewAction(what, "Gareth Lloyd", None))
    chair = opened_as(Role.CHAIR)
    made = ActionsPage(AppContext(chair, jobs, today=TODAY))
    qtbot.addWidget(made)
    made.show()
    idle()
    confirm = made.findChild(QPushButton, "actions_confirm")
    assert confirm is not None
    assert confirm.text() == "Con&firm drafts (2)"
    assert confirm.isEnabled()
    qtbot.mouseClick(confirm, Qt.MouseButton.LeftButton)
    idle()
    assert [one.row.confirmed for one in list_actions(chair, TODAY)] == [True, True]
    assert [one.draft for one in list_actions(chair, TODAY)] == [None, None]
    assert made.banner.text == "Every draft of an action is confirmed."
    assert not confirm.isVisible()


def test_a_new_action_that_was_typed_and_not_added_comes_back(
    qtbot: QtBot, page: ActionsPage, idle: Idle, context: AppContext, opened_wales: OpenStore
) -> None:
    for words in ("Ring the court", "Ring the court now"):
        page.add_one()
        dialog = QApplication.activeModalWidget()
        what, who = (dialog.findChild(QLineEdit, f"action_{one}") for one in ("what", "who"))
        assert what.text() == ("" if words == "Ring the court" else "Ring the court")
        what.setFocus()
        what.deselect()
        qtbot.keyClicks(what, words.removeprefix(what.text()))
        if not who.text():
            qtbot.keyClicks(who, "Ann")
        idle()
        context.keep_texts()
        idle()
        assert "action/new" in kept_texts(opened_wales)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    page.add_one()
    dialog = QApplication.activeModalWidget()
    qtbot.keyClick(dialog.findChild(QLineEdit, "action_what"), Qt.Key.Key_Return)
    idle()
    assert "Ring the court now" in shown(page)
    context.keep_texts()
    idle()
    assert kept_texts(opened_wales) == {}
