"""One button and one key for each outcome; the one that was chosen is marked."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from ehp_desktop.review.language import Language, phrase
from ehp_desktop.review.outcome_codes import KINDS
from ehp_desktop.ui import shapes
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.permitted import enable
from ehp_desktop.ui.theme import Role


class OutcomeKeys(QWidget):
    """The outcomes in the order in which they are always offered.

    A key can be pressed by mistake while a text is typed, a button hardly: they are two signals.
    """

    chosen = Signal(str)  # the code, by its button
    typed = Signal(str)  # the code, by its key

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outcomeKeys")
        self.actions_: dict[str, QAction] = {}
        self._buttons: dict[str, QPushButton] = {}
        short = self._short()
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for kind in KINDS:
            code, words = kind.code.value, phrase(kind.words, language)
            action = QAction(words, self)
            action.setObjectName(f"outcome_{code}_action")
            action.setShortcut(QKeySequence(kind.key))
            action.triggered.connect(partial(self._type, code))
            self.actions_[code] = action
            button = QPushButton(f"{kind.key.upper()}   {short[code]}")
            button.setToolTip(f"{words} ({kind.key.upper()})")
            button.setCheckable(True)
            button.clicked.connect(partial(self._choose, code))
            named = f"{words}, {kind.key.upper()}"
            self._buttons[code] = name_control(button, named, f"outcome_{code}")
            row.addWidget(button)

    def _short(self) -> dict[str, str]:
        """What stands on the buttons: nine of them are to fit beside the list."""
        return {
            "discharge": self.tr("Discharge"),
            "discharge_with_supervision": self.tr("Discharge with SO"),
            "carer_gives_notice": self.tr("Carer gives notice (SGO)"),
            "child_arrangements": self.tr("Child arrangements"),
            "more_information": self.tr("Information by…"),
            "not_yet": self.tr("Not yet, relist on…"),
            "keep_order": self.tr("Keep the order, because…"),
            "escalate": self.tr("Escalate, because…"),
            "left_list": self.tr("Left the list, because…"),
        }

    def mark(self, code: str | None, role: Role) -> None:
        """Marks the outcome that was chosen, with the shape of how far it stands."""
        for name, button in self._buttons.items():
            button.setChecked(name == code)
            button.setIcon(shapes.state_icon(role) if name == code else QIcon())

    def set_ready(self, *, ready: bool, why: str = "") -> None:
        """Whether an outcome can be recorded, and why not."""
        for code, button in self._buttons.items():
            enable(button, ready=ready, why=why)
            self.actions_[code].setEnabled(ready)

    def _type(self, code: str, _: object = None) -> None:
        self.typed.emit(code)

    def _choose(self, code: str, _: object = None) -> None:
        self.chosen.emit(code)
