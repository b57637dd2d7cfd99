from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from ehp_desktop.review import notes
from ehp_desktop.review.actor import Role
from ehp_desktop.review.advice import NewAdvice, add_advice
from ehp_desktop.review.audit_trail import AuditFilter, read_audit
from ehp_desktop.review.note_search import NoteKind
from ehp_desktop.review.notes import NewNote, add_note, find_notes
from ehp_desktop.review.surgery import SurgeryDraft, new_surgery
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.notes.notes_box import NotesBox
from ehp_desktop.ui.notes.work import Subject, subject_of

CTRL = Qt.KeyboardModifier.ControlModifier
ContextAs = Callable[..., AppContext]
Settle = Callable[[AppContext], None]
MakeBox = Callable[..., NotesBox]


@pytest.fixture
def make_box(qtbot: QtBot, settle: Settle) -> MakeBox:
    def make(context: AppContext) -> NotesBox:
        box = NotesBox(context)
        qtbot.addWidget(box)
        box.resize(420, 560)
        with qtbot.waitExposed(box):
            box.show()
        box.show_subject(Subject("1001"))
        settle(context)
        return box

    return make


def type_and_save(qtbot: QtBot, box: NotesBox, text: str) -> None:
    box.begin()
    qtbot.keyClicks(box.writing.editor.edit, text)
    qtbot.keyClick(box.writing.editor.edit, Qt.Key.Key_Return, CTRL)


def follow(box: NotesBox, what: str, reference: object) -> None:
    box.list.anchorClicked.emit(QUrl(f"{what}:{reference}"))


def radio(box: NotesBox, kind: NoteKind) -> QRadioButton:
    found = box.findChild(QRadioButton, f"kind_{kind.value}")
    assert found is not None
    return found


def day(box: NotesBox) -> QLineEdit:
    found = box.findChild(QLineEdit, "relevant_date")
    assert found is not None
    return found


def test_a_note_is_written_by_keys_and_stands_in_the_list(
    qtbot: QtBot, context_as: ContextAs, make_box: MakeBox, settle: Settle
) -> None:
    context = context_as(Role.ADMINISTRATOR)
    box = make_box(context)
    assert "No note yet" in box.states.words
    qtbot.keyClicks(day(box), "3/9/2021")
    type_and_save(qtbot, box, "The school rang <b>twice</b>.")
    settle(context)
    text = box.list.toPlainText()
    assert "The school rang <b>twice</b>." in text
    assert "Gareth Lloyd, administrator" in text
    assert "about 3 Sep 2021" in text
    assert box.writing.editor.text == ""
    assert day(box).text() == ""


def test_a_kind_that_is_not_for_a_role_is_disabled_and_says_why(
    context_as: ContextAs, make_box: MakeBox
) -> None:
    box = make_box(context_as(Role.ADMINISTRATOR))
    assert not radio(box, NoteKind.ADVICE).isEnabled()
    assert "lawyer" in radio(box, NoteKind.ADVICE).toolTip()
    assert radio(box, NoteKind.PRIVATE).isEnabled()


def test_advice_is_read_by_the_chair_and_only_known_of_by_the_administrator(
    qtbot: QtBot, context_as: ContextAs, make_box: MakeBox, settle: Settle
) -> None:
    lawyer = context_as(Role.LAWYER)
    box = make_box(lawyer)
    radio(box, NoteKind.ADVICE).click()
    type_and_save(qtbot, box, "Arguable under section 39.")
    settle(lawyer)
    assert "Legal advice, privileged · Siân Prosser, lawyer" in box.list.toPlainText()

    office = make_box(context_as(Role.ADMINISTRATOR))
    assert office.list.toPlainText().strip() == "Legal advice recorded."

    chair = make_box(context_as(Role.CHAIR))
    assert "Arguable under section 39." in chair.list.toPlainText()
    assert "Correct" not in chair.list.toPlainText()


def test_a_private_note_is_its_authors_alone(
    qtbot: QtBot, context_as: ContextAs, make_box: MakeBox, settle: Settle
) -> None:
    context = context_as(Role.LAWYER)
    box = make_box(context)
    radio(box, NoteKind.PRIVATE).click()
    type_and_save(qtbot, box, "My own thoughts.")
    settle(context)
    assert "Private note, your own eyes only" in box.list.toPlainText()
    assert "No note yet" in make_box(context_as(Role.CHAIR)).states.words


def test_a_correction_leaves_the_version_before_to_be_read(
    qtbot: QtBot, context_as: ContextAs, make_box: MakeBox, settle: Settle
) -> None:
    context = context_as(Role.CHAIR)
    number = add_note(context.opened, NewNote("First words", child_id="1001"))
    box = make_box(context)
    follow(box, "correct", number)
    assert box.writing.editor.text == "First words"
    qtbot.keyClicks(box.writing.editor.edit, ", and more")
    qtbot.keyClick(box.writing.editor.edit, Qt.Key.Key_Return, CTRL)
    settle(context)
    assert "First words, and more" in box.list.toPlainText()
    assert "Version 1" not in box.list.toPlainText()
    follow(box, "earlier", number)
    assert "Version 1, Rhiannon Evans, chair" in box.list.toPlainText()
    (shown,) = find_notes(context.opened)
    assert shown.row.version == 2


def test_a_note_is_withdrawn_with_a_reason_and_stays_struck_through(
    qtbot: QtBot, context_as: ContextAs, make_box: MakeBox, settle: Settle
) -> None:
    context = context_as(Role.CHAIR)
    number = add_note(context.opened, NewNote("Wrong child", child_id="1001"))
    box = make_box(context)
    follow(box, "withdraw", number)
    qtbot.keyClicks(box.writing.editor.edit, "About another")
    qtbot.keyClick(box.writing.editor.edit, Qt.Key.Key_Return, CTRL)
    settle(context)
    assert "Withdrawn by Rhiannon Evans, chair" in box.list.toPlainText()
    assert "line-through" in box.list.toHtml()
    assert "Correct" not in box.list.toPlainText()


def test_what_stands_in_the_box_is_not_written_over(
    qtbot: QtBot, context_as: ContextAs, make_box: MakeBox, settle: Settle
) -> None:
    context = context_as(Role.CHAIR)
    number = add_note(context.opened, NewNote("First words", child_id="1001"))
    box = make_box(context)
    qtbot.keyClicks(box.writing.editor.edit, "A new one")
    follow(box, "correct", number)
    assert box.writing.editor.text == "A new one"
    assert "Save or discard" in box.writing.banner.text


def test_each_child_has_a_text_of_its_own_with_its_kind_day_and_criterion(
    qtbot: QtBot, context_as: ContextAs, make_box: MakeBox, settle: Settle
) -> None:
    context = context_as(Role.LAWYER)
    box = make_box(context)
    radio(box, NoteKind.PRIVATE).click()
    box.begin("E4")
    qtbot.keyClicks(day(box), "3/9/2021")
    qtbot.keyClicks(box.writing.editor.edit, "Half")
    box.show_subject(Subject("1002"))
    settle(context)
    assert box.writing.editor.text == ""
    assert radio(box, NoteKind.ADVICE).isChecked()  # a lawyer's, unless another is chosen
    radio(box, NoteKind.FACT).click()
    type_and_save(qtbot, box, "Other")
    settle(context)
    box.show_subject(Subject("1001"))
    settle(context)
    assert box.writing.editor.text == "Half"
    assert radio(box, NoteKind.PRIVATE).isChecked()
    assert day(box).text() == "3/9/2021"
    qtbot.keyClick(box.writing.editor.edit, Qt.Key.Key_Return, CTRL)
    settle(context)
    shown = find_notes(context.opened)
    assert {(one.kind, one.row.child_id, one.row.criterion) for one in shown} == {
        (NoteKind.PRIVATE, "1001", "E4"),
        (NoteKind.FACT, "1002", None),
    }


def test_a_refusal_keeps_the_text_and_says_why(
    qtbot: QtBot,
    context_as: ContextAs,
    make_box: MakeBox,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise notes.NotFoundError("There is no such child; nothing was changed.")

    context = context_as(Role.CHAIR)
    box = make_box(context)
    monkeypatch.setattr(notes, "add_note", refuse)
    type_and_save(qtbot, box, "Words")
    settle(context)
    assert box.writing.editor.text == "Words"
    assert "no such child" in box.writing.banner.text


def test_a_day_that_is_none_is_said_and_nothing_is_stored(
    qtbot: QtBot, context_as: ContextAs, make_box: MakeBox, settle: Settle
) -> None:
    context = context_as(Role.CHAIR)
    box = make_box(context)
    qtbot.keyClicks(day(box), "yesterday")
    type_and_save(qtbot, box, "Words")
    settle(context)
    assert "dd/mm/yyyy" in box.writing.banner.text
    assert find_notes(context.opened) == []


def test_a_box_that_is_not_seen_reads_no_advice(
    qtbot: QtBot, context_as: ContextAs, settle: Settle
) -> None:
    add_advice(context_as(Role.LAWYER).opened, NewAdvice("Privileged", child_id="1001"))
    context = context_as(Role.CHAIR)
    box = NotesBox(context)
    qtbot.addWidget(box)
    counted: list[tuple[int, bool]] = []
    box.counted.connect(lambda number, advice: counted.append((number, advice)))
    box.show_subject(Subject("1001"))
    settle(context)
    assert counted == [(0, True)]
    read = AuditFilter(action="read legal advice")
    assert read_audit(context.opened, read) == []
    with qtbot.waitExposed(box):
        box.show()
    settle(context)
    assert "Privileged" in box.list.toPlainText()
    assert len(read_audit(context.opened, read)) == 1


def test_in_a_store_open_for_reading_nothing_can_be_written(
    context_as: ContextAs, make_box: MakeBox
) -> None:
    add_note(context_as(Role.CHAIR).opened, NewNote("Words", child_id="1001"))
    box = make_box(context_as(Role.CHAIR, write=False))
    assert not box.writing.editor.edit.isEnabled()
    assert "reading only" in box.writing.editor.edit.placeholderText()
    assert "Withdraw" not in box.list.toPlainText()
    save = box.findChild(QPushButton, "save_note")
    assert save is not None
    assert not save.isEnabled()


@pytest.mark.parametrize(
    "subject", [Subject("1001"), Subject(surgery_id=3), Subject("10/at/01", 3), Subject("a/at/b")]
)
def test_a_place_names_its_subject(subject: Subject) -> None:
    assert subject_of(subject.place) == subject


@pytest.mark.parametrize("place", ["override/1001/E4", "note/surgery/x", "parameter/wishes_months"])
def test_another_texts_place_names_none(place: str) -> None:
    assert subject_of(place) is None


def test_a_note_on_a_child_at_a_surgery_stands_with_all_of_the_childs(
    qtbot: QtBot, context_as: ContextAs, make_box: MakeBox, settle: Settle
) -> None:
    context = context_as(Role.CHAIR)
    number = new_surgery(context.opened, SurgeryDraft(context.today))
    add_note(context.opened, NewNote("Before it", child_id="1001"))
    box = make_box(context)
    box.show_subject(Subject("1001", number))
    settle(context)
    type_and_save(qtbot, box, "Said at it")
    settle(context)
    assert "Before it" in box.list.toPlainText()
    assert "Said at it" in box.list.toPlainText()
    rows = [one.row for one in find_notes(context.opened)]
    assert {(row.text, row.surgery_id) for row in rows} == {
        ("Before it", None),
        ("Said at it", number),
    }


@pytest.mark.parametrize(
    ("role", "kind", "words"),
    [
        (Role.CHAIR, NoteKind.FACT, "Save the fact note"),
        (Role.LAWYER, NoteKind.ADVICE, "Save the legal advice"),
        (Role.ADMINISTRATOR, NoteKind.FACT, "Save the fact note"),
    ],
)
def test_what_a_lawyer_writes_without_choosing_is_privileged(
    context_as: ContextAs, make_box: MakeBox, role: Role, kind: NoteKind, words: str
) -> None:
    box = make_box(context_as(role))
    save = box.findChild(QPushButton, "save_note")
    assert save is not None
    assert radio(box, kind).isChecked()
    assert save.text() == words
    radio(box, NoteKind.PRIVATE).click()
    assert save.text() == "Save the private note"
