"""From a decision to court: steps with their forms, warnings, orders and prompts."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QLineEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.court_steps import list_steps
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.ui.case.court_steps import CourtSteps
from ehp_desktop.ui.context import AppContext

Idle = Callable[[], None]


@pytest.fixture
def steps(
    qtbot: QtBot, context: AppContext, few_children: tuple[ChildRow, ...], idle: Idle
) -> CourtSteps:
    made = CourtSteps(context)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    made.show_child("1001")
    idle()
    return made


def click(qtbot: QtBot, inside: QWidget, name: str) -> None:
    target = inside.findChild(QPushButton, name)
    assert target.isEnabled(), name
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton)


def test_a_step_is_recorded_with_its_usual_form_and_what_is_out_of_order_is_said(
    qtbot: QtBot, steps: CourtSteps, idle: Idle, opened_wales: OpenStore, qtmodeltester: ModelTester
) -> None:
    assert steps.states.words.startswith("No step to court is recorded")
    click(qtbot, steps, "court_add_step")
    dialog = QApplication.activeModalWidget()
    kind = dialog.findChild(QComboBox, "step_kind")
    kind.setCurrentIndex(kind.findData("application_filed"))
    route = dialog.findChild(QComboBox, "step_route")
    route.setCurrentIndex(route.findData("special_guardianship"))
    assert dialog.findChild(QLineEdit, "step_form").text() == "C1 with C13A"
    route.setCurrentIndex(route.findData("discharge"))
    assert dialog.findChild(QLineEdit, "step_form").text() == "C110A"
    click(qtbot, dialog, "accept")
    idle()
    assert [one.row.form for one in list_steps(opened_wales, "1001")] == ["C110A"]
    assert "No earlier step is recorded" in steps.banner.text
    assert steps.rows.rowCount() == 1
    qtmodeltester.check(steps.rows)


def test_an_order_prompts_at_month_nine_and_can_be_withdrawn(
    qtbot: QtBot, steps: CourtSteps, idle: Idle
) -> None:
    click(qtbot, steps, "court_add_order")
    dialog = QApplication.activeModalWidget()
    kind = dialog.findChild(QComboBox, "order_kind")
    kind.setCurrentIndex(kind.findData("supervision_order_made"))
    dialog.findChild(QDateEdit, "order_day").setDate(QDate(2020, 12, 1))
    click(qtbot, dialog, "accept")
    idle()
    assert "reached month 9 on 1 September 2021" in steps.prompts.text
    assert steps.rows.row(0).on == dt.date(2020, 12, 1)
    click(qtbot, steps, "court_withdraw")
    idle()
    assert steps.rows.rowCount() == 0
    assert steps.prompts.text == ""


@pytest.mark.parametrize("reviewed", [True, False])
def test_filing_without_a_review_that_considered_the_plan_warns_in_the_banner(
    qtbot: QtBot,
    context: AppContext,
    opened_wales: OpenStore,
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
    idle: Idle,
    reviewed: bool,
) -> None:
    endorses = "discharge" if reviewed else "none"
    last = dt.date(2021, 9, 1)
    child = make_child(child_id="2001", review_endorses=endorses, last_review_date=last)
    put_children(opened_wales, child)
    made = CourtSteps(context)
    qtbot.addWidget(made)
    made.show()
    made.show_child("2001")
    idle()
    click(qtbot, made, "court_add_step")
    dialog = QApplication.activeModalWidget()
    kind = dialog.findChild(QComboBox, "step_kind")
    kind.setCurrentIndex(kind.findData("application_filed"))
    route = dialog.findChild(QComboBox, "step_route")
    route.setCurrentIndex(route.findData("discharge"))
    click(qtbot, dialog, "accept")
    idle()
    assert made.banner.isVisible()
    assert ("reg 38(2)" in made.banner.text) is not reviewed
    assert len(list_steps(opened_wales, "2001")) == 1  # it warns, and refuses nothing
