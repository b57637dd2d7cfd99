import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import (
    StoreHeldError,
    TooManyAttemptsError,
    WrongPassphraseError,
)
from ehp_desktop.ui.dialogs.unlock_dialog import OpenRequest, UnlockDialog

FOLDER = Path("/stores/caseload")


@pytest.fixture
def dialog(qtbot: QtBot, light: None) -> UnlockDialog:
    made = UnlockDialog()
    qtbot.addWidget(made)
    made.show_store(FOLDER, ("Rhiannon Evans",))
    made.show()
    return made


def typed(dialog: UnlockDialog) -> QLineEdit:
    found = dialog.findChild(QLineEdit, "passphrase")
    assert found is not None
    return found


def error_of(dialog: UnlockDialog) -> str:
    label = dialog.findChild(QLabel, "unlock_error")
    assert label is not None
    return "" if label.isHidden() else label.text()


def button(dialog: UnlockDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def test_typing_and_enter_asks_to_open_for_writing(qtbot: QtBot, dialog: UnlockDialog) -> None:
    qtbot.keyClicks(typed(dialog), "tri llyffant")
    with qtbot.waitSignal(dialog.asked) as asked:
        qtbot.keyClick(typed(dialog), Qt.Key.Key_Return)
    assert asked.args == [OpenRequest(FOLDER, "tri llyffant", None, write=True)]


def test_a_request_does_not_show_the_passphrase() -> None:
    assert "llyffant" not in repr(OpenRequest(FOLDER, "tri llyffant", None, write=True))


def test_while_it_opens_nothing_is_asked_twice_and_the_dialog_can_be_closed(
    qtbot: QtBot, dialog: UnlockDialog
) -> None:
    asked: list[OpenRequest] = []
    dialog.asked.connect(asked.append)
    dialog.submit("tri llyffant")
    dialog.submit("tri llyffant")
    assert len(asked) == 1
    assert button(dialog, "close").isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_a_wrong_passphrase_is_said_and_can_be_typed_over(
    qtbot: QtBot, dialog: UnlockDialog
) -> None:
    dialog.submit("wrong")
    dialog.show_error(WrongPassphraseError("That passphrase opens nothing here."))
    assert error_of(dialog) == "That passphrase opens nothing here."
    assert typed(dialog).selectedText() != ""
    qtbot.keyClicks(typed(dialog), "right")
    assert typed(dialog).text() == "right"
    assert not button(dialog, "open_for_reading").isVisible()


def test_a_held_store_is_offered_for_reading(qtbot: QtBot, dialog: UnlockDialog) -> None:
    dialog.submit("tri llyffant")
    dialog.show_error(StoreHeldError("Mair has it open on CARDIFF-12."))
    with qtbot.waitSignal(dialog.asked) as asked:
        qtbot.mouseClick(button(dialog, "open_for_reading"), Qt.MouseButton.LeftButton)
    assert asked.args == [OpenRequest(FOLDER, "tri llyffant", None, write=False)]


def test_an_empty_passphrase_is_not_sent(qtbot: QtBot, dialog: UnlockDialog) -> None:
    with qtbot.assertNotEmitted(dialog.asked):
        qtbot.mouseClick(button(dialog, "open"), Qt.MouseButton.LeftButton)
    assert "passphrase" in error_of(dialog)


def test_people_are_chosen_from_a_list_when_there_are_more(
    qtbot: QtBot, dialog: UnlockDialog
) -> None:
    chooser = dialog.findChild(QComboBox, "person")
    assert chooser is not None
    assert not chooser.isVisible()
    dialog.show_store(FOLDER, ("Rhiannon Evans", "Mair Dafydd"))
    assert chooser.isVisible()
    dialog.choose_person("Mair Dafydd")
    with qtbot.waitSignal(dialog.asked) as asked:
        dialog.submit("x")
    assert asked.args[0].user == "Mair Dafydd"


def test_without_a_store_it_offers_to_make_or_open_one(qtbot: QtBot, dialog: UnlockDialog) -> None:
    dialog.show_store(None, ())
    assert not typed(dialog).isVisible()
    with qtbot.waitSignal(dialog.new_store_wanted):
        qtbot.mouseClick(button(dialog, "new_store"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.other_store_wanted):
        qtbot.mouseClick(button(dialog, "other_store"), Qt.MouseButton.LeftButton)


def test_the_passphrase_can_be_looked_at(qtbot: QtBot, dialog: UnlockDialog) -> None:
    assert typed(dialog).echoMode() is QLineEdit.EchoMode.Password
    qtbot.mouseClick(button(dialog, "show"), Qt.MouseButton.LeftButton)
    assert typed(dialog).echoMode() is QLineEdit.EchoMode.Normal


def test_the_dialog_is_freed(qtbot: QtBot, light: None) -> None:
    made = UnlockDialog()
    gone = weakref.ref(made)
    made.show()
    made.close()
    del made
    assert gone() is None


def test_after_too_many_wrong_ones_it_counts_down_and_then_asks_again(
    qtbot: QtBot, dialog: UnlockDialog
) -> None:
    dialog.submit("wrong")
    dialog.show_error(TooManyAttemptsError("Too many; wait 62 seconds.", 62))
    assert "1 min 2 s" in error_of(dialog)
    assert not button(dialog, "open").isEnabled()
    with qtbot.assertNotEmitted(dialog.asked):
        dialog.submit("right")
    for _ in range(61):
        dialog._second_passed()
    assert " 1 s." in error_of(dialog)
    dialog._second_passed()
    assert error_of(dialog) == ""
    assert button(dialog, "open").isEnabled()
    with qtbot.waitSignal(dialog.asked):
        dialog.submit("right")


def test_while_one_person_waits_another_and_the_recovery_code_do_not(
    qtbot: QtBot, dialog: UnlockDialog
) -> None:
    dialog.show_store(FOLDER, ("Rhiannon Evans", "Mair Dafydd"))
    dialog.submit("wrong")
    dialog.show_error(TooManyAttemptsError("Too many; wait 30 seconds.", 30))
    dialog.choose_person("Mair Dafydd")
    assert button(dialog, "open").isEnabled()
    dialog.choose_person("Rhiannon Evans")
    assert not button(dialog, "open").isEnabled()
    assert "30 s" in error_of(dialog)
    typed(dialog).setText("ABCDE-FGHJK-MNPQR-STVWX-YZ012-34567-89ABC-DEFGH")
    assert button(dialog, "open").isEnabled()
