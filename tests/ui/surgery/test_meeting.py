"""The meeting: one key an outcome, drafts of an administrator, undo, and keys faster than disks."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_trail import AuditFilter, read_audit
from ehp_desktop.review.kept_texts import kept_texts
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.outcomes import list_outcomes
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Jobs
from ehp_desktop.ui.notes import kept
from ehp_desktop.ui.surgery.meeting.page import MeetingPage
from ehp_desktop.ui.surgery.page import SurgeriesPage

KEY = Qt.Key
Idle = Callable[[], None]
DAY = dt.date(2021, 10, 5)
Begin = Callable[[Role], MeetingPage]


@pytest.fixture
def begin(
    qtbot: QtBot,
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
    jobs: Jobs,
    idle: Idle,
    light: None,
) -> Begin:
    """A meeting of three cases, opened as a person of a role; the store stays the same."""
    pages: list[SurgeriesPage] = []

    def open_meeting(role: Role) -> MeetingPage:
        opened = opened_as(role)
        if not pages:
            put_children(opened, *(make_child(child_id=one) for one in ("1001", "1002", "1003")))
            add_cases(opened, new_surgery(opened, SurgeryDraft(DAY)), ("1001", "1002", "1003"))
        for one in pages:
            one.hide()
        page = SurgeriesPage(AppContext(opened, jobs, today=dt.date(2021, 9, 30)))
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1024, 640)
        page.show()
        page.activateWindow()
        idle()
        page.panel.life.actions_["meeting"].trigger()
        idle()
        assert page.meeting is not None
        qtbot.waitUntil(page.meeting.table.hasFocus)
        return page.meeting

    return open_meeting


def codes(page: MeetingPage) -> list[str]:
    return [one.row.code for one in list_outcomes(page.context.opened) if one.row is not None]


def test_the_list_is_a_sound_model(begin: Begin, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(begin(Role.CHAIR).rows)


def test_an_administrators_outcomes_are_drafts_that_the_chair_confirms_at_once(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    page = begin(Role.ADMINISTRATOR)
    assert page.notice.text() == "What you record is a draft, for the chair to confirm."
    qtbot.keyClick(page.table, KEY.Key_D)
    qtbot.keyClick(page.table, KEY.Key_Return)
    qtbot.keyClick(page.table, KEY.Key_S)
    idle()
    assert page.rows.index(0, 2).data() == "draft: Discharge"
    assert not page.confirm.isEnabled()

    page = begin(Role.CHAIR)
    assert page.confirm.text() == "Con&firm all (2)"
    qtbot.mouseClick(page.confirm, Qt.MouseButton.LeftButton)
    idle()
    assert page.rows.index(0, 2).data() == "Discharge"
    assert page.confirm.isHidden()
    assert [one.draft for one in list_outcomes(page.context.opened)] == [None, None]


def test_keys_pressed_faster_than_the_store_writes_are_all_kept(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    page = begin(Role.CHAIR)
    for key in (KEY.Key_D, KEY.Key_Return, KEY.Key_A, KEY.Key_Return, KEY.Key_G):
        qtbot.keyClick(page.table, key)
    qtbot.keyClick(page.table, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    idle()
    assert codes(page) == ["discharge", "child_arrangements"]
    assert page.count.text() == "2 of 3 cases have an outcome"


def test_reasons_that_are_required_are_asked_for_and_esc_stores_nothing(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    page = begin(Role.CHAIR)
    qtbot.keyClick(page.table, KEY.Key_E)
    assert page.form.reason.hasFocus()
    qtbot.keyClick(page.form.reason, KEY.Key_Return)
    assert page.form.isVisible()
    qtbot.keyClicks(page.form.reason, "dal")  # letters are letters here, not outcomes
    qtbot.keyClick(page.form.reason, KEY.Key_Escape)
    idle()
    assert codes(page) == []
    assert page.isVisible()
    assert page.table.hasFocus()


def test_what_the_store_refuses_is_said_and_the_case_shows_what_stands(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    page = begin(Role.CHAIR)
    qtbot.keyClick(page.table, KEY.Key_N)
    page.form.day.setDate(page.form.day.date().addYears(-1))
    qtbot.keyClick(page.form.day, KEY.Key_Return)
    idle()
    assert "not after the surgery's own" in page.banner.text
    assert page.rows.index(0, 2).data() == "no outcome yet"


def test_the_keys_stand_on_the_buttons_and_a_click_is_a_key(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    begin(Role.CHAIR)
    page = begin(Role.LAWYER)
    keys = [one for one in page.keys.findChildren(QPushButton) if one.isVisible()]
    assert [one.text()[0] for one in keys] == list("DSGAINKEL")
    assert all(one.accessibleName() for one in keys)
    qtbot.mouseClick(keys[0], Qt.MouseButton.LeftButton)
    idle()
    assert codes(page) == ["discharge"]
    assert keys[0].isChecked()


def test_beside_notes_no_key_is_an_outcome_and_esc_goes_back_to_the_case(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    page = begin(Role.CHAIR)
    qtbot.keyClick(page.table, KEY.Key_W)
    idle()
    assert page.notes.box is not None
    assert not page.keys.isVisible()
    page.table.setFocus()
    qtbot.keyClick(page.table, KEY.Key_D)
    idle()
    assert codes(page) == []
    qtbot.keyClick(page.table, KEY.Key_Escape)
    assert page.keys.isVisible()
    assert page.isVisible()


def test_a_saved_note_leaves_the_keyboard_in_the_box_and_no_letter_is_an_outcome(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    page = begin(Role.CHAIR)
    qtbot.keyClick(page.table, KEY.Key_W)
    idle()
    assert page.notes.box is not None
    writing = page.notes.box.writing
    edit = writing.editor.edit
    qtbot.keyClicks(edit, "The school was heard.")
    qtbot.keyClick(edit, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    idle()
    assert page.in_notes
    assert edit.hasFocus()
    assert edit.toPlainText() == ""
    assert writing.banner.text.startswith("Saved")
    qtbot.keyClicks(edit, "dal")
    assert edit.toPlainText() == "dal"

    page.parts.setCurrentWidget(page.text)  # on purpose, but the fingers may still type
    page.table.setFocus()
    page._begin_rest()
    qtbot.keyClicks(page.table, "dsc")
    idle()
    assert codes(page) == []
    qtbot.waitUntil(lambda: not page.rests)
    qtbot.keyClick(page.table, KEY.Key_D)
    idle()
    assert codes(page) == ["discharge"]


def test_typing_on_after_a_reason_or_beside_the_list_is_no_outcome(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    page = begin(Role.CHAIR)
    qtbot.keyClick(page.table, KEY.Key_E)
    qtbot.keyClicks(page.form.reason, "Contested.")
    qtbot.keyClick(page.form.reason, KEY.Key_Return)
    qtbot.keyClicks(page.table, "dsg")
    idle()
    assert codes(page) == ["escalate"]
    qtbot.waitUntil(lambda: not page.rests)
    back = page.findChild(QPushButton, "meeting_back")
    assert back is not None
    back.setFocus()
    qtbot.keyClick(back, KEY.Key_D)
    idle()
    assert codes(page) == ["escalate"]


def test_reasons_are_there_after_a_crash_with_the_day_and_the_outcome(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    page = begin(Role.CHAIR)
    qtbot.keyClick(page.table, KEY.Key_N)
    page.form.day.setDate(QDate(2021, 12, 7))
    qtbot.keyClicks(page.form.reason, "The school is to be heard. ")
    opened = page.context.opened
    qtbot.waitUntil(lambda: bool(kept_texts(opened)), timeout=kept.EVERY + 1500)
    idle()

    page = begin(Role.CHAIR)  # nothing of the page before was asked to keep anything
    qtbot.waitUntil(lambda: "reasons for" in page.said.text())
    qtbot.keyClick(page.table, KEY.Key_R)
    assert page.form.kept.text == "The school is to be heard. "
    assert page.form.day.date() == QDate(2021, 12, 7)
    qtbot.keyClick(page.form.reason, KEY.Key_Return)
    idle()
    assert codes(page) == ["not_yet"]
    page.context.keep_texts()
    idle()
    assert kept_texts(page.context.opened) == {}


def test_a_case_read_in_the_meeting_is_noted_in_the_audit_once_and_after_a_rest(
    qtbot: QtBot, begin: Begin, idle: Idle
) -> None:
    page = begin(Role.CHAIR)
    page.looking.rest.setInterval(400)
    for _ in range(2):  # past the second case without a rest
        qtbot.keyClick(page.table, KEY.Key_Return)
    for _ in range(2):
        qtbot.wait(600)
        idle()
        qtbot.keyClick(page.table, KEY.Key_D)  # the same case is shown anew
        idle()
    looks = read_audit(page.context.opened, AuditFilter(action="looked at a case"))
    later = [one.child_id for one in looks if one.child_id != "1001"]  # rests while it is opened
    assert later == ["1003"]
