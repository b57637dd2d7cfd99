"""The meeting: an outcome for each case by one key, actions, and undoing; stored as chosen."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.language import phrase, say_short_date
from ehp_desktop.review.life_words import DATED_OUTCOMES, OUTCOMES
from ehp_desktop.review.outcome_codes import KIND_OF, Needs
from ehp_desktop.ui.caseload.columns import CaseColumns, full_name
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.messages import BannerKind
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


class MeetingPage(MeetingCases):
    """One surgery as it is held. Everything is stored as it is chosen; nothing waits."""

    def __init__(
        self, context: AppContext, columns: CaseColumns, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, columns, parent)
        self.doing = MeetingDoing(context, self)
        self.add_action.triggered.connect(self.begin_action)
        self.copied_action.triggered.connect(self.copied.click)
        self.reason_action.triggered.connect(self.begin_reason)
        self.keys.chosen.connect(self.choose)
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

    def show_meeting(self, shown: MeetingShown) -> None:
        """Shows the surgery; what is stored from now on is of it."""
        self.doing.begin(shown.row)
        super().show_meeting(shown)

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
        self.form.begin(KIND_OF[code], words, day, reason)
        self.keys.mark(code, Role.UNKNOWN)

    @Slot()
    def begin_reason(self) -> None:
        """Says why, of the outcome that is recorded already."""
        line = self.current()
        row = None if line is None else decided(line.outcome)
        if line is not None and row is not None and not self.why_not:
            self._ask(line, row.code)

    @Slot(object)
    def _wished(self, wish: Wish) -> None:
        line = self.current()
        if line is not None:
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
        self.actions_form.begin(known[0] if known else "", known, shown.next_day)

    @Slot(object)
    def _act(self, typed: ActionTyped) -> None:
        line = self.current()
        if line is not None:
            words = self.tr("{n}. {child}: action for {who}").format(
                n=line.position, child=full_name(line.case), who=typed.who
            )
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
        self.change_line(
            stored.child_id,
            lambda line: line._replace(
                outcome=stored.outcome, actions=stored.actions, saving=False
            ),
        )
        self.say_head()

    @Slot(str, str)
    def _refused(self, child_id: str, why: str) -> None:
        self.change_line(child_id, lambda line: line._replace(saving=False))
        self.said.setText("")
        self.banner.say(why, kind=BannerKind.ERROR)

    def _say_error(self, error: EhpError) -> None:
        self.banner.say(str(error), kind=BannerKind.ERROR)
