"""Where a surgery is in its life, and what can be done with it now: the lines above its agenda."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import Language, phrase
from ehp_desktop.review.life_words import SURGERY_STATES
from ehp_desktop.review.permissions import Deed
from ehp_desktop.review.surgery_states import Move, Part, why_not_now
from ehp_desktop.ui import shapes, theme
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control, plain_label, quiet_label
from ehp_desktop.ui.permitted import gate, gate_writing
from ehp_desktop.ui.surgery.life_work import LifeShown
from ehp_desktop.ui.theme import Role

SHAPES = {
    "draft": Role.UNKNOWN,
    "issued": Role.MET,
    "held": Role.WORK_NEEDED,
    "closed": Role.READY,
    "postponed": Role.NOT_THIS_ROUTE,
    "cancelled": Role.NOT_MET,
}
"""The shape and colour of each state, beside its word."""


def state_words(row: SurgeryRow, version: int | None, language: Language) -> str:
    """A surgery's state in a word, and the version that is issued."""
    word = phrase(SURGERY_STATES[row.state], language)
    if version is None:
        return word
    return phrase("{state}, version {n}", language, state=word, n=version)


def why_state(row: SurgeryRow, wanted: Move | Part) -> str:
    """Why a surgery's state does not let something be done; empty where it does."""
    return (why_not_now(row, wanted) or "").replace("; nothing was changed", "")


class _Doing(NamedTuple):
    """One button: its words and keys, who may, in which states, whether something is stored."""

    words: str
    keys: str
    deed: Deed
    states: Move | Part | None = None
    writes: bool = True


class LifeBar(QWidget):
    """The state, what changed since the last version, who waits, and a button for each step."""

    wanted = Signal(str)  # the name of what is to be done: "issue", "hold"…

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lifeBar")
        self._context = context
        self._life: LifeShown | None = None
        self.shape = QLabel()
        self.shape.setObjectName("life_shape")
        self.state = name_control(plain_label(), self.tr("State of the surgery"), "life_state")
        face = self.state.font()
        face.setBold(True)
        self.state.setFont(face)
        self.said = name_control(quiet_label(""), self.tr("What has become of it"), "life_said")
        self.said.setWordWrap(True)
        self._relist = QPushButton()
        name_control(self._relist, self.tr("Put those who wait on the agenda"), "life_relist")
        self._relist.clicked.connect(self._want_relisted)
        self.actions_: dict[str, QAction] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._lay_out()

    def _doings(self) -> dict[str, _Doing]:
        return {
            "meeting": _Doing(self.tr("Meeting"), "Ctrl+M", Deed.READ, None, writes=False),
            "issue": _Doing(self.tr("Issue…"), "Ctrl+I", Deed.ISSUE, Move.ISSUE),
            "hold": _Doing(self.tr("Hold"), "Ctrl+H", Deed.CLOSE, Move.HOLD),
            "close": _Doing(self.tr("Close…"), "Ctrl+K", Deed.CLOSE, Move.CLOSE),
            "attendance": _Doing(self.tr("Attendance…"), "Ctrl+G", Deed.READ, None, writes=False),
            "papers": _Doing(self.tr("Issued papers…"), "", Deed.PRINT, None, writes=False),
            "minutes": _Doing(self.tr("Minutes…"), "Ctrl+U", Deed.PRINT, None, writes=False),
            "invitation": _Doing(self.tr("Invitation…"), "", Deed.PRINT, None, writes=False),
            "postpone": _Doing(self.tr("Postpone…"), "", Deed.MAKE_SURGERY, Move.GIVE_DATE),
            "cancel": _Doing(self.tr("Cancel…"), "", Deed.MAKE_SURGERY, Move.CANCEL),
            "addendum": _Doing(self.tr("Addendum…"), "", Deed.CLOSE, Part.ADDENDA),
        }

    # What is shown

    def show_life(self, life: LifeShown) -> None:
        """Shows where a surgery is."""
        self._life = life
        language = self._context.language
        self.state.setText(state_words(life.row, life.version, language))
        self._paint()
        lines = [one for one in (self._changes(life), self._open(life)) if one]
        if life.reason:
            lines.append(self.tr("Why: {reason}").format(reason=life.reason))
        if life.addenda:
            lines.append(self.tr("Addenda: {n}.").format(n=len(life.addenda)))
        self.said.setText(" · ".join(lines))
        self.said.setVisible(bool(lines))
        self._relist.setVisible(bool(life.wait))
        self._relist.setText(
            self.tr("Put 1 relisted case on the agenda")
            if life.wait == 1
            else self.tr("Put {n} relisted cases on the agenda").format(n=life.wait)
        )
        self._gate()

    def changeEvent(self, event: QEvent) -> None:
        """The shape's colour follows light and dark."""
        super().changeEvent(event)
        if theme.turned(event):
            self._paint()

    def _paint(self) -> None:
        if self._life is None:
            return
        role = SHAPES[self._life.row.state]
        ratio = self.devicePixelRatioF()
        self.shape.setPixmap(shapes.shape(role, shapes.text_height(), ratio))
        palette = self.state.palette()
        palette.setColor(palette.ColorRole.WindowText, theme.colour(role))
        self.state.setPalette(palette)

    def _changes(self, life: LifeShown) -> str:
        if life.version is None:
            return ""
        if not life.changes:
            return self.tr("Nothing has changed since version {n}.").format(n=life.version)
        head = self.tr("Changed since version {n}:").format(n=life.version)
        return f"{head} {' '.join(life.changes)}"

    def _open(self, life: LifeShown) -> str:
        parts = []
        if life.row.state == "held" and life.without:
            left = self.tr("{n} of {m} cases have no outcome yet")
            parts.append(left.format(n=len(life.without), m=len(life.row.cases)))
        if life.drafts == 1:
            parts.append(self.tr("one draft waits for the chair"))
        elif life.drafts:
            parts.append(self.tr("{n} drafts wait for the chair").format(n=life.drafts))
        return "; ".join(parts)

    # What can be done

    def _gate(self) -> None:
        life, context = self._life, self._context
        if life is None:
            return
        for name, one in self._doings().items():
            target = self.actions_[name]
            why = "" if one.states is None else why_state(life.row, one.states)
            if name in {"meeting", "invitation"} and not life.row.cases:
                why = self.tr("There is no case on the agenda yet.") if name == "meeting" else ""
            if name == "papers" and not life.papers:
                why = self.tr("Nothing has been issued of this surgery yet.")
            if name == "issue" and not why and not life.row.cases:
                why = self.tr("There is no case on the agenda yet.")
            for aim in (target, self._buttons[name]):
                if one.writes and not context.writable:
                    gate_writing(aim, context, one.deed)
                else:
                    gate(aim, context.opened.actor, one.deed, ready=not why, otherwise=why)
        gate_writing(self._relist, context, Deed.MAKE_SURGERY)

    @Slot()
    def _want(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.wanted.emit(str(action.data()))

    @Slot()
    def _want_relisted(self) -> None:
        self.wanted.emit("relist")

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.addWidget(self.shape)
        line.addWidget(self.state)
        line.addSpacing(self.fontMetrics().averageCharWidth() * 2)
        line.addWidget(self.said, 1)
        line.addWidget(self._relist)
        line.addStretch(0)  # the word stays beside its shape where nothing more is said
        self._relist.hide()
        room.addLayout(line)
        row = FlowLayout()
        for name, one in self._doings().items():
            action = QAction(one.words, self)
            action.setObjectName(f"life_{name}_action")
            if one.keys:
                action.setShortcut(QKeySequence(one.keys))
            action.setData(name)
            action.triggered.connect(self._want)
            self.addAction(action)
            self.actions_[name] = action
            button = name_control(QPushButton(one.words), one.words, f"life_{name}")
            button.clicked.connect(action.trigger)
            if one.keys:
                button.setToolTip(f"{one.words} ({one.keys})")
            self._buttons[name] = button
            row.addWidget(button)
        room.addLayout(row)
