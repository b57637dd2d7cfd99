import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.permissions import MAY, Deed
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.permitted import gate, gate_writing, may_write, why_not_write

LAWYER = Actor("Huw Pryce", Role.LAWYER)
CHAIR = Actor("Rhiannon Evans", Role.CHAIR)


def test_a_control_says_why_it_is_disabled_and_takes_its_own_words_back(qtbot: QtBot) -> None:
    button = QPushButton("Import")
    qtbot.addWidget(button)
    button.setToolTip("Reads the files")
    button.setAccessibleDescription("Nothing is stored yet")
    assert not gate(button, LAWYER, Deed.IMPORT)
    assert not gate(button, LAWYER, Deed.IMPORT)
    assert not button.isEnabled()
    assert "administrator" in button.toolTip()
    assert button.accessibleDescription() == button.toolTip()
    assert gate(button, CHAIR, Deed.IMPORT)
    assert button.isEnabled()
    assert button.toolTip() == "Reads the files"
    assert button.accessibleDescription() == "Nothing is stored yet"


def test_an_action_says_why_it_is_disabled(qtbot: QtBot) -> None:
    action = QAction("People…")
    assert not gate(action, LAWYER, Deed.PEOPLE)
    assert "chair" in action.toolTip()
    assert action.statusTip() == action.whatsThis() == action.toolTip()
    assert gate(action, CHAIR, Deed.PEOPLE)
    assert action.toolTip() == "People"


def test_what_is_not_ready_is_disabled_with_its_own_reason(qtbot: QtBot) -> None:
    button = QPushButton("Apply")
    qtbot.addWidget(button)
    assert not gate(button, CHAIR, Deed.IMPORT, ready=False, otherwise="Choose a file first.")
    assert button.toolTip() == "Choose a file first."
    assert not gate(button, CHAIR, Deed.IMPORT, ready=False)
    assert button.toolTip() == ""


@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("role", list(Role))
def test_a_gate_is_as_the_table_says(qtbot: QtBot, deed: Deed, role: Role) -> None:
    action = QAction("Do it")
    assert gate(action, Actor("Someone", role), deed) == (role in MAY[deed])
    assert not gate(action, None, deed)


def test_a_store_open_for_reading_says_so(
    qtbot: QtBot, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    button = QPushButton("Record")
    qtbot.addWidget(button)
    assert gate_writing(button, context, Deed.EDIT_CHILD)
    assert may_write(context, Deed.EDIT_CHILD)
    assert why_not_write(context, Deed.OVERRIDE) is not None
    monkeypatch.setattr(context.opened.store, "writable", False)
    assert not gate_writing(button, context, Deed.EDIT_CHILD)
    assert "reading only" in button.toolTip()
    assert not may_write(context, Deed.EDIT_CHILD)
