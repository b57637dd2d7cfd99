"""Relisted cases put on by a button, an addendum, an invitation, and cancelling, on the page."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ehp_desktop.review import surgery_life
from ehp_desktop.review.attendance import Attending, record_attendance
from ehp_desktop.review.audit_trail import AuditFilter, read_audit
from ehp_desktop.review.issuing import Variants, issue
from ehp_desktop.review.kept_texts import kept_texts
from ehp_desktop.review.names import Names
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.outcomes import record
from ehp_desktop.review.surgery import (
    SurgeryDraft,
    add_cases,
    new_surgery,
    one_surgery,
    remove_cases,
)
from ehp_desktop.review.surgery_life import surgery_events
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.surgery import life_work
from ehp_desktop.ui.surgery.page import SurgeriesPage

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
DAY, NEXT = dt.date(2021, 10, 5), dt.date(2021, 11, 2)
Idle = Callable[[], None]


@pytest.fixture
def filled(opened_wales: OpenStore, five_children: tuple[str, ...]) -> int:
    number = new_surgery(opened_wales, SurgeryDraft(DAY, place="Y Neuadd"))
    add_cases(opened_wales, number, five_children[:2])
    return number


def click(qtbot: QtBot, page: QWidget, name: str) -> None:
    target = page.findChild(QPushButton, name)
    assert target is not None
    assert target.isEnabled(), target.toolTip()
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton)


def dialog(qtbot: QtBot, name: str) -> QDialog:
    def shown() -> bool:
        modal = QApplication.activeModalWidget()
        return modal is not None and modal.objectName() == name

    qtbot.waitUntil(shown)
    modal = QApplication.activeModalWidget()
    assert isinstance(modal, QDialog)
    return modal


def test_a_relisted_case_that_was_taken_off_is_put_on_again_by_the_button(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    record(opened_wales, filled, "1001", "not_yet", by_date=NEXT)
    later = new_surgery(opened_wales, SurgeryDraft(NEXT))
    remove_cases(opened_wales, later, ("1001",))
    page.return_to(later)
    idle()
    relist = page.findChild(QPushButton, "life_relist")
    assert relist is not None
    assert relist.isVisible()
    assert relist.text() == "Put 1 relisted case on the agenda"
    qtbot.mouseClick(relist, Qt.MouseButton.LeftButton)
    idle()
    assert one_surgery(opened_wales, later).cases == ("1001",)
    page.read()
    idle()
    assert not relist.isVisible()


def test_an_addendum_is_added_to_a_closed_surgery_and_nothing_is_kept_of_its_typing(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    issue(opened_wales, filled, Variants(), NOON)
    surgery_life.hold(opened_wales, filled)
    surgery_life.close(opened_wales, filled, anyway="The fire alarm.")
    page.read()
    idle()
    click(qtbot, page, "life_addendum")
    asked = dialog(qtbot, "addendumDialog")
    click(qtbot, asked, "accept")
    assert asked.banner.text == "Type what is to be added."  # type: ignore[attr-defined]
    qtbot.keyClicks(asked.text, "The court rang.")  # type: ignore[attr-defined]
    idle()
    page.life._context.keep_texts()
    idle()
    assert f"surgery/{filled}/addendum_text" in kept_texts(opened_wales)
    click(qtbot, asked, "accept")
    idle()
    added = [one for one in surgery_events(opened_wales, filled) if one.kind == "addendum"]
    assert [one.text for one in added] == ["The court rang."]
    assert page.panel.life.said.text().endswith("Addenda: 1.")
    page.life._context.keep_texts()
    idle()
    assert kept_texts(opened_wales) == {}


def test_cancelling_wants_a_reason_and_its_other_button_keeps_the_surgery(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    click(qtbot, page, "life_cancel")
    asked = dialog(qtbot, "cancelDialog")
    keep = asked.findChild(QPushButton, "cancel")
    assert keep is not None
    assert keep.text() == "Keep the surgery"
    click(qtbot, asked, "accept")
    assert asked.banner.text == "Say why it is cancelled."  # type: ignore[attr-defined]
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    assert one_surgery(opened_wales, filled).state == "draft"

    click(qtbot, page, "life_cancel")
    asked = dialog(qtbot, "cancelDialog")
    qtbot.keyClicks(asked.text, "Nobody can come.")  # type: ignore[attr-defined]
    click(qtbot, asked, "accept")
    idle()
    assert one_surgery(opened_wales, filled).state == "cancelled"
    assert page.panel.life.state.text() == "cancelled"
    assert "Nobody can come." in page.panel.life.said.text()
    for name in ("life_issue", "life_hold", "life_postpone", "life_cancel"):
        button = page.findChild(QPushButton, name)
        assert button is not None
        assert not button.isEnabled()
        assert button.toolTip()


def test_an_invitation_is_made_for_those_who_are_ticked(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    invited = [Attending(name, part="invited") for name in ("Dr Non Parry", "Ann Rees")]
    record_attendance(opened_wales, filled, invited)
    timer = QTimer(page)

    def answer() -> None:
        modal = QApplication.activeModalWidget()
        if modal is not None and modal.objectName() == "invitationDialog":
            timer.stop()
            people = modal.findChild(QListWidget, "invitation_to")
            assert people is not None
            assert [people.item(row).text() for row in range(2)] == ["Dr Non Parry", "Ann Rees"]
            people.item(1).setCheckState(Qt.CheckState.Unchecked)
            qtbot.mouseClick(modal.findChild(QPushButton, "accept"), Qt.MouseButton.LeftButton)

    timer.timeout.connect(answer)
    timer.start(20)
    click(qtbot, page, "life_invitation")
    qtbot.waitUntil(lambda: page.shows_agenda, timeout=20_000)
    idle()
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(page.view.pdf)).pages)
    assert "Dr Non Parry" in text
    assert "Ann Rees" not in text
    assert "Y Neuadd" in text
    (line,) = read_audit(opened_wales, AuditFilter(action="printed"))
    assert line.row.about == {"paper": "invitation", "with_advice": False}


def test_minutes_made_in_the_window_are_in_the_audit_with_whether_they_hold_advice(
    filled: int, opened_wales: OpenStore, no_progress: Callable[[], JobProgress]
) -> None:
    for advice in (False, True):
        life_work.minutes(opened_wales, filled, "en", Names.INITIALS, advice, no_progress())
    lines = read_audit(opened_wales, AuditFilter(action="printed"))
    assert [one.row.about for one in reversed(lines)] == [
        {"paper": "minutes", "with_advice": advice} for advice in (False, True)
    ]
