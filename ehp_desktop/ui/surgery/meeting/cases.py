"""The cases of a meeting: read, explained, shown one after another."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QUrl, Signal, Slot
from PySide6.QtWidgets import QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.language import say_date
from ehp_desktop.review.permissions import Deed
from ehp_desktop.review.surgery_states import Part
from ehp_desktop.review.words import Route
from ehp_desktop.ui import theme
from ehp_desktop.ui.case.looking import Looking
from ehp_desktop.ui.case.panel_text import EXPAND, GO
from ehp_desktop.ui.case.value_words import ValueWords
from ehp_desktop.ui.caseload.columns import CaseColumns, full_name
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.permitted import enable, gate_writing, why_not_write
from ehp_desktop.ui.surgery.life_bar import state_words, why_state
from ehp_desktop.ui.surgery.meeting import work
from ehp_desktop.ui.surgery.meeting.layout import MeetingLayout
from ehp_desktop.ui.surgery.meeting.lines import decided, look_of, outcome_words
from ehp_desktop.ui.surgery.meeting.summary import MeetingText
from ehp_desktop.ui.surgery.meeting.work import MeetingLine, MeetingShown

if TYPE_CHECKING:
    from ehp_desktop.review.explained_child import ChildExplanation


class MeetingCases(MeetingLayout):
    """Shows a surgery's cases, and goes from one to the next; stores nothing."""

    left = Signal()

    def __init__(
        self, context: AppContext, columns: CaseColumns, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self.context = context
        self._case_text = MeetingText(
            columns.words, ValueWords(context.language, context.opened.code_set)
        )
        self.meeting: MeetingShown | None = None
        self.why_not = ""  # why no outcome can be recorded
        self._surgery_id: int | None = None
        self._reading: Job | None = None
        self._explaining: Job | None = None
        self._explained: dict[str, ChildExplanation] = {}
        self._expanded: set[Route] = set()
        self.looking = Looking(context, self)
        self.leave_action.triggered.connect(self.leave)
        self.next_action.triggered.connect(self.next_case)
        self.back_action.triggered.connect(self.case_before)
        self.holds_action.triggered.connect(self._turn_all)
        self.table.chosen.connect(self.show_case)
        self.table.opened.connect(self.next_case)
        self.text.followed.connect(self._follow)
        self.note_action.triggered.connect(self.write_note)
        self.parts.currentChanged.connect(self._turn)
        context.store_changed.connect(self._forget)

    # Reading

    def begin(self, surgery_id: int) -> None:
        """Shows a surgery from its first case without an outcome."""
        if surgery_id != self._surgery_id:
            self.meeting = None
            self.rows.set_rows(())
            self.said.setText("")
        self._surgery_id = surgery_id
        self.looking.begin()
        self._explained.clear()
        self.form.end()
        self.actions_form.hide()
        self.read()

    @Slot()
    def read(self) -> None:
        """Reads the cases again."""
        if self._surgery_id is None:
            return
        if self._reading is not None:
            self._reading.drop()
        if self.meeting is None:
            self.states.show_loading(self.tr("Reading the cases…"))
        reading = partial(work.read, self.context.opened, self._surgery_id)
        words = self.tr("Reading the cases")
        self._reading = self.context.jobs.run(words, reading, self.show_meeting, self._fail)

    @Slot()
    def _forget(self) -> None:
        """Something was stored elsewhere: what is worked out of the cases is read again."""
        self._explained.clear()
        if self.isVisible():
            self.read()

    def show_meeting(self, shown: MeetingShown) -> None:
        """Shows the cases; at first that without an outcome yet is in front."""
        first = self.meeting is None
        self._reading, self.meeting = None, shown
        self.rows.set_rows(shown.lines)
        self.say_head()
        if not shown.lines:
            self.states.show_empty(
                self.tr("No cases on this agenda"),
                self.tr("Go back to the surgery and fill its agenda."),
                self.tr("&Back to the surgery"),
                self.leave,
            )
            return
        self.states.show_list()
        if first:
            undecided = [one for one in shown.lines if decided(one.outcome) is None]
            self.table.choose((undecided or list(shown.lines))[0].child_id)
            self.table.setFocus()
        line = self.current()
        if line is not None:
            self.show_case(line)

    def _fail(self, error: EhpError) -> None:
        self._reading = None
        self.states.show_failed(error, self.tr("Try &again"), self.read)

    # What is shown

    def current(self) -> MeetingLine | None:
        """The case in front."""
        line: MeetingLine | None = self.table.current_row()
        return line

    def say_head(self) -> None:
        """Says how far the meeting is, and what can be recorded."""
        shown = self.meeting
        if shown is None:
            return
        row, language = shown.row, self.context.language
        day = say_date(row.date, language)
        self.title.setText(
            self.tr("Surgery of {day}, {state}").format(
                day=day, state=state_words(row, None, language)
            )
        )
        lines = self.rows.shown_rows()
        have = sum(decided(one.outcome) is not None for one in lines)
        self.count.setText(self.tr("{n} of {m} cases have an outcome").format(n=have, m=len(lines)))
        drafts = sum(one.outcome is not None and one.outcome.draft is not None for one in lines)
        drafts += sum(act.draft is not None for one in lines for act in one.actions)
        self.confirm.setVisible(drafts > 0)
        self.confirm.setText(self.tr("Con&firm all ({n})").format(n=drafts))
        gate_writing(self.confirm, self.context, Deed.CONFIRM)
        self.why_not = why_not_write(self.context, Deed.RECORD) or ""
        self.why_not = self.why_not or why_state(row, Part.OUTCOMES)
        self.keys.set_ready(ready=not self.why_not, why=self.why_not)
        for action in (self.add_action, self.reason_action):
            enable(action, ready=not self.why_not, why=self.why_not)
        self.notice.setText(self.why_not or self._draft_words())
        self.notice.setVisible(bool(self.notice.text()))

    def _draft_words(self) -> str:
        if self.context.opened.actor.role.value != "administrator":
            return ""
        return self.tr("What you record is a draft, for the chair to confirm.")

    @Slot(object)
    def show_case(self, line: MeetingLine) -> None:
        """Another case is in front, or there is more to say of this one."""
        self.name.setText(full_name(line.case))
        if self.meeting is not None:
            self.notes.show_notes(child_id=line.child_id, surgery_id=self.meeting.row.id)
        self.say_outcome(line)
        known = self._explained.get(line.child_id)
        if known is not None:
            self._word(line, known)
            self._read_ahead(line)
            return
        self.looking.turn_away()
        self.text.to_top_when_shown()
        self.text.show_text("", b"")
        self.head.setText(self.tr("Reading the case…"))
        if self._explaining is not None:
            self._explaining.drop()
        self._explaining = self._explain(line.child_id, self._explain_failed)

    def _explain(self, child_id: str, failed: Callable[[EhpError], None]) -> Job | None:
        if self.meeting is None:
            return None
        day, language = self.meeting.row.date, self.context.language
        reading = partial(work.explain, self.context.opened, child_id, day, language)
        words = self.tr("Reading the case")
        return self.context.jobs.run(words, reading, self._explained_now, failed)

    def _explained_now(self, child: "ChildExplanation") -> None:
        self._explained[child.row.child_id] = child
        line = self.current()
        if line is not None and line.child_id == child.row.child_id:
            self._explaining = None
            self._word(line, child)
            self._read_ahead(line)

    def _explain_failed(self, error: EhpError) -> None:
        self._explaining = None
        self.head.setText(str(error))

    def _ahead_failed(self, _: EhpError) -> None:
        """The next case could not be read ahead: it says so when it is in front."""

    def _read_ahead(self, line: MeetingLine) -> None:
        """The next case is there when Enter is pressed."""
        lines = self.rows.shown_rows()
        after = [one for one in lines if one.position == line.position + 1]
        if after and after[0].child_id not in self._explained:
            self._explain(after[0].child_id, self._ahead_failed)

    def _word(self, line: MeetingLine, child: "ChildExplanation") -> None:
        self.head.setText(self._case_text.head(child))
        self.text.show_text(self._case_text.whole(line, child, self._expanded), b"")
        self.looking.show(line.child_id)

    def say_outcome(self, line: MeetingLine) -> None:
        """Says what was decided of the case in front."""
        row, language = decided(line.outcome), self.context.language
        self.keys.mark(None if row is None else row.code, look_of(line))
        if line.saving:
            return
        if row is None:
            self.outcome.setText(self.tr("No outcome yet"))
        else:
            state = self.tr("stands") if row.confirmed else self.tr("draft, for the chair")
            words = self.tr("{outcome} · {state}, {who}").format(
                outcome=outcome_words(row, language), state=state, who=row.author
            )
            self.outcome.setText(words + (f"\n{row.reason}" if row.reason else ""))
        stands = None if line.outcome is None else line.outcome.row
        copied = stands is not None and stands.copied_on is not None
        self.copied.setChecked(copied)
        waits = line.outcome is not None and line.outcome.draft is not None
        ready = stands is not None and stands.confirmed and not waits and not copied
        why = why_not_write(self.context, Deed.RECORD) or ""
        no_outcome = self.tr("There is no outcome that stands yet.")
        enable(
            self.copied,
            ready=ready and not why,
            why=why or ("" if copied else no_outcome),
        )
        self.copied_action.setEnabled(ready and not why)

    def changeEvent(self, event: QEvent) -> None:
        """The colours are part of the text."""
        super().changeEvent(event)
        if theme.turned(event):
            line = self.current()
            if line is not None:
                self.show_case(line)

    def _follow(self, url: QUrl) -> None:
        what, _, which = url.toString().partition(":")
        if what == GO:
            self.text.scrollToAnchor(which)
        elif what == EXPAND:
            self._expanded ^= {Route(which)}
            self._word_again()

    @Slot()
    def _turn_all(self) -> None:
        """Shows what holds too, of every route; or hides it again."""
        self._expanded = set() if self._expanded else set(Route)
        self._word_again()

    def _word_again(self) -> None:
        line = self.current()
        if line is not None and line.child_id in self._explained:
            self._word(line, self._explained[line.child_id])

    # From case to case

    @Slot()
    def next_case(self) -> None:
        """The next case."""
        if not self._writes_note():
            self.move_on(1)

    @Slot()
    def case_before(self) -> None:
        """The case before."""
        if not self._writes_note():
            self.move_on(-1)

    def _writes_note(self) -> bool:
        """Whether the keyboard is among the notes: Enter there does not turn to another case."""
        focus = self.window().focusWidget()
        return self.in_notes and focus is not None and self.notes.isAncestorOf(focus)

    def move_on(self, steps: int) -> None:
        """Goes on, or back, by so many cases."""
        self.form.end()
        self.actions_form.hide()
        number = self.table.currentIndex().row() + steps
        if 0 <= number < self.rows.rowCount():
            self.table.choose(self.rows.row(number).child_id)
        elif steps > 0:
            self.said.setText(self._at_the_end())
        self.table.setFocus()

    def _at_the_end(self) -> str:
        lines = self.rows.shown_rows()
        left = [str(one.position) for one in lines if decided(one.outcome) is None]
        if left and not any(one.saving for one in lines):
            words = self.tr("That was the last case. Without an outcome: {numbers}.")
            return words.format(numbers=", ".join(left))
        return self.tr("That was the last case; every one has an outcome.")

    @Slot()
    def _back_to_list(self) -> None:
        line = self.current()
        if line is not None:
            self.say_outcome(line)
        self.table.setFocus()

    @Slot()
    def leave(self) -> None:
        """Back to the case from its notes; else back to the surgery."""
        if self.in_notes:
            self.to_the_case()
            return
        self.left.emit()
        self.context.announce_change()

    @property
    def in_notes(self) -> bool:
        """Whether notes are in front: then no key is an outcome."""
        return self.parts.currentWidget() is self.notes

    @Slot()
    def _turn(self) -> None:
        """Beside notes there are no outcomes: neither their keys nor their buttons."""
        self.keys.setVisible(not self.in_notes)
        self.copied.setVisible(not self.in_notes)
        if self.in_notes:
            self.form.end()
            self.actions_form.hide()

    @Slot()
    def to_the_case(self) -> None:
        """Turns from the notes to the case."""
        self.parts.setCurrentWidget(self.text)
        self.table.setFocus()

    @Slot()
    def write_note(self) -> bool:
        """Turns to the notes of the case in front, the keyboard in the box."""
        self.parts.setCurrentWidget(self.notes)
        return self.notes.write()

    def change_line(self, child_id: str, change: Callable[[MeetingLine], MeetingLine]) -> None:
        """Shows one case otherwise than it was."""
        lines = self.rows.shown_rows()
        self.rows.set_rows([change(one) if one.child_id == child_id else one for one in lines])
        line = self.current()
        if line is not None and line.child_id == child_id:
            self.say_outcome(line)
            self._word_again()
