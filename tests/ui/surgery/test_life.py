"""A surgery's state, its buttons, issuing, papers, attendance: on the page, over a real store."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ehp_desktop.review import surgery_life
from ehp_desktop.review.actor import Role
from ehp_desktop.review.attendance import attendance
from ehp_desktop.review.issuing import Variants, issue, issued_paper
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery, one_surgery
from ehp_desktop.review.surgery_life import issued_papers
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Jobs
from ehp_desktop.ui.surgery import papers_list
from ehp_desktop.ui.surgery.page import SurgeriesPage

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
Idle = Callable[[], None]


@pytest.fixture
def filled(opened_wales: OpenStore, five_children: tuple[str, ...]) -> int:
    number = new_surgery(opened_wales, SurgeryDraft(dt.date(2021, 10, 5), place="Y Neuadd"))
    add_cases(opened_wales, number, five_children[:3])
    return number


def button(page: QWidget, name: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton, name))


def dialog(qtbot: QtBot, name: str) -> QDialog:
    def shown() -> bool:
        modal = QApplication.activeModalWidget()
        return modal is not None and modal.objectName() == name

    qtbot.waitUntil(shown)
    modal = QApplication.activeModalWidget()
    assert isinstance(modal, QDialog)
    return modal


def click(qtbot: QtBot, page: QWidget, name: str) -> None:
    target = button(page, name)
    assert target.isEnabled(), name
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton)


def test_a_draft_says_what_it_is_and_why_it_cannot_be_closed(
    filled: int, page: SurgeriesPage
) -> None:
    assert page.panel.life.state.text() == "draft"
    assert not page.panel.life.shape.pixmap().isNull()
    close = button(page, "life_close")
    assert not close.isEnabled()
    assert "still a draft" in close.toolTip()
    assert "nothing was changed" not in close.toolTip()
    assert close.accessibleDescription() == close.toolTip()
    assert button(page, "life_issue").isEnabled()


def test_issuing_keeps_each_paper_and_what_changed_after_it_is_said(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    click(qtbot, page, "life_issue")
    asked = dialog(qtbot, "issueDialog")
    for name in ("issue_cy", "issue_full"):
        tick = asked.findChild(QWidget, name)
        qtbot.keyClick(tick, Qt.Key.Key_Space)
    click(qtbot, asked, "accept")
    idle()
    assert len(issued_papers(opened_wales, filled)) == 4
    assert asked.papers.rows.rowCount() == 4
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert page.panel.life.state.text() == "issued, version 1"
    assert "Nothing has changed" in page.panel.life.said.text()

    page.panel.table.choose_ids(("1001",))
    page.panel.table.move_down.trigger()
    idle()
    page.read()
    idle()
    said = page.panel.life.said.text()
    assert said == "Changed since version 1: The order of the cases was changed."


def test_a_kept_paper_is_saved_byte_for_byte(
    qtbot: QtBot,
    filled: int,
    page: SurgeriesPage,
    idle: Idle,
    opened_wales: OpenStore,
    tmp_path: Path,
    qtmodeltester: ModelTester,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issue(opened_wales, filled, Variants(), NOON)
    page.read()
    idle()
    path = tmp_path / "kept"
    monkeypatch.setattr(papers_list, "ask_where_to_save", lambda *_: (path, ""))
    click(qtbot, page, "life_papers")
    asked = dialog(qtbot, "papersDialog")
    idle()
    qtmodeltester.check(asked.papers.rows)
    click(qtbot, asked, "paper_save")
    idle()
    saved = path.with_name("kept.pdf").read_bytes()
    assert saved == issued_paper(opened_wales, issued_papers(opened_wales, filled)[0].id)
    qtbot.keyClick(asked.papers.table, Qt.Key.Key_Return)
    idle()
    assert page.shows_agenda
    assert page.view.pdf == saved


def test_postponing_wants_a_reason_and_can_be_taken_back(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    click(qtbot, page, "life_postpone")
    asked = dialog(qtbot, "postponeDialog")
    qtbot.keyClick(asked.findChild(QWidget, "postpone_known"), Qt.Key.Key_Space)
    click(qtbot, asked, "accept")
    assert asked.isVisible()
    assert asked.banner.text == "Say why it is postponed."
    qtbot.keyClicks(asked.text, "The lawyer is ill.")
    click(qtbot, asked, "accept")
    idle()
    assert one_surgery(opened_wales, filled).state == "postponed"
    assert "The lawyer is ill." in page.panel.life.said.text()
    click(qtbot, page, "banner_action")
    idle()
    assert one_surgery(opened_wales, filled).state == "draft"


def test_closing_without_outcomes_names_the_cases_and_wants_a_reason(
    qtbot: QtBot, filled: int, page: SurgeriesPage, idle: Idle, opened_wales: OpenStore
) -> None:
    issue(opened_wales, filled, Variants(), NOON)
    surgery_life.hold(opened_wales, filled)
    page.read()
    idle()
    assert "3 of 3 cases have no outcome yet" in page.panel.life.said.text()
    click(qtbot, page, "life_close")
    asked = dialog(qtbot, "closeDialog")
    assert "1001, 1002, 1003" in asked.findChild(QWidget, "about").text()
    qtbot.keyClicks(asked.text, "The fire alarm.")
    click(qtbot, asked, "accept")
    idle()
    assert page.panel.life.state.text() == "closed, version 1"
    assert button(page, "life_addendum").isEnabled()


def test_attendance_is_named_corrected_and_taken_off_by_keys(
    qtbot: QtBot,
    filled: int,
    page: SurgeriesPage,
    idle: Idle,
    opened_wales: OpenStore,
    qtmodeltester: ModelTester,
) -> None:
    click(qtbot, page, "life_attendance")
    asked = dialog(qtbot, "attendanceDialog")
    idle()
    assert asked.states.words.startswith("Nobody is named yet")
    name = asked.findChild(QLineEdit, "attendance_name")
    qtbot.keyClicks(name, "Dr Non Parry")
    qtbot.keyClicks(asked.findChild(QLineEdit, "attendance_conflict"), "Knows case 3")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    idle()
    assert [one.conflict for one in attendance(opened_wales, filled)] == ["Knows case 3"]
    qtmodeltester.check(asked.rows)
    asked.table.choose(asked.rows.row(0).thread)
    qtbot.keyClick(asked.table, Qt.Key.Key_Return)
    qtbot.keyClick(asked.findChild(QWidget, "attendance_part"), Qt.Key.Key_Down)
    click(qtbot, asked, "attendance_keep")
    idle()
    assert [one.part for one in attendance(opened_wales, filled)] == ["attended"]
    asked.table.choose(asked.rows.row(0).thread)
    click(qtbot, asked, "attendance_off")
    idle()
    assert [one.withdrawn for one in attendance(opened_wales, filled)] == [True]
    click(qtbot, asked, "banner_action")
    idle()
    assert [one.conflict for one in attendance(opened_wales, filled) if not one.withdrawn] == [
        "Knows case 3"
    ]
    qtbot.keyClick(asked, Qt.Key.Key_Escape)


def test_an_administrator_sees_why_issuing_is_not_for_them(
    qtbot: QtBot,
    opened_as: Callable[..., OpenStore],
    jobs: Jobs,
    idle: Idle,
    light: None,
) -> None:
    opened = opened_as(Role.ADMINISTRATOR)
    new_surgery(opened, SurgeryDraft(dt.date(2021, 10, 5)))
    page = SurgeriesPage(AppContext(opened, jobs, today=dt.date(2021, 9, 30)))
    qtbot.addWidget(page)
    page.show()
    idle()
    for name in ("life_issue", "life_hold", "life_close"):
        assert not button(page, name).isEnabled()
        assert "Only the chair may" in button(page, name).toolTip()
    assert button(page, "life_postpone").isEnabled()
    advice = page.panel.bar.findChild(QWidget, "agenda_advice")
    assert not advice.isEnabled()
