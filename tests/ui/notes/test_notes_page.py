import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from ehp_desktop.review.actor import Role
from ehp_desktop.review.advice import NewAdvice, add_advice
from ehp_desktop.review.kept_texts import keep_text
from ehp_desktop.review.notes import NewNote, add_note, withdraw_note
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.notes.kept import Kept
from ehp_desktop.ui.notes.page import NotesPage
from ehp_desktop.ui.notes.work import Subject

ContextAs = Callable[..., AppContext]
Settle = Callable[[AppContext], None]


@pytest.fixture
def written(context_as: ContextAs) -> None:
    """A fact of the chair's, one withdrawn, a private one; advice of the lawyer's."""
    chair = context_as(Role.CHAIR).opened
    add_note(chair, NewNote("The school rang.\nTwice.", child_id="1001"))
    number = add_note(chair, NewNote("Wrong child", child_id="1002", criterion="R11"))
    withdraw_note(chair, number, "A mistake")
    add_note(chair, NewNote("My own", child_id="1002", private=True))
    lawyer = context_as(Role.LAWYER).opened
    add_advice(lawyer, NewAdvice("Arguable", child_id="1001", relevant_date=dt.date(2021, 9, 3)))


@pytest.fixture
def make_page(qtbot: QtBot, written: None, settle: Settle) -> Callable[[AppContext], NotesPage]:
    def make(context: AppContext) -> NotesPage:
        page = NotesPage(context)
        qtbot.addWidget(page)
        page.resize(1000, 600)
        QAbstractItemModelTester(
            page.model, QAbstractItemModelTester.FailureReportingMode.Fatal, page
        )
        with qtbot.waitExposed(page):
            page.show()
        settle(context)
        return page

    return make


def texts(page: NotesPage) -> set[str]:
    return {one.text.splitlines()[0] for one in page.model.shown_rows()}


def choose(page: NotesPage, name: str, value: object) -> None:
    box = page.findChild(QComboBox, name)
    assert box is not None
    box.setCurrentIndex(box.findData(value))


def test_each_role_sees_what_is_for_it(
    context_as: ContextAs, make_page: Callable[[AppContext], NotesPage]
) -> None:
    facts = {"The school rang.", "Wrong child"}
    assert texts(make_page(context_as(Role.CHAIR))) == facts | {"My own", "Arguable"}
    assert texts(make_page(context_as(Role.LAWYER))) == facts | {"Arguable"}
    assert texts(make_page(context_as(Role.ADMINISTRATOR))) == facts


def test_it_searches_as_one_types_and_filters(
    qtbot: QtBot, context_as: ContextAs, make_page: Callable[[AppContext], NotesPage]
) -> None:
    page = make_page(context_as(Role.CHAIR))
    qtbot.keyClicks(page.filters.search, "SCHOOL twi")
    assert texts(page) == {"The school rang."}
    page.filters.clear()
    choose(page, "note_author", "Siân Prosser")
    assert texts(page) == {"Arguable"}
    page.filters.clear()
    choose(page, "note_kind", "private")
    assert texts(page) == {"My own"}
    page.filters.clear()
    choose(page, "note_child", "1002")
    assert texts(page) == {"My own", "Wrong child"}
    choose(page, "note_state", True)  # noqa: FBT003
    assert texts(page) == {"Wrong child"}
    page.filters.clear()
    since = page.findChild(QLineEdit, "note_since")
    assert since is not None
    qtbot.keyClicks(since, "1/10/2021")
    qtbot.keyClick(since, Qt.Key.Key_Return)
    assert texts(page) == set()
    assert "No note fits" in page.states.words


def test_enter_opens_the_child_and_the_note_is_shown_in_full(
    qtbot: QtBot, context_as: ContextAs, make_page: Callable[[AppContext], NotesPage]
) -> None:
    page = make_page(context_as(Role.ADMINISTRATOR))
    qtbot.keyClicks(page.filters.search, "wrong")
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Down)
    assert "Withdrawn by Rhiannon Evans" in page.whole.toPlainText()
    assert "R11" in page.whole.toPlainText()
    with qtbot.waitSignal(page.wanted) as gone:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert gone.args == [Subject("1002", None)]


def test_what_was_typed_and_not_saved_is_said_and_gone_to(
    qtbot: QtBot, context_as: ContextAs, make_page: Callable[[AppContext], NotesPage]
) -> None:
    context = context_as(Role.CHAIR)
    keep_text(context.opened, "note/child/1002", Kept("Half").written())
    page = make_page(context)
    assert "not saved: child 1002" in page.banner.text
    with qtbot.waitSignal(page.wanted) as gone:
        page.banner._do()
    assert gone.args == [Subject("1002")]
