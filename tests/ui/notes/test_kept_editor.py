from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import DiskError, EhpError
from ehp_desktop.review import kept_texts as service
from ehp_desktop.review.actor import Role
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.notes import kept
from ehp_desktop.ui.notes.kept import Kept, kept_texts, read_kept
from ehp_desktop.ui.notes.kept_editor import KeptEditor

PLACE = "note/child/1001"
ContextAs = Callable[..., AppContext]
Settle = Callable[[AppContext], None]


@pytest.fixture
def make_editor(qtbot: QtBot, settle: Settle) -> Callable[..., KeptEditor]:
    def make(context: AppContext, place: str = PLACE, *, waits: bool = True) -> KeptEditor:
        editor = KeptEditor(context, place, "Text", "text")
        qtbot.addWidget(editor)
        if waits:
            with qtbot.waitExposed(editor):
                editor.show()
            settle(context)
        return editor

    return make


def test_what_is_typed_is_on_the_disk_within_two_seconds(
    qtbot: QtBot, context_as: ContextAs, make_editor: Callable[..., KeptEditor], settle: Settle
) -> None:
    context = context_as(Role.LAWYER)
    editor = make_editor(context)
    qtbot.keyClicks(editor.edit, "Half a sentence")
    qtbot.waitUntil(lambda: bool(service.kept_texts(context.opened)), timeout=kept.EVERY + 1500)
    settle(context)
    assert read_kept(service.kept_texts(context.opened)[PLACE]).text == "Half a sentence"


def test_it_comes_back_after_a_crash_and_says_since_when(
    qtbot: QtBot, context_as: ContextAs, make_editor: Callable[..., KeptEditor], settle: Settle
) -> None:
    context = context_as(Role.LAWYER)
    editor = make_editor(context)
    editor.set_about({"kind": "advice"})
    qtbot.keyClicks(editor.edit, "Half a sentence")
    context.keep_texts()
    settle(context)

    again = context_as(Role.LAWYER)
    back: list[dict[str, str]] = []
    editor = make_editor(again, waits=False)
    editor.came_back.connect(back.append)
    with qtbot.waitExposed(editor):
        editor.show()
    settle(again)
    assert editor.text == "Half a sentence"
    assert back == [{"kind": "advice"}]
    words = editor.findChild(QLabel, "kept_words")
    assert words is not None
    assert words.isVisible()
    assert words.text().startswith("Kept from ")
    assert words.text().endswith(", not saved")

    discard = editor.findChild(QPushButton, "kept_discard")
    assert discard is not None
    qtbot.mouseClick(discard, Qt.MouseButton.LeftButton)
    settle(again)
    assert editor.text == ""
    assert service.kept_texts(again.opened) == {}


def test_nobody_else_is_given_it(
    qtbot: QtBot, context_as: ContextAs, make_editor: Callable[..., KeptEditor], settle: Settle
) -> None:
    context = context_as(Role.LAWYER)
    editor = make_editor(context)
    qtbot.keyClicks(editor.edit, "Mine")
    context.keep_texts()
    settle(context)
    assert make_editor(context_as(Role.CHAIR)).text == ""


def test_what_is_typed_before_the_kept_was_read_follows_it(
    qtbot: QtBot, context_as: ContextAs, make_editor: Callable[..., KeptEditor], settle: Settle
) -> None:
    context = context_as(Role.LAWYER)
    service.keep_text(context.opened, PLACE, Kept("Before").written())
    editor = make_editor(context, waits=False)
    editor.set_text("after")  # keys would go by way of the event loop
    settle(context)
    assert editor.text == "Before\n\nafter"


def test_another_place_has_another_text(
    qtbot: QtBot, context_as: ContextAs, make_editor: Callable[..., KeptEditor], settle: Settle
) -> None:
    context = context_as(Role.CHAIR)
    editor = make_editor(context)
    qtbot.keyClicks(editor.edit, "One")
    editor.set_place("note/child/1002")
    assert editor.text == ""
    editor.set_place(PLACE)
    assert editor.text == "One"


def test_a_text_that_was_saved_is_forgotten_but_not_what_was_typed_since(
    qtbot: QtBot, context_as: ContextAs, make_editor: Callable[..., KeptEditor]
) -> None:
    context = context_as(Role.CHAIR)
    editor = make_editor(context)
    qtbot.keyClicks(editor.edit, "One")
    qtbot.keyClicks(editor.edit, " more")
    editor.forget_saved(PLACE, "One")
    assert editor.text == "One more"
    editor.forget_saved(PLACE, "One more")
    assert editor.text == ""
    assert kept_texts(context).places() == ()


def test_what_cannot_be_kept_is_said_and_stops_the_closing_once(
    qtbot: QtBot,
    context_as: ContextAs,
    make_editor: Callable[..., KeptEditor],
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise DiskError("The disk is full; nothing was changed.")

    context = context_as(Role.CHAIR)
    editor = make_editor(context)
    monkeypatch.setattr(service, "keep_text", full)
    qtbot.keyClicks(editor.edit, "One")
    context.keep_texts()
    settle(context)
    wrong = editor.findChild(QLabel, "not_kept")
    assert wrong is not None
    assert wrong.isVisible()
    assert "disk is full" in wrong.text()
    with pytest.raises(EhpError, match="disk is full"):
        context.keep_texts()
    monkeypatch.undo()
    context.keep_texts()
    settle(context)
    assert PLACE in service.kept_texts(context.opened)


def test_in_a_store_open_for_reading_nothing_is_kept_and_nothing_fails(
    qtbot: QtBot, context_as: ContextAs, make_editor: Callable[..., KeptEditor], settle: Settle
) -> None:
    context_as(Role.CHAIR)
    context = context_as(Role.CHAIR, write=False)
    editor = make_editor(context)
    qtbot.keyClicks(editor.edit, "One")
    context.keep_texts()
    settle(context)
    assert service.kept_texts(context.opened) == {}


def test_ctrl_enter_submits_and_tab_leaves(
    qtbot: QtBot, context_as: ContextAs, make_editor: Callable[..., KeptEditor]
) -> None:
    editor = make_editor(context_as(Role.CHAIR))
    with qtbot.waitSignal(editor.submitted):
        qtbot.keyClick(editor.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.edit.tabChangesFocus()
    assert editor.edit.accessibleName() == "Text"


def test_a_text_that_another_program_kept_is_a_text() -> None:
    assert read_kept("plain").text == "plain"
    assert read_kept("[1]").text == "[1]"
    assert read_kept(Kept("a", {"b": "c"}).written()) == Kept("a", {"b": "c"})
