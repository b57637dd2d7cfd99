"""Which actions are shown: whose, of which surgery, only those overdue, those done too."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from ehp_desktop.review.language import Language, say_short_date
from ehp_desktop.ui.actions_page.work import ActionLine, SurgeryDay
from ehp_desktop.ui.caseload.filters import SearchBox
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control

_NO_SURGERY = -1


class ActionFilters(QWidget):
    """A row of choosers. `changed`: another choice was made."""

    changed = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.search: QLineEdit = SearchBox()
        self.search.setPlaceholderText(self.tr("Search what, who, child…"))
        self.search.setClearButtonEnabled(True)
        self._who, self._surgery = QComboBox(), QComboBox()
        self._overdue = QCheckBox(self.tr("Only o&verdue"))
        self._done = QCheckBox(self.tr("Done &too"))
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(name_control(self.search, self.tr("Find an action"), "actions_search"))
        for label, box, name in (
            (self.tr("Wh&o"), self._who, "actions_who"),
            (self.tr("S&urgery"), self._surgery, "actions_surgery"),
        ):
            heading = QLabel(label)
            heading.setBuddy(name_control(box, label, name))
            row.addWidget(heading)
            row.addWidget(box)
            box.currentIndexChanged.connect(self._say)
        for tick, name in ((self._overdue, "actions_overdue"), (self._done, "actions_done_too")):
            row.addWidget(name_control(tick, tick.text(), name))
            tick.toggled.connect(self._say)
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 28)
        self.offer((), ())

    def offer(self, lines: Sequence[ActionLine], surgeries: Sequence[SurgeryDay]) -> None:
        """Offers the people and surgeries that there are; what is chosen stays."""
        who, surgery = self._who.currentData(), self._surgery.currentData()
        self._who.blockSignals(True)  # noqa: FBT003 - Qt's own
        self._surgery.blockSignals(True)  # noqa: FBT003
        self._who.clear()
        self._who.addItem(self.tr("everybody"), None)
        for name in sorted({line.row.who for line in lines}, key=str.casefold):
            self._who.addItem(name, name)
        self._surgery.clear()
        self._surgery.addItem(self.tr("all"), None)
        self._surgery.addItem(self.tr("of no surgery"), _NO_SURGERY)
        for one in surgeries:
            self._surgery.addItem(say_short_date(one.date, self._language), one.id)
        self._who.setCurrentIndex(max(0, self._who.findData(who)))
        self._surgery.setCurrentIndex(max(0, self._surgery.findData(surgery)))
        self._who.blockSignals(False)  # noqa: FBT003
        self._surgery.blockSignals(False)  # noqa: FBT003

    @property
    def surgery_id(self) -> int | None:
        """The surgery that is chosen; None: all, or none."""
        chosen: int | None = self._surgery.currentData()
        return None if chosen == _NO_SURGERY else chosen

    @property
    def any_chosen(self) -> bool:
        """Whether anything is left out that is still to be done."""
        chosen = self._who.currentData() or self._surgery.currentData()
        return bool(chosen or self._overdue.isChecked() or self.search.text().strip())

    def fits(self) -> Callable[[ActionLine], bool]:
        """Whether an action is to be shown."""
        who, surgery = self._who.currentData(), self._surgery.currentData()
        overdue, done_too = self._overdue.isChecked(), self._done.isChecked()

        def fit(line: ActionLine) -> bool:
            row = line.row
            of_surgery = surgery is None or row.surgery_id == surgery
            if surgery == _NO_SURGERY:
                of_surgery = row.surgery_id is None
            return (
                of_surgery
                and (who is None or row.who == who)
                and (not overdue or line.overdue)
                and (done_too or row.done_on is None)
            )

        return fit

    @Slot()
    def clear(self) -> None:
        """Shows everything that is still to be done."""
        for box in (self._who, self._surgery):
            box.setCurrentIndex(0)
        self._overdue.setChecked(False)
        self.search.clear()

    @Slot()
    def _say(self) -> None:
        self.changed.emit()
