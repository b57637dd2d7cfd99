"""What somebody may not read is nowhere in the real window, wherever they turn to in it.

Advice and private notes with words that nothing else has are written; then every page, part and
dialog is looked at as an administrator and as a lawyer, and all that the window says is searched.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review import surgery_life
from ehp_desktop.review.actions_to_do import NewAction, add_action
from ehp_desktop.review.actor import Role
from ehp_desktop.review.advice import NewAdvice, add_advice
from ehp_desktop.review.court_steps import NewStep, add_step
from ehp_desktop.review.issuing import Variants, issue
from ehp_desktop.review.kept_texts import keep_text
from ehp_desktop.review.notes import NewNote, add_note
from ehp_desktop.review.opening import OpenStore
from ehp_desktop.review.outcomes import record
from ehp_desktop.review.surgery import SurgeryDraft, add_cases, new_surgery
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Jobs
from ehp_desktop.ui.main_window import MainWindow
from ehp_desktop.ui.shortcuts import Command
from tests.ui.everything_said import everything_said, whose_else

DAY = dt.date(2021, 10, 5)
ADVISED = dt.datetime(2019, 3, 7, 3, 47, tzinfo=dt.UTC)  # a time that nothing else has
ADVICE = ("Zwyrdraig", "Quobnail", "Krwmffast", "Bwzzgrellt", "Pwffiljac")
ABOUT_ADVICE = (
    *("Siân Prosser", "Prosser", "2019-03-07", "7 Mar 2019", "7 March 2019", "7 Mawrth 2019"),
    *("03:47", "3:47", "1997", "23 Apr", "23 April"),
)
LAWYERS_OWN, CHAIRS_OWN = ("Dwmbwlwr", "Hyzzgwibio"), ("Grwngachu", "Tsyglwmp", "Nyddvwlio")
RECORDED = "Legal advice recorded"


@pytest.fixture
def furnished(
    opened_as: Callable[..., OpenStore],
    put_children: Callable[..., None],
    make_child: Callable[..., ChildRow],
) -> Callable[..., OpenStore]:
    """A surgery that is being held, with advice and private notes on it and on its first child."""
    chair = opened_as(Role.CHAIR)
    put_children(chair, *(make_child(child_id=one) for one in ("1001", "1002")))
    add_cases(chair, new_surgery(chair, SurgeryDraft(DAY)), ("1001", "1002"))
    lawyer = dataclasses.replace(opened_as(Role.LAWYER), clock=lambda: ADVISED)
    about = dt.date(1997, 4, 23)
    add_advice(lawyer, NewAdvice("Zwyrdraig before Quobnail.", "1001", 1, None, about))
    add_advice(lawyer, NewAdvice("Krwmffast against all.", None, 1))
    add_advice(lawyer, NewAdvice("Bwzzgrellt decides.", "1001", None, "R9"))
    add_note(lawyer, NewNote("Dwmbwlwr for me.", "1001", private=True))
    add_note(lawyer, NewNote("Hyzzgwibio for me.", None, 1, private=True))
    keep_text(lawyer, "note/child/1001", "Pwffiljac was typed.")
    chair = opened_as(Role.CHAIR)
    add_note(chair, NewNote("Grwngachu for me.", "1001", private=True))
    add_note(chair, NewNote("Tsyglwmp for me.", None, 1, private=True))
    add_note(chair, NewNote("The school says so.", "1001"))
    keep_text(chair, "note/child/1001", "Nyddvwlio was typed.")
    issue(chair, 1, Variants(with_advice=True), dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC))
    surgery_life.hold(chair, 1)
    office = opened_as(Role.ADMINISTRATOR)
    record(office, 1, "1001", "discharge")
    add_action(office, NewAction("Book the room", "Gareth", None, 1, "1001"))
    add_step(office, NewStep("1001", "application_drafted", dt.date(2021, 9, 29)))
    return opened_as


@pytest.fixture
def open_window(
    qtbot: QtBot, furnished: Callable[..., OpenStore], settings: Any, light: None
) -> Iterator[Callable[[Role], "Looking"]]:
    made: list[Looking] = []

    def open_as(role: Role) -> Looking:
        jobs = Jobs()
        context = AppContext(furnished(role), jobs, today=dt.date(2021, 9, 30), settings=settings)
        window = MainWindow(context)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.caseload.read()
        made.append(Looking(qtbot, window))
        made[0].settle()
        return made[0]

    yield open_as
    for looking in made:
        looking.window.context.before_lock.clear()
        looking.window.context.jobs.drop_reads()
        assert looking.window.context.jobs.wait_for_all(10_000)
        looking.window.context.jobs.close()


class Looking(QObject):
    """Turns to one thing after another, and keeps all that was said at each."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        super().__init__()
        self.qtbot, self.window = qtbot, window
        self.said: dict[str, str] = {}
        self.others = [
            one
            for one in whose_else()
            if not (isinstance(one, QWidget) and one.window() is window)
            and one is not window.windowHandle()
        ]

    def settle(self) -> None:
        jobs = self.window.context.jobs
        self.qtbot.waitUntil(lambda: not jobs.running, timeout=20_000)

    def look(self, place: str) -> None:
        self.settle()
        self.said[place] = everything_said(self.others)

    def dialog(self, place: str, begin: Callable[[], object], name: str = "") -> None:
        """Has a dialog come up, whether or not that waits for it; looks at it and leaves it."""
        timer = QTimer(self)

        def watch() -> None:
            modal = QApplication.activeModalWidget()
            if isinstance(modal, QDialog) and not self.window.context.jobs.running:
                assert not name or modal.objectName() == name
                self.said[place] = everything_said(self.others)
                QDialog.done(modal, 0)

        timer.timeout.connect(watch)
        timer.start(30)
        begin()
        self.qtbot.waitUntil(lambda: place in self.said, timeout=20_000)
        timer.stop()
        timer.deleteLater()
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)

    def holding(self, words: tuple[str, ...]) -> list[tuple[str, str]]:
        return [
            (word, place)
            for place, said in self.said.items()
            for word in words
            if word.lower() in said.lower()
        ]

    def everywhere(self) -> None:
        """Every page, every part of it, and every dialog that stores nothing by coming up."""
        self._commands()
        self._child()
        self._surgery()
        self._meeting()
        self._others()

    def _commands(self) -> None:
        self.look("caseload")
        for command in Command:
            action = self.window.actions_[command]
            if command in DIALOGS and action.isEnabled():
                self.dialog(f"menu: {command.name}", action.trigger)

    def _child(self) -> None:
        panel = self.window.caseload.panel
        assert self.window.caseload.open_child("1001")
        self.look("child")
        for route in ("discharge", "special_guardianship"):
            panel.text.anchorClicked.emit(QUrl(f"expand:{route}"))
        panel.show_notes()
        self.look("child: notes")
        for number in range(panel.parts.count()):
            panel.parts.setCurrentIndex(number)
            self.look(f"child: part {number}")
        panel.text.anchorClicked.emit(QUrl("note:R9"))
        self.look("child: note on a criterion")
        self.window.caseload.table.selectAll()
        self.window.caseload.table.copy_block()
        self.look("child: copied")
        for name in ("court_add_step", "court_add_order", "record_value"):
            button = control(panel, name)
            if button.isEnabled():
                self.dialog(f"child: {name}", button.click)

    def _surgery(self) -> None:
        page: Any = self.window.page(1)
        self.window.tabs.setCurrentIndex(1)
        self.look("surgery")
        for number in range(page.panel.parts.count()):
            page.panel.parts.setCurrentIndex(number)
            self.look(f"surgery: part {number}")
        page.panel.parts.setCurrentIndex(0)
        for name in ("attendance", "papers", "minutes", "invitation", "postpone", "cancel"):
            if page.panel.life.actions_[name].isEnabled():
                self.dialog(f"surgery: {name}", page.panel.life.actions_[name].trigger)
        for name in ("surgery_edit", "surgery_fill", "surgery_add"):
            if control(page, name).isEnabled():
                self.dialog(f"surgery: {name}", control(page, name).click)
        for name, begin in (("new", page.new_surgery), ("series", page.new_series)):
            if control(page, "surgery_edit").isEnabled() or self.is_office:
                self.dialog(f"surgery: {name}", begin)
        page.panel.bar.look_wanted.emit(page.panel.bar.wish)
        self.look("surgery: agenda on paper")
        assert page.shows_agenda
        page.view.left.emit()

    @property
    def is_office(self) -> bool:
        actor = self.window.context.opened.actor
        return actor is not None and actor.role is not Role.LAWYER

    def _meeting(self) -> None:
        page: Any = self.window.page(1)
        page.panel.life.actions_["meeting"].trigger()
        self.look("meeting")
        meeting = page.meeting
        meeting.holds_action.trigger()
        self.look("meeting: what holds")
        meeting.choose("escalate")
        self.look("meeting: reasons")
        meeting.form.leave()
        meeting.begin_action()
        self.look("meeting: action")
        meeting.actions_form.leave()
        meeting.write_note()
        self.look("meeting: notes")
        meeting.to_the_case()
        meeting.next_case()
        self.look("meeting: next")
        meeting.leave()

    def _others(self) -> None:
        actions: Any = self.window.page(2)
        self.window.tabs.setCurrentIndex(2)
        self.look("actions")
        self.dialog("actions: new", actions.add_one, "actionDialog")
        self.dialog("actions: correct", actions.correct_chosen, "actionDialog")
        actions.print_list()
        self.look("actions: on paper")
        self.window.tabs.setCurrentIndex(3)
        self.look("import")
        notes: Any = self.window.page(4)
        self.window.tabs.setCurrentIndex(4)
        self.look("all notes")
        for row in range(notes.model.rowCount()):
            notes.table.setCurrentIndex(notes.model.index(row, 0))
            self.look(f"all notes: {row}")
        for tabs in self.window.findChildren(QTabWidget):
            for number in range(tabs.count()):
                tabs.setCurrentIndex(number)
        self.look("every tab of everything")


DIALOGS = frozenset(Command) - {
    *(Command.NEW_STORE, Command.OPEN_STORE, Command.QUIT, Command.LOCK, Command.COPY),
    *(Command.FIND, Command.CASELOAD, Command.SURGERIES, Command.ACTIONS, Command.IMPORT),
    *(Command.PANEL, Command.AS_AT, Command.AS_AT_TODAY, Command.READ_AGAIN, Command.NOTES),
    Command.WRITE_NOTE,
}


def control(inside: QWidget, name: str) -> Any:
    found = inside.findChild(QWidget, name)
    assert found is not None, name
    return found


@pytest.mark.timeout(180)
def test_an_administrator_finds_that_advice_is_recorded_and_no_more(
    open_window: Callable[[Role], Looking],
) -> None:
    looking = open_window(Role.ADMINISTRATOR)
    looking.everywhere()
    assert looking.holding((*ADVICE, *LAWYERS_OWN, *CHAIRS_OWN)) == []
    assert looking.holding(ABOUT_ADVICE) == []
    told = {place for _, place in looking.holding((RECORDED,))}
    assert {"child: notes", "surgery: part 1", "meeting: notes"} <= told
    assert looking.holding(("The school says so.",))  # so the search is one
    assert len(looking.said) > 35


@pytest.mark.timeout(180)
def test_a_lawyer_finds_nothing_of_the_chairs_private_notes(
    open_window: Callable[[Role], Looking],
) -> None:
    looking = open_window(Role.LAWYER)
    looking.everywhere()
    assert looking.holding(CHAIRS_OWN) == []
    assert {word for word, _ in looking.holding((*ADVICE, *LAWYERS_OWN))} == {
        *ADVICE,
        *LAWYERS_OWN,
    }
    assert looking.holding(("Prosser",))
    assert looking.holding(("7 Mar 2019",))
    assert looking.holding(("23 Apr 1997",))


NOT_THE_ADMINISTRATORS = {
    "window": "action_people action_parameters action_audit action_restore action_holds "
    "action_child_record",
    "child": "kind_advice court_confirm",
    "surgery": "life_issue life_hold life_close life_addendum life_issue_action life_hold_action "
    "life_close_action life_addendum_action agenda_advice",
    "meeting": "meeting_confirm",
    "actions": "actions_confirm",
}
"""Every control for what `permissions.MAY` leaves to others, by where it is."""


@pytest.mark.timeout(120)
def test_what_is_not_an_administrators_is_disabled_and_says_whose_it_is(
    open_window: Callable[[Role], Looking],
) -> None:
    looking = open_window(Role.ADMINISTRATOR)
    window = looking.window
    assert window.caseload.open_child("1001")
    looking.settle()
    window.caseload.panel.show_notes()
    window.caseload.panel.parts.setCurrentIndex(2)
    surgeries: Any = window.page(1)
    window.tabs.setCurrentIndex(1)
    looking.settle()
    surgeries.panel.life.actions_["meeting"].trigger()
    actions = window.page(2)
    window.tabs.setCurrentIndex(2)
    looking.settle()
    places = {
        "window": window,
        "child": window.caseload.panel,
        "surgery": surgeries.panel,
        "meeting": surgeries.meeting,
        "actions": actions,
    }
    wrong = []
    for place, names in NOT_THE_ADMINISTRATORS.items():
        for name in names.split():
            found: Any = places[place].findChild(QObject, name)
            assert found is not None, name
            say = found.whatsThis if isinstance(found, QAction) else found.accessibleDescription
            said = (found.toolTip(), say())
            if found.isEnabled() or not all(why.startswith("Only the ") for why in said):
                wrong.append((name, found.isEnabled(), said))
    assert wrong == []
    panel = window.caseload.panel
    panel.text.anchorClicked.emit(QUrl("override:special_guardianship/E4"))
    assert QApplication.activeModalWidget() is None
    assert panel.banner.text.startswith("Only the senior lawyer may override a criterion")


@pytest.mark.timeout(60)
def test_a_paper_with_advice_is_neither_opened_nor_saved_by_an_administrator(
    open_window: Callable[[Role], Looking], qtbot: QtBot
) -> None:
    looking = open_window(Role.ADMINISTRATOR)
    page: Any = looking.window.page(1)
    looking.window.tabs.setCurrentIndex(1)
    looking.settle()
    page.panel.life.actions_["papers"].trigger()
    looking.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    papers: Any = dialog.papers  # type: ignore[attr-defined]
    for row in papers.rows.shown_rows():
        papers.table.choose(row.id)
        for name in ("paper_open", "paper_save"):
            button = control(dialog, name)
            assert button.isEnabled() is not row.with_advice
            said = button.toolTip().startswith("Only the chair or the senior lawyer")
            assert said is row.with_advice
    assert {row.with_advice for row in papers.rows.shown_rows()} == {True, False}
    QDialog.done(dialog, 0)
