"""A small form that records one value of one child. It edits a copy and saves nothing itself."""

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.codes import CodeSet, known_codes
from ehp_desktop.models.fields import (
    FIELD_BY_KEY,
    FIELDS,
    TRIGGERS,
    Field,
    FieldKind,
    FieldValue,
    to_text,
)
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.intake.values import ValueRefused, parse_value
from ehp_desktop.ui.case.value_words import ValueWords
from ehp_desktop.ui.forms import FormRows, name_control, quiet_label
from ehp_desktop.ui.messages import Banner, BannerKind

_ENDING = frozenset(name for names, _ in TRIGGERS for name in names)


@dataclass(frozen=True, slots=True)
class TypedValue:
    """What was typed: a field and its value, None = not recorded."""

    field: str
    value: FieldValue | None


class RecordDialog(QDialog):
    """Which field, what value. What cannot be read is said at once, and nothing is closed."""

    def __init__(
        self,
        parent: QWidget | None,
        row: ChildRow,
        *,
        field: str | None,
        code_set: CodeSet,
        words: ValueWords,
        today: dt.date,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("record_dialog")
        self.setWindowTitle(self.tr("Record a value"))
        self._row, self._code_set, self._words, self._today = row, code_set, words, today
        self.typed: TypedValue | None = None
        self._banner = Banner(self, closable=False)
        self._inputs = QStackedWidget()
        self._form = FormRows()
        self._field = self._form.add(self.tr("&What"), self._make_chooser(), name="record_field")
        self._form.add(self.tr("&Value"), self._inputs, name="record_value_place")
        self._about = name_control(quiet_label(""), self.tr("About this value"), "record_about")
        self._about.setWordWrap(True)
        self._lay_out()
        chosen = field or "wishes_date"
        self._field.setCurrentIndex(self._field.findData(chosen))
        self._field.currentIndexChanged.connect(self._show_field)
        self._show_field()
        (self._inputs if field else self._field).setFocus()

    def _make_chooser(self) -> QComboBox:
        """Every field, in the order of the extract; typing part of a label finds it."""
        box = QComboBox()
        for one in FIELDS:
            if one.key != "child_id":
                box.addItem(self._words.label(one.key), one.key)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(box.model(), box)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
        return box

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.addWidget(self._banner)
        column.addLayout(self._form)
        column.addWidget(self._about)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        record = buttons.addButton(self.tr("&Record"), QDialogButtonBox.ButtonRole.AcceptRole)
        record.setObjectName("record")
        record.setDefault(True)
        buttons.accepted.connect(self._record)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 70)

    # The value

    def _chosen(self) -> Field:
        return FIELD_BY_KEY[str(self._field.currentData())]

    def _show_field(self) -> None:
        field = self._chosen()
        value = getattr(self._row, field.key)
        old = self._inputs.currentWidget()
        if old is not None:
            self._inputs.removeWidget(old)
            old.deleteLater()
        made = name_control(self._make_input(field, value), self._words.label(field.key), "value")
        self._inputs.addWidget(made)
        self._inputs.setFocusProxy(made)
        self._banner.clear()
        now = self._words.say(field.key, value)
        about = self.tr("Recorded now: {value}.").format(value=now)
        if field.key in _ENDING:
            about += " " + self.tr(
                "Another value here leaves what belonged to the old one to be confirmed."
            )
        self._about.setText(about)

    def _make_input(self, field: Field, value: FieldValue | None) -> QWidget:
        text = "" if value is None else to_text(field.kind, value)
        if field.kind is FieldKind.YES_NO:
            return self._choose(field, ("yes", "no"), text)
        if field.kind is FieldKind.CHOICE:
            return self._choose(field, field.choices, text)
        if field.kind.code_kind is not None:
            codes = sorted(known_codes(self._code_set, field.kind.code_kind))
            return self._choose(field, tuple(codes), text)
        if field.kind is FieldKind.CHOICES:
            return self._tick(field, text)
        edit = QLineEdit(self._as_typed(field, value))
        if field.kind is FieldKind.DATE:
            edit.setPlaceholderText(self.tr("dd/mm/yyyy"))
        return edit

    @staticmethod
    def _as_typed(field: Field, value: FieldValue | None) -> str:
        if isinstance(value, dt.date):
            return f"{value.day:02d}/{value.month:02d}/{value.year}"
        return "" if value is None else to_text(field.kind, value)

    def _choose(self, field: Field, choices: tuple[str, ...], present: str) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("Not recorded"), "")
        for choice in choices:
            box.addItem(self._words.choice(field.key, choice), choice)
        box.setCurrentIndex(max(0, box.findData(present)))
        return box

    def _tick(self, field: Field, present: str) -> QListWidget:
        ticks = QListWidget()
        for choice in field.choices:
            one = QListWidgetItem(self._words.choice(field.key, choice))
            one.setData(Qt.ItemDataRole.UserRole, choice)
            ticked = choice in present.split(";")
            one.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            ticks.addItem(one)
        return ticks

    def _raw(self) -> str:
        made = self._inputs.currentWidget()
        if isinstance(made, QComboBox):
            return str(made.currentData())
        if isinstance(made, QListWidget):
            ticked = (made.item(line) for line in range(made.count()))
            return ";".join(
                str(one.data(Qt.ItemDataRole.UserRole))
                for one in ticked
                if one.checkState() is Qt.CheckState.Checked
            )
        return made.text() if isinstance(made, QLineEdit) else ""

    def _record(self) -> None:
        field = self._chosen()
        if self._field.currentText() != self._words.label(field.key):
            self._banner.say(self.tr("Choose what to record from the list."), kind=BannerKind.ERROR)
            self._field.setFocus()
            return
        try:
            value = parse_value(field, self._raw(), self._code_set)
        except ValueRefused as refused:
            self._refuse(str(refused))
            return
        if field.key == "date_of_birth" and isinstance(value, dt.date) and value > self._today:
            self._refuse(self.tr("A date of birth cannot lie ahead."))
            return
        self.typed = TypedValue(field.key, value)
        self.accept()

    def _refuse(self, words: str) -> None:
        self._banner.say(words, kind=BannerKind.ERROR)
        self._inputs.setFocus()


def ask_value(
    parent: QWidget | None,
    row: ChildRow,
    *,
    field: str | None,
    code_set: CodeSet,
    words: ValueWords,
    today: dt.date,
) -> TypedValue | None:
    """Asks for one value; None where the person thought better of it."""
    dialog = RecordDialog(parent, row, field=field, code_set=code_set, words=words, today=today)
    dialog.exec()
    dialog.deleteLater()
    return dialog.typed
