"""The notes and the looking, in the whole window and by its keys."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import DiskError
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import kept_texts as service
from ehp_desktop.review.audit_trail import AuditFilter, read_audit
from ehp_desktop.review.notes import NewNote, add_note, find_notes
from ehp_desktop.ui.case.looking import LOOKED_AFTER
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.main_window import MainWindow
from ehp_desktop.ui.messages import Banner
from ehp_desktop.ui.notes.kept import Kept, read_kept
from ehp_desktop.ui.notes.kept_notice import KeptNotice
from ehp_desktop.ui.notes.page import NotesPage

CTRL = Qt.KeyboardModifier.ControlModifier
Idle = Callable[[], None]


@pytest.fixture
def window(
    qtbot: QtBot, context: AppContext, few_children: tuple[ChildRow, ...], idle: Idle
) -> Iterator[MainWindow]:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1024, 680)
    with qtbot.waitExposed(made):
        made.show()
    made.caseload.read()
    idle()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    context.before_lock.clear()
    idle()


def focused() -> QPlainTextEdit:
    edit = QApplication.focusWidget()
    assert isinstance(edit, QPlainTextEdit)
    return edit


def test_a_note_is_written_from_the_list_by_keys_alone(
    qtbot: QtBot, window: MainWindow, idle: Idle
) -> None:
    qtbot.keyClick(window.caseload.table, Qt.Key.Key_Down)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    idle()
    qtbot.keyClicks(focused(), "The school rang.")
    qtbot.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    idle()
    (note,) = find_notes(window.context.opened)
    assert note.text == "The school rang."
    assert note.row.child_id == window.caseload.panel.child_id
    panel = window.caseload.panel
    assert panel.parts.tabText(1) == "&Notes (1)"
    assert panel.banner.text == "Saved."


def test_a_note_is_begun_on_a_criterion(qtbot: QtBot, window: MainWindow, idle: Idle) -> None:
    assert window.caseload.open_child("1002")
    idle()
    panel = window.caseload.panel
    assert "Note on this" in panel.text.toPlainText()
    panel.text.anchorClicked.emit("note:R11")
    qtbot.keyClicks(focused(), "They saw the child.")
    qtbot.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    idle()
    (note,) = find_notes(window.context.opened)
    assert note.row.criterion == "R11"


def test_looking_at_a_case_is_noted_once_and_after_a_rest(
    qtbot: QtBot, window: MainWindow, idle: Idle
) -> None:
    rest = window.caseload.panel.looking.rest
    assert rest.interval() == LOOKED_AFTER
    rest.setInterval(150)
    for child_id in ("1001", "1002"):
        assert window.caseload.open_child(child_id)
        idle()  # but no rest at the first
    qtbot.wait(200)
    window.context.announce_change()
    idle()
    qtbot.wait(200)
    idle()
    looks = read_audit(window.context.opened, AuditFilter(action="looked at a case"))
    assert [one.child_id for one in looks] == ["1002"]


def test_closing_keeps_what_is_typed(qtbot: QtBot, window: MainWindow, idle: Idle) -> None:
    assert window.caseload.open_child("1001")
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    idle()
    qtbot.keyClicks(focused(), "Half a")
    window.close()
    assert window.closing
    with qtbot.waitSignal(window.closed):
        pass
    kept = service.kept_texts(window.context.opened)
    assert read_kept(kept["note/child/1001"]).text == "Half a"


def test_closing_is_not_gone_through_with_where_the_text_could_not_be_kept(
    qtbot: QtBot, window: MainWindow, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskError("The disk is full; nothing was changed.")

    assert window.caseload.open_child("1001")
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    idle()
    qtbot.keyClicks(focused(), "Half a")
    monkeypatch.setattr(service, "keep_text", full)
    window.close()
    idle()
    assert window.isVisible()
    assert not window.closing
    assert "disk is full" in window._notice.text
    monkeypatch.undo()


def test_all_notes_lead_to_their_child(qtbot: QtBot, window: MainWindow, idle: Idle) -> None:
    add_note(window.context.opened, NewNote("Words", child_id="1002"))
    qtbot.keyClick(window, Qt.Key.Key_5, CTRL)
    idle()
    page = window.page(window.tabs.currentIndex())
    assert isinstance(page, NotesPage)
    page.go_to_search()
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    idle()
    assert window.tabs.currentIndex() == 0
    assert window.caseload.panel.child_id == "1002"
    assert "Words" in window.caseload.panel.notes.list.toPlainText()  # type: ignore[union-attr]


def test_a_child_who_is_not_listed_is_said(qtbot: QtBot, window: MainWindow, idle: Idle) -> None:
    add_note(window.context.opened, NewNote("Words", child_id="1002"))
    page = window.page(window.tabs.count() - 1)
    assert isinstance(page, NotesPage)
    window.tabs.setCurrentIndex(window.tabs.count() - 1)
    idle()
    qtbot.keyClicks(window.caseload.filters.search, "nobody at all")
    page._open(page.model.row(0))
    assert "Child 1002 is not in the caseload's list" in page.banner.text


def test_the_keys_are_listed(window: MainWindow) -> None:
    keys = {one.shortcut().toString() for one in window.findChildren(QAction)}
    assert {"Ctrl+N", "Ctrl+5", "Ctrl+Shift+A", "Ctrl+Shift+B", "Ctrl+Shift+M"} <= keys


def test_what_was_kept_is_told_when_the_store_is_opened(
    qtbot: QtBot, window: MainWindow, idle: Idle
) -> None:
    service.keep_text(window.context.opened, "note/child/1002", Kept("Half a").written())
    KeptNotice(window)
    idle()
    banner = window.findChild(Banner, "kept_notice")
    assert banner is not None
    assert banner.text == "Written and not saved: on child 1002."
    button = banner.findChild(QPushButton, "banner_action")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    idle()
    notes = window.caseload.panel.notes
    assert notes is not None
    assert notes.writing.editor.text == "Half a"
    assert notes.writing.editor.isVisible()


def test_nothing_is_told_where_nothing_was_kept(window: MainWindow, idle: Idle) -> None:
    KeptNotice(window)
    idle()
    assert window.findChild(Banner, "kept_notice") is None


def test_every_control_of_the_notes_has_a_name(
    qtbot: QtBot, window: MainWindow, idle: Idle
) -> None:
    assert window.caseload.open_notes("1001")
    window.tabs.setCurrentIndex(window.tabs.count() - 1)
    idle()
    page = window.page(window.tabs.count() - 1)
    asked = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QTableView)
    nameless = [
        f"{type(one).__name__} {one.objectName()}"
        for room in (page, window.caseload.panel)
        for one in room.findChildren(QWidget)
        if isinstance(one, asked)
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
        and one.metaObject().className() not in {"QTableCornerButton", "QTabBar"}
        and not one.objectName().startswith(("qt_", "Scroll"))
    ]
    assert nameless == []
