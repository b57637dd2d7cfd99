"""The meeting: an outcome for each case by one key, actions, and undoing; stored as chosen."""

from functools import partial

from PySide6.QtCore import QDeadlineTimer, Slot
from PySide6.QtWidgets import QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.language import phrase, say_short_date
from ehp_desktop.review.life_words import DATED_OUTCOMES, OUTCOMES
from ehp_desktop.review.outcome_codes import KIND_OF, Needs
from ehp_desktop.ui.caseload.columns import CaseColumns, full_name
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.messages import BannerKind
from ehp_desktop.ui.notes.kept import kept_texts
from ehp_desktop.ui.surgery.meeting import work
from ehp_desktop.ui.surgery.meeting.cases import MeetingCases
from ehp_desktop.ui.surgery.meeting.doing import MeetingDoing
from ehp_desktop.ui.surgery.meeting.lines import decided
from ehp_desktop.ui.surgery.meeting.work import (
    ActionTyped,
    MeetingLine,
    MeetingShown,
    Stored,
    Wish,
)
from ehp_desktop.ui.theme import Role

REST = 1000
"""Milliseconds after a text was saved in which no letter records anything: it may be more text."""


class MeetingPage(MeetingCases):
    """One surgery as it is held. Everything is stored as it is chosen; nothing waits."""

    def __init__(
        self, context: AppContext, columns: CaseColumns, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, columns, parent)
        self.doing = MeetingDoing(context, self)
        self.add_action.triggered.connect(self.begin_action)
        self.copied_action.triggered.connect(self._type_copied)
        self.reason_action.triggered.connect(self.begin_reason)
        self.keys.chosen.connect(self.choose)
        self.keys.typed.connect(self._type_outcome)
        self._rest = QDeadlineTimer(0)
        self.notes.stored.connect(self._begin_rest)
        self.form.wished.connect(self._wished)
        self.form.left.connect(self._back_to_list)
        self.actions_form.typed.connect(self._act)
        self.actions_form.left.connect(self._back_to_list)
        self.copied.clicked.connect(self._copy)
        self.confirm.clicked.connect(self.confirm_all)
        self.doing.began.connect(self._saving)
        self.doing.stored.connect(self._stored)
        self.doing.said.connect(self.said.setText)
        self.doing.refused.connect(self._refused)
        kept_texts(context).loaded.connect(self._say_kept)

    def show_meeting(self, shown: MeetingShown) -> None:
        """Shows the surgery; what is stored from now on is of it."""
        self.doing.begin(shown.row)
        super().show_meeting(shown)

    # Keys

    @property
    def rests(self) -> bool:
        """Whether a text was saved a moment ago."""
        return not self._rest.hasExpired()

    @Slot()
    def _begin_rest(self) -> None:
        self._rest.setRemainingTime(REST)

    @Slot(str)
    def _type_outcome(self, code: str) -> None:
        if self._takes_letters():
            self.choose(code)

    @Slot()
    def _type_copied(self) -> None:
        if self._takes_letters():
            self.copied.click()

    def _takes_letters(self) -> bool:
        """Whether a letter is meant for the case: not beside notes, nor while text is typed."""
        if self.in_notes:
            return False
        if self.rests:
            self._begin_rest()  # whoever goes on typing has not looked up yet
            self.said.setText(
                self.tr("A text was saved just now, so that letter did nothing. Press it again.")
            )
            return False
        focus = self.window().focusWidget()
        places = (self.table, self.parts, self.keys)
        return focus is not None and any(one is focus or one.isAncestorOf(focus) for one in places)

    # Storing

    @Slot(str)
    def choose(self, code: str) -> None:
        """An outcome was chosen: stored at once, or first asked for what it needs."""
        line, kind = self.current(), KIND_OF[code]
        if line is None or self.why_not or self.in_notes:
            return
        self.actions_form.hide()
        if kind.needs is Needs.NOTHING:
            self.form.end()
            self.table.setFocus()
            self._decide(line, Wish(code))
            return
        self._ask(line, code)

    def _ask(self, line: MeetingLine, code: str) -> None:
        row, shown = decided(line.outcome), self.meeting
        if shown is None:
            return
        same = row is not None and row.code == code
        day = row.by_date if same and row is not None and row.by_date else shown.next_day
        reason = (row.reason or "") if same and row is not None else ""
        words = phrase(OUTCOMES[code], self.context.language)
        place = work.reasons_place(shown.row.id, line.child_id)
        self.form.begin(KIND_OF[code], words, day, reason, place)
        self.keys.mark(code, Role.UNKNOWN)

    @Slot()
    def begin_reason(self) -> None:
        """Says why, of the outcome that is recorded already, or goes on with reasons kept."""
        line = self.current()
        if line is None or self.why_not or self.in_notes:
            return
        row, kept = decided(line.outcome), self._kept_reasons(line)
        code = kept or ("" if row is None else row.code)
        if code in KIND_OF:
            self.actions_form.hide()
            self._ask(line, code)

    def _kept_reasons(self, line: MeetingLine) -> str:
        """The code of the outcome for which reasons were typed and not saved; else empty."""
        shown = self.meeting
        place = "" if shown is None else work.reasons_place(shown.row.id, line.child_id)
        kept = kept_texts(self.context).at(place)
        return "" if kept is None else kept.about.get("code", "")

    @Slot(object)
    def show_case(self, line: MeetingLine) -> None:
        """Another case is in front; what was typed for it and not saved is said."""
        super().show_case(line)
        shown = self.meeting
        if shown is None or self.why_not or not self.form.isHidden():
            return
        code = self._kept_reasons(line)
        if code in OUTCOMES:
            outcome = phrase(OUTCOMES[code], self.context.language)
            words = self.tr("Typed and not saved: reasons for “{outcome}”. R goes on with them.")
            self.said.setText(words.format(outcome=outcome))
        elif kept_texts(self.context).at(work.action_place(shown.row.id, line.child_id)):
            self.said.setText(self.tr("Typed and not saved: an action. + goes on with it."))

    @Slot()
    def _say_kept(self) -> None:
        """What was kept has been read, perhaps after the case."""
        line = self.current()
        if line is not None:
            self.show_case(line)

    @Slot(object)
    def _wished(self, wish: Wish) -> None:
        line = self.current()
        if line is not None:
            if wish.reason:
                self._begin_rest()  # Enter was perhaps meant to go on with the reason
            self._decide(line, wish)
            self.move_on(1)

    def _decide(self, line: MeetingLine, wish: Wish) -> None:
        language = self.context.language
        outcome = phrase(OUTCOMES[wish.code], language)
        if wish.by_date is not None:
            day = say_short_date(wish.by_date, language)
            outcome = phrase(DATED_OUTCOMES[wish.code], language, day=day)
        words = self.tr("{n}. {child}: {outcome}").format(
            n=line.position, child=full_name(line.case), outcome=outcome
        )
        self.doing.decide(line.child_id, wish, words)

    @Slot()
    def begin_action(self) -> None:
        """Asks for an action of the current case."""
        line, shown = self.current(), self.meeting
        if line is None or shown is None or self.why_not or self.in_notes:
            return
        self.form.end()
        row = line.case.row
        names = [row.social_worker, row.team_manager, shown.row.lawyer, shown.row.chair]
        known = [one for one in names if one]
        place = work.action_place(shown.row.id, line.child_id)
        self.actions_form.begin(known[0] if known else "", known, shown.next_day, place)

    @Slot(object)
    def _act(self, typed: ActionTyped) -> None:
        line = self.current()
        if line is not None:
            words = self.tr("{n}. {child}: action for {who}").format(
                n=line.position, child=full_name(line.case), who=typed.who
            )
            self._begin_rest()
            self.doing.act(line.child_id, typed, words)
        self.actions_form.hide()
        self.table.setFocus()

    @Slot()
    def _copy(self) -> None:
        line = self.current()
        row = None if line is None or line.outcome is None else line.outcome.row
        if line is not None and row is not None and row.copied_on is None and not self.in_notes:
            words = self.tr("{n}. {child}: copied to the case record")
            said = words.format(n=line.position, child=full_name(line.case))
            self.doing.copy(line.child_id, row.thread, said)
        self.table.setFocus()

    @Slot()
    def undo(self) -> None:
        """Takes back the last thing stored in this meeting."""
        self.doing.undo()

    @Slot()
    def confirm_all(self) -> None:
        """Confirms every draft of this surgery."""
        if self.meeting is not None:
            doing = partial(work.confirm_all, self.context.opened, self.meeting.row)
            words = self.tr("Confirming the drafts")
            self.context.jobs.run(words, doing, self._confirmed, self._say_error, writes=True)

    def _confirmed(self, shown: MeetingShown) -> None:
        self.show_meeting(shown)
        self.said.setText(self.tr("Every draft of this surgery is confirmed."))

    # What came of it

    @Slot(str)
    def _saving(self, child_id: str) -> None:
        self.change_line(child_id, lambda line: line._replace(saving=True))

    @Slot(object)
    def _stored(self, stored: Stored) -> None:
        self._forget_kept(stored)
        self.change_line(
            stored.child_id,
            lambda line: line._replace(
                outcome=stored.outcome, actions=stored.actions, saving=False
            ),
        )
        self.say_head()

    def _forget_kept(self, stored: Stored) -> None:
        if self.meeting is None:
            return
        number, child_id = self.meeting.row.id, stored.child_id
        row = decided(stored.outcome)
        if row is not None and row.reason is not None:
            self.form.forget(work.reasons_place(number, child_id), row.reason)
        if stored.action_id is not None:
            self.actions_form.kept.saved(work.action_place(number, child_id))

    @Slot(str, str)
    def _refused(self, child_id: str, why: str) -> None:
        self.change_line(child_id, lambda line: line._replace(saving=False))
        self.said.setText("")
        self.banner.say(why, kind=BannerKind.ERROR)

    def _say_error(self, error: EhpError) -> None:
        self.banner.say(str(error), kind=BannerKind.ERROR)
