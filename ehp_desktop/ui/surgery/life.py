"""What the surgery's own buttons do: issue, hold, close, postpone, cancel, add, and its papers."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import AttendanceRow, IssuedRow
from ehp_desktop.review.language import say_date
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.messages import Banner, BannerKind, confirm
from ehp_desktop.ui.surgery import life_work
from ehp_desktop.ui.surgery.agenda_paper import AgendaPaper
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog, Work

if TYPE_CHECKING:
    from ehp_desktop.ui.surgery.issue_dialog import PapersDialog


class SurgeryLife(QObject):
    """Works on the surgery that the panel shows."""

    meeting_wanted = Signal(int)
    relist_wanted = Signal()

    def __init__(
        self, context: AppContext, paper: AgendaPaper, banner: Banner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._context, self._paper, self._banner, self._window = context, paper, banner, window
        self._life: life_work.LifeShown | None = None

    def show_life(self, life: life_work.LifeShown | None) -> None:
        """The panel shows this surgery now; None: it is being read."""
        self._life = life

    @Slot(str)
    def do(self, name: str) -> None:
        """Does what a button of the life bar is for."""
        life = self._life
        if life is None:
            return
        doing = {
            "meeting": self._meet,
            "issue": self._issue,
            "hold": self._hold,
            "close": self._close,
            "attendance": self._attendance,
            "papers": self._papers,
            "minutes": self._minutes,
            "invitation": self._invitation,
            "postpone": self._postpone,
            "cancel": self._cancel,
            "addendum": self._addendum,
            "relist": self._relist,
        }[name]
        doing(life)

    # Moves

    def _meet(self, life: life_work.LifeShown) -> None:
        self.meeting_wanted.emit(life.row.id)

    def _relist(self, _: life_work.LifeShown) -> None:
        self.relist_wanted.emit()

    def _hold(self, life: life_work.LifeShown) -> None:
        title = self.tr("Hold the surgery")
        text = self.tr(
            "The surgery is marked as held, beginning now. Its date and the order of its cases "
            "stay as they are from then on; outcomes are recorded."
        )
        if confirm(self._window, title, text, self.tr("Hold it")):
            self._run(title, partial(life_work.hold, self._context.opened, life.row.id))

    def _run(self, words: str, doing: Work) -> None:
        done = partial(self._did, self.tr("The surgery is held. Outcomes: Meeting (Ctrl+M)."))
        self._context.jobs.run(words, doing, done, self._refused, writes=True)

    def _close(self, life: life_work.LifeShown) -> None:
        from ehp_desktop.ui.surgery.reason_dialogs import CloseDialog

        said = self.tr("The surgery is closed. What is said after this is an addendum.")
        self._open(CloseDialog(self._context, life, self._window), said)

    def _postpone(self, life: life_work.LifeShown) -> None:
        from ehp_desktop.ui.surgery.reason_dialogs import PostponeDialog

        dialog = PostponeDialog(self._context, life.row, self._window)
        dialog.stored.connect(partial(self._postponed, life))
        dialog.open()

    def _postponed(self, life: life_work.LifeShown, _: object) -> None:
        back: Work = partial(
            life_work.postpone,
            self._context.opened,
            life.row.id,
            self.tr("Taken back: postponed by mistake."),
            life.row.date,
        )
        self._banner.say(
            self.tr("The surgery was postponed."),
            action_text=self.tr("Undo"),
            action=partial(self._take_back, back),
        )
        self._context.announce_change()

    def _take_back(self, back: Work) -> None:
        words = self.tr("Taken back: the surgery has its day again.")
        label = self.tr("Taking it back")
        self._context.jobs.run(label, back, partial(self._did, words), self._refused, writes=True)

    def _cancel(self, life: life_work.LifeShown) -> None:
        from ehp_desktop.ui.surgery.reason_dialogs import CancelDialog

        dialog = CancelDialog(self._context, life.row, self._window)
        self._open(dialog, self.tr("The surgery was cancelled."))

    def _addendum(self, life: life_work.LifeShown) -> None:
        from ehp_desktop.ui.surgery.reason_dialogs import AddendumDialog

        dialog = AddendumDialog(self._context, life.row, self._window)
        self._open(dialog, self.tr("The addendum was added; it stands after the minutes."))

    def _open(self, dialog: StoringDialog, said: str) -> None:
        dialog.stored.connect(partial(self._did, said))
        dialog.open()

    def _did(self, said: str, _: object = None) -> None:
        self._banner.say(said)
        self._context.announce_change()

    def _refused(self, error: EhpError) -> None:
        self._banner.say(str(error), kind=BannerKind.ERROR)

    # Issuing and papers

    def _issue(self, life: life_work.LifeShown) -> None:
        from ehp_desktop.ui.surgery.issue_dialog import IssueDialog

        dialog = IssueDialog(self._context, life, self._window)
        dialog.issued.connect(self._changed)
        self._look(dialog)

    def _papers(self, life: life_work.LifeShown) -> None:
        from ehp_desktop.ui.surgery.issue_dialog import PapersDialog

        self._look(PapersDialog(self._context, life, self._window))

    def _look(self, dialog: "PapersDialog") -> None:
        dialog.looked_at.connect(self._show_kept)
        dialog.open()

    @Slot()
    def _changed(self, _: object = None) -> None:
        self._context.announce_change()

    @Slot(object, bytes)
    def _show_kept(self, paper: IssuedRow, pdf: bytes) -> None:
        if self._life is None:
            return
        day = self._life.row.date
        title = self.tr("Agenda of {day}, version {n}").format(
            day=say_date(day, self._context.language), n=paper.version
        )
        proposed = self.tr("Surgery agenda {day} version {n}.pdf").format(
            day=day.isoformat(), n=paper.version
        )
        self._paper.show_kept(title, proposed, pdf, with_advice=paper.with_advice)

    def _minutes(self, life: life_work.LifeShown) -> None:
        from ehp_desktop.ui.surgery.paper_dialogs import ask_minutes

        wish = ask_minutes(self._window, self._context)
        if wish is None:
            return
        making = partial(
            life_work.minutes,
            self._context.opened,
            life.row.id,
            wish.language,
            wish.names,
            wish.with_advice,
        )
        title = self.tr("Minutes of {day}").format(day=self._day(life))
        proposed = self.tr("Surgery minutes {day}.pdf").format(day=life.row.date.isoformat())
        words, advice = self.tr("Making the minutes"), wish.with_advice
        self._paper.look_at(title, proposed, words, making, with_advice=advice)

    def _invitation(self, life: life_work.LifeShown) -> None:
        reading = partial(life_work.invited, self._context.opened, life.row.id)
        words = self.tr("Reading the invitation list")
        asking = partial(self._ask_invitation, life)
        self._context.jobs.run(words, reading, asking, self._refused)

    def _ask_invitation(self, life: life_work.LifeShown, invited: list[AttendanceRow]) -> None:
        from ehp_desktop.ui.surgery.paper_dialogs import ask_invitation

        wish = ask_invitation(self._window, self._context, invited)
        if wish is None:
            return
        making = partial(
            life_work.invitation,
            self._context.opened,
            life.row.id,
            wish.to,
            wish.language,
            wish.with_cases,
        )
        title = self.tr("Invitation to {day}").format(day=self._day(life))
        proposed = self.tr("Surgery invitation {day}.pdf").format(day=life.row.date.isoformat())
        self._paper.look_at(title, proposed, self.tr("Making the invitation"), making)

    def _attendance(self, life: life_work.LifeShown) -> None:
        from ehp_desktop.ui.surgery.attendance_dialog import AttendanceDialog

        dialog = AttendanceDialog(self._context, life.row, self._window)
        dialog.changed.connect(self._changed)
        dialog.invitation_wanted.connect(dialog.accept)
        dialog.invitation_wanted.connect(partial(self._invitation, life))
        dialog.open()

    def _day(self, life: life_work.LifeShown) -> str:
        return say_date(life.row.date, self._context.language)
