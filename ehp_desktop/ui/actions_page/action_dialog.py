"""One action, new or corrected: what, who, by when; of a surgery and a child, or of neither.

It is kept as it is typed.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from ehp_desktop.review.language import say_date
from ehp_desktop.ui.actions_page import work
from ehp_desktop.ui.actions_page.work import ActionLine, ActionWish, SurgeryDay
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.notes.kept_fields import KeptFields
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog, Work

_LONGEST = 2_000
_OPEN = frozenset({"draft", "issued", "held", "postponed"})


class ActionDialog(StoringDialog):
    """A corrected action stays with its surgery and child."""

    def __init__(
        self,
        context: AppContext,
        surgeries: Sequence[SurgeryDay],
        line: ActionLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "", "", parent=parent)
        self.setObjectName("actionDialog")
        self._line = line
        new = line is None
        self.setWindowTitle(self.tr("New action") if new else self.tr("Correct the action"))
        self.buttons.action.setText(self.tr("Add the action") if new else self.tr("Save"))
        self._what, self._who, self._child = QLineEdit(), QLineEdit(), QLineEdit()
        for one in (self._what, self._who):
            one.setMaxLength(_LONGEST)
        self._dated = QCheckBox(self.tr("&By a day"))
        self._day = day_edit(context.today)
        self._surgery = QComboBox()
        self._lay_out(surgeries)
        self._fill()
        self._keep()
        self._what.setFocus()

    def _lay_out(self, surgeries: Sequence[SurgeryDay]) -> None:
        self.form.add(self.tr("&What is to be done"), self._what, name="action_what")
        self.form.add(self.tr("Wh&o"), self._who, name="action_who")
        self.form.add("", self._dated, name="action_dated")
        self._dated.setAccessibleName(self.tr("By a day"))
        self.form.add(self.tr("By whe&n"), self._day, name="action_day")
        self._dated.toggled.connect(self._day.setEnabled)
        if self._line is not None:
            return
        self._surgery.addItem(self.tr("of no surgery"), None)
        for one in surgeries:
            if one.state in _OPEN:
                self._surgery.addItem(say_date(one.date, self.context.language), one.id)
        self.form.add(self.tr("&Surgery"), self._surgery, name="action_surgery")
        hint = self.tr("May be left empty. With a surgery, the child is one on its agenda.")
        self.form.add(self.tr("&Child's ID"), self._child, hint, name="action_child")

    def _fill(self) -> None:
        if self._line is None:
            self._dated.setChecked(True)
            return
        row = self._line.draft or self._line.row
        self._what.setText(row.what)
        self._who.setText(row.who)
        self._dated.setChecked(row.by_when is not None)
        self._day.setEnabled(row.by_when is not None)
        if row.by_when is not None:
            self._day.setDate(QDate(row.by_when.year, row.by_when.month, row.by_when.day))

    def _keep(self) -> None:
        fields = {"what": self._what, "who": self._who, "dated": self._dated, "day": self._day}
        if self._line is None:
            fields |= {"child": self._child}
        self._place = work.typed_place(self._line)
        self._kept = KeptFields(self.context, fields, self)
        self._kept.line.save.clicked.connect(self.accept)
        self.stored.connect(self._forget)
        self.room.insertWidget(1, self._kept.line)
        self._kept.begin(self._place)

    def _forget(self, _: object) -> None:
        self._kept.saved(self._place)

    def work(self) -> Work | None:
        """The adding or the correction."""
        what, who = self._what.text().strip(), self._who.text().strip()
        if not what:
            self.complain(self.tr("Say what is to be done."), self._what)
            return None
        if not who:
            self.complain(self.tr("Say who is to do it."), self._who)
            return None
        by_when = day_of(self._day) if self._dated.isChecked() else None
        opened = self.context.opened
        if self._line is not None:
            return partial(work.correct, opened, self._line.number, ActionWish(what, who, by_when))
        child = self._child.text().strip() or None
        wish = ActionWish(what, who, by_when, self._surgery.currentData(), child)
        return partial(work.add, opened, wish)
