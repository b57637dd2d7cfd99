import sys
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import WeakPassphraseError
from ehp_desktop.review.fault_report import report_of
from ehp_desktop.ui.actions import Actions, key_lines, table_key_lines
from ehp_desktop.ui.dialogs.about_dialog import AboutDialog
from ehp_desktop.ui.dialogs.fault_dialog import FaultDialog
from ehp_desktop.ui.dialogs.new_store_dialog import NewStore, NewStoreDialog
from ehp_desktop.ui.dialogs.settings_dialog import SettingsDialog
from ehp_desktop.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from ehp_desktop.ui.faults import FaultReporter
from ehp_desktop.ui.idle import minutes_until_locked
from ehp_desktop.ui.shortcuts import Command

PASSPHRASE = "tri llyffant gwyrdd 47"


@pytest.fixture
def new_store(qtbot: QtBot, light: None) -> NewStoreDialog:
    made = NewStoreDialog(None, folder=Path("/stores/new"), person_name="Rhiannon")
    qtbot.addWidget(made)
    made.show()
    return made


def edit(dialog: QDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def press(qtbot: QtBot, dialog: QDialog, name: str) -> None:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def fill(qtbot: QtBot, dialog: NewStoreDialog, again: str = PASSPHRASE) -> None:
    qtbot.keyClicks(edit(dialog, "authority"), "Cyngor Abertawe")
    qtbot.keyClicks(edit(dialog, "new_passphrase"), PASSPHRASE)
    qtbot.keyClicks(edit(dialog, "new_passphrase_again"), again)


def test_a_filled_form_asks_for_a_store(qtbot: QtBot, new_store: NewStoreDialog) -> None:
    fill(qtbot, new_store)
    codes = new_store.findChild(QComboBox, "code_set")
    assert codes is not None
    codes.setCurrentIndex(1)
    with qtbot.waitSignal(new_store.asked) as asked:
        press(qtbot, new_store, "make_store")
    assert asked.args == [
        NewStore(Path("/stores/new"), "Cyngor Abertawe", CodeSet.ENGLAND, "Rhiannon", PASSPHRASE)
    ]


@pytest.mark.parametrize(
    ("empty", "said"),
    [("folder", "folder"), ("authority", "authority"), ("person_name", "name")],
)
def test_what_is_missing_is_named(
    qtbot: QtBot, new_store: NewStoreDialog, empty: str, said: str
) -> None:
    fill(qtbot, new_store)
    edit(new_store, empty).clear()
    with qtbot.assertNotEmitted(new_store.asked):
        press(qtbot, new_store, "make_store")
    assert said in new_store._banner.text.lower()


def test_the_second_passphrase_must_be_the_first(qtbot: QtBot, new_store: NewStoreDialog) -> None:
    fill(qtbot, new_store, again=PASSPHRASE + "x")
    with qtbot.assertNotEmitted(new_store.asked):
        press(qtbot, new_store, "make_store")
    assert "differ" in new_store._banner.text


def test_a_refusal_leaves_what_was_typed(qtbot: QtBot, new_store: NewStoreDialog) -> None:
    fill(qtbot, new_store)
    press(qtbot, new_store, "make_store")
    new_store.show_error(WeakPassphraseError("Too easily guessed; nothing was made."))
    assert "guessed" in new_store._banner.text
    assert edit(new_store, "authority").text() == "Cyngor Abertawe"
    with qtbot.waitSignal(new_store.asked):
        press(qtbot, new_store, "make_store")


def test_the_recovery_code_is_not_thrown_away_by_esc(
    qtbot: QtBot, new_store: NewStoreDialog
) -> None:
    new_store.show_recovery_code("ABCDE-12345")
    qtbot.keyClick(new_store, Qt.Key.Key_Escape)
    new_store.close()
    assert new_store.isVisible()
    press(qtbot, new_store, "open_new_store")
    assert new_store.isVisible()
    press(qtbot, new_store, "copy_code")
    assert QGuiApplication.clipboard().text() == "ABCDE-12345"
    kept = new_store.findChild(QCheckBox, "code_kept")
    assert kept is not None
    kept.click()
    with qtbot.waitSignal(new_store.accepted):
        press(qtbot, new_store, "open_new_store")


def test_f1s_list_has_every_shortcut_once(qtbot: QtBot, qapp: QApplication) -> None:
    parent = QObject()
    actions = Actions(parent)
    lines = [*key_lines(actions[command] for command in Command), *table_key_lines()]
    dialog = ShortcutsDialog(lines)
    qtbot.addWidget(dialog)
    table = dialog.findChild(QTableWidget)
    assert table is not None
    keys = [table.item(row, 0).text() for row in range(table.rowCount())]
    assert {command.value for command in Command if command.value} <= set(keys)
    assert len(set(keys)) == len(keys)
    assert all(table.item(row, 1).text() for row in range(table.rowCount()))


def dialogs() -> list[Callable[[], QDialog]]:
    return [
        AboutDialog,
        lambda: ShortcutsDialog(table_key_lines()),
        lambda: FaultDialog("report"),
        lambda: NewStoreDialog(None, folder=Path("/x"), person_name=""),
    ]


@pytest.mark.parametrize("make", dialogs())
def test_each_dialog_closes_by_esc_and_is_freed(
    qtbot: QtBot, light: None, make: Callable[[], QDialog]
) -> None:
    made = make()
    gone = weakref.ref(made)
    made.show()
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert made.isHidden()
    del made
    assert gone() is None


def test_a_fault_is_reported_without_a_word_of_the_case(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def look_up() -> None:
        name = "Siân Pugh 14 May 2012"
        raise KeyError(name)

    reporter = FaultReporter()
    monkeypatch.setattr(sys, "excepthook", reporter.caught)
    try:
        look_up()
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), FaultDialog))
    shown = QApplication.activeWindow()
    assert isinstance(shown, FaultDialog)
    report = shown.findChild(QPlainTextEdit, "fault_report")
    assert report is not None
    assert "KeyError" in report.toPlainText()
    assert "look_up" in report.toPlainText()
    for text in (report.toPlainText(), caplog.text):
        assert "Siân" not in text
        assert "2012" not in text
    with qtbot.waitSignal(shown.destroyed):
        shown.close()


def test_a_report_names_no_folder_of_the_user() -> None:
    assert str(Path.home()) not in report_of(ValueError, None)


def test_the_minutes_until_the_window_locks_are_kept(
    qtbot: QtBot, light: None, settings: QSettings
) -> None:
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    minutes = dialog.findChild(QSpinBox, "lock_minutes")
    assert minutes is not None
    assert (minutes.minimum(), minutes.value(), minutes.maximum()) == (1, 10, 60)
    minutes.setValue(3)
    dialog.accept()
    assert minutes_until_locked(settings) == 3
