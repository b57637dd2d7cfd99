import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from ehp_desktop.models.fields import FieldValue
from ehp_desktop.review.actor import Role
from ehp_desktop.review.kept_texts import kept_texts
from ehp_desktop.review.overrides import list_overrides
from ehp_desktop.review.record import record_values
from ehp_desktop.ui.case.panel import CasePanel
from ehp_desktop.ui.caseload.reading import read
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.overrides.dialog import EndDialog, OverrideDialog

ContextAs = Callable[..., AppContext]
Settle = Callable[[AppContext], None]
Show = Callable[[AppContext, str], CasePanel]


@pytest.fixture
def show(qtbot: QtBot, settle: Settle) -> Show:
    def shown(context: AppContext, child_id: str) -> CasePanel:
        panel = CasePanel(context, CaseWords())
        qtbot.addWidget(panel)
        panel.resize(520, 700)
        with qtbot.waitExposed(panel):
            panel.show()
        context.store_changed.connect(panel.read_again)
        lines = read(context.opened, context.as_of).caseload.lines
        panel.show_child(next(line for line in lines if line.row.child_id == child_id))
        settle(context)
        return panel

    return shown


def follow(panel: CasePanel, link: str) -> None:
    panel.text.anchorClicked.emit(QUrl(link))


def override(
    qtbot: QtBot, panel: CasePanel, context: AppContext, settle: Settle, until: str = ""
) -> None:
    follow(panel, "override:discharge/R11")
    dialog = panel.findChild(OverrideDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit, "override_until")
    assert field is not None
    qtbot.keyClicks(field, until)
    qtbot.keyClicks(dialog.reason.edit, "Seen on Tuesday")
    qtbot.keyClick(dialog.reason.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)


def test_a_lawyer_overrides_and_both_values_are_shown(
    qtbot: QtBot, context_as: ContextAs, show: Show, settle: Settle
) -> None:
    context = context_as(Role.LAWYER)
    panel = show(context, "1002")
    override(qtbot, panel, context, settle, "31/12/2021")
    follow(panel, "expand:discharge")
    text = panel.text.toPlainText()
    assert "Overridden: met · Worked out from the facts: unknown" in text
    assert "Set to met by Siân Prosser" in text
    assert "on 30 Sep 2021, until 31 Dec 2021" in text
    assert "Reason: Seen on Tuesday" in text
    assert "line-through" in panel.text.toHtml()
    assert "To be confirmed again" not in text
    assert kept_texts(context.opened) == {}


def test_the_result_offered_is_the_one_the_facts_do_not_give(
    context_as: ContextAs, show: Show
) -> None:
    panel = show(context_as(Role.LAWYER), "1001")
    follow(panel, "override:discharge/R11")
    dialog = panel.findChild(OverrideDialog)
    assert dialog is not None
    box = dialog.findChild(QComboBox, "override_result")
    assert box is not None
    assert box.currentData() == "not_met"
    dialog.accept()
    assert "a reason is required" in dialog.banner.text
    dialog.reject()


@pytest.mark.parametrize("role", [Role.CHAIR, Role.ADMINISTRATOR])
def test_others_are_told_why_not(context_as: ContextAs, show: Show, role: Role) -> None:
    panel = show(context_as(role), "1002")
    assert 'title="Only the senior lawyer may override a criterion' in panel.text._text
    follow(panel, "override:discharge/R11")
    assert "Only the senior lawyer" in panel.banner.text
    assert panel.findChild(OverrideDialog) is None


def test_what_is_never_overridden_offers_nothing(context_as: ContextAs, show: Show) -> None:
    panel = show(context_as(Role.LAWYER), "1001")
    follow(panel, "expand:discharge")
    assert "override:discharge/E1" not in panel.text._text
    assert "override:discharge/R11" in panel.text._text


def test_changed_facts_ask_for_confirming_again_and_an_end_is_given(
    qtbot: QtBot, context_as: ContextAs, show: Show, settle: Settle
) -> None:
    lawyer = context_as(Role.LAWYER)
    override(qtbot, show(lawyer, "1002"), lawyer, settle)
    chair = context_as(Role.CHAIR)
    values: dict[str, FieldValue | None] = {"wishes_date": dt.date(2021, 1, 4)}
    record_values(chair.opened, "1002", values, on=chair.today)

    lawyer = context_as(Role.LAWYER)
    panel = show(lawyer, "1002")
    follow(panel, "expand:discharge")
    assert "To be confirmed again" in panel.text.toPlainText()
    (made,) = list_overrides(lawyer.opened, "1002")
    assert f"confirm:{made.row.thread}" in panel.text._text
    follow(panel, f"confirm:{made.row.thread}")
    settle(lawyer)
    assert "To be confirmed again" not in panel.text.toPlainText()
    follow(panel, f"end:{made.row.thread}")
    dialog = panel.findChild(EndDialog)
    assert dialog is not None
    dialog.accept()
    settle(lawyer)
    (ended,) = list_overrides(lawyer.opened, "1002")
    assert ended.row.ends_on == lawyer.today
