import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.ui.forms import FormRows, plain_label, spoken
from ehp_desktop.ui.messages import Banner, BannerKind, confirm, show_error
from ehp_desktop.ui.rich import isolated, rich, tip
from ehp_desktop.ui.states import ListStates


def test_a_form_row_is_labelled_named_and_reached_by_its_mnemonic(qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    edit = FormRows(form).add("&Authority:", QLineEdit(), "As on agendas.")
    label = form.findChild(QLabel)
    assert label.buddy() is edit
    assert (edit.objectName(), edit.accessibleName()) == ("authority", "Authority")
    assert edit.accessibleDescription() == "As on agendas."
    assert any(one.text() == "As on agendas." for one in form.findChildren(QLabel))


@pytest.mark.parametrize(
    ("label", "said"), [("&Find a child…", "Find a child…"), ("R&&D", "R&D"), ("Team:", "Team")]
)
def test_a_label_is_read_out_without_its_mnemonic(label: str, said: str) -> None:
    assert spoken(label) == said


def test_a_plain_label_shows_markup_as_text(qtbot: QtBot) -> None:
    label = plain_label("<b>Mair</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_rich_text_helper_lets_nothing_through() -> None:
    assert rich("<b>&\n") == "&lt;b&gt;&amp;<br>"
    assert "&lt;b&gt;" in tip("<b>")
    assert tip("") == ""


def test_right_to_left_marks_end_with_their_text() -> None:
    assert isolated("Siân ŵ") == "Siân ŵ"
    assert isolated("a\u202eb") == "\u2068a\u202eb\u2069"
    assert isolated("שלום") == "\u2068שלום\u2069"


def test_an_error_is_shown_in_its_own_sentence_as_plain_text(qtbot: QtBot) -> None:
    box = show_error(None, RefusedError("<b>Nothing</b> was changed."))
    assert box.text() == "<b>Nothing</b> was changed."
    assert box.textFormat() is Qt.TextFormat.PlainText
    with qtbot.waitSignal(box.destroyed):
        qtbot.keyClick(box, Qt.Key.Key_Escape)


@pytest.mark.parametrize(("button", "agreed"), [("Clear 12 values", True), ("Cancel", False)])
def test_confirm_says_what_was_pressed(qtbot: QtBot, *, button: str, agreed: bool) -> None:
    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.defaultButton().text().replace("&", "") == "Cancel"
        wanted = [one for one in box.buttons() if one.text().replace("&", "") == button]
        QTest.mouseClick(wanted[0], Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)
    assert confirm(None, "Clear", "12 values are blank in the file.", "Clear 12 values") is agreed


def test_a_banner_does_its_action_once(qtbot: QtBot, light: None) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    undone: list[int] = []
    banner.say("Recorded.", action_text="&Undo", action=lambda: undone.append(1))
    assert banner.text == "Recorded."
    undo = banner.findChild(QPushButton, "banner_action")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert banner.text == ""
    banner.say("Refused.", kind=BannerKind.ERROR)
    assert undo.isHidden()


def test_making_a_banner_opens_no_window(qtbot: QtBot, light: None) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    before = QApplication.topLevelWindows()
    Banner(page)
    Banner(page, closable=False)
    assert QApplication.topLevelWindows() == before


def test_list_states_show_words_and_the_button_that_changes_them(qtbot: QtBot) -> None:
    content = QLineEdit()
    states = ListStates(content)
    qtbot.addWidget(states)
    again: list[int] = []
    states.show_loading("Reading…")
    assert states.words == "Reading…"
    states.show_failed(RefusedError("The disk is full."), "Try &again", lambda: again.append(1))
    assert "The disk is full." in states.words
    qtbot.mouseClick(states.findChild(QPushButton, "state_action"), Qt.MouseButton.LeftButton)
    assert again == [1]
    states.show_list()
    assert states.shows_list
