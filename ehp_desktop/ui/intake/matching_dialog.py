"""Matching a file's columns with fields, with the first rows as they would be read."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.errors import EhpError, RefusedError
from ehp_desktop.review.intake.previewing import LookedColumn, LookedSheet, Preview
from ehp_desktop.review.intake.profiles import Profile
from ehp_desktop.review.language import phrase
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import ActionButtons, accepted
from ehp_desktop.ui.forms import FormRows, name_control, plain_label
from ehp_desktop.ui.intake import work
from ehp_desktop.ui.intake.chosen import Chosen
from ehp_desktop.ui.intake.matching import Matching, fields_of, one_table
from ehp_desktop.ui.intake.preview_table import PreviewTable
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.rich import isolated, tip

_LONGEST_LABEL = 36
_SHORTEST_CHOOSER = 18
_PAUSE = 250  # milliseconds after the last choice before the file is read again


class FieldChooser(QComboBox):
    """The field of one header. The wheel scrolls the form, and changes no matching by accident."""

    def __init__(self, column: LookedColumn, fields: QStandardItemModel) -> None:
        super().__init__()
        self.header = column.header
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST_CHOOSER)
        self.setModel(fields)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the form."""
        event.ignore()

    def choose(self, key: str | None) -> None:
        """Show a field; None: left out."""
        with QSignalBlocker(self):
            self.setCurrentIndex(max(self.findData(key or ""), 0))

    def key(self) -> str | None:
        """The chosen field; None: left out."""
        return str(self.currentData() or "") or None


class MatchDialog(QDialog):
    """Headers on the left with the field of each; on the right the first rows as read."""

    def __init__(
        self,
        context: AppContext,
        chosen: Chosen,
        sheets: Sequence[tuple[Path, LookedSheet]],
        profiles: Mapping[str, Profile],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("matchDialog")
        self.setWindowTitle(self.tr("Match columns"))
        self._context = context
        self._chosen = chosen
        self._sheets = sheets
        self._bases = one_table(profiles)
        base = next((one for one in self._bases if one.name == chosen.profile), self._bases[0])
        self._matching = Matching.begun(*sheets[0], base)
        self._reading: Job | None = None
        self._fields = QStandardItemModel(self)
        self._choosers: list[FieldChooser] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._preview)
        self._make_head()
        self._scroll = name_control(QScrollArea(), self.tr("Columns of the file"), "match_columns")
        self._scroll.setWidgetResizable(True)
        self._table = PreviewTable(context.settings)
        self._said = name_control(plain_label(), self.tr("What comes of it"), "match_said")
        self._said.setWordWrap(True)
        self._buttons = ActionButtons(self, self.tr("Save the layout and read the files"))
        self._lay_out()
        self._show_columns()
        self._name.setFocus()

    @property
    def profile(self) -> Profile:
        """The profile that the matching makes.

        Raises:
            RefusedError: it makes none yet.
        """
        return self._matching.profile()

    @property
    def said(self) -> str:
        """What the dialog says of the matching."""
        return self._said.text()

    def chooser(self, header: str) -> FieldChooser:
        """The chooser of one header."""
        return next(one for one in self._choosers if one.header == header)

    def done(self, result: int) -> None:
        """Left, however: nobody waits for the first rows any more."""
        self._pause.stop()
        if self._reading is not None:
            self._reading.drop()
            self._reading = None
        super().done(result)

    # Choosing

    @Slot(int)
    def _choose_sheet(self, place: int) -> None:
        name = self._matching.name
        begun = Matching.begun(*self._sheets[place], self._matching.base)
        self._matching = begun.named(name)
        self._show_columns()

    @Slot(int)
    def _choose_base(self, place: int) -> None:
        self._matching = self._matching.read_as(self._bases[place])
        self._show_columns()

    @Slot(str)
    def _rename(self, name: str) -> None:
        self._matching = self._matching.named(name.strip())
        self._pause.start()

    @Slot()
    def _match(self) -> None:
        chooser = self.sender()
        if isinstance(chooser, FieldChooser):
            self._matching = self._matching.matched_with(chooser.header, chooser.key())
            self._pause.start()

    # What comes of it

    @Slot()
    def _preview(self) -> None:
        if self._reading is not None:
            self._reading.drop()
            self._reading = None
        try:
            profile = self._matching.profile()
        except RefusedError as error:
            self._refuse(error)
            return
        self._said.setText(self.tr("Reading the first rows…"))
        reading = partial(
            work.preview, self._context.opened, self._matching.path, profile, self._chosen
        )
        words = self.tr("Reading the first rows")
        self._reading = self._context.jobs.run(words, reading, self._show_preview, self._refuse)

    def _show_preview(self, preview: Preview) -> None:
        self._reading = None
        self._table.show_preview(preview, self._context.language)
        self._said.setText(
            self.tr("{taken} rows would be taken, {refused} refused.").format(
                taken=f"{preview.taken:,}", refused=f"{preview.refused:,}"
            )
        )
        self._buttons.action.setEnabled(preview.taken > 0 and self._context.writable)

    def _refuse(self, error: EhpError) -> None:
        self._reading = None
        self._table.clear()
        self._said.setText(str(error))
        self._buttons.action.setEnabled(False)

    # How it is made

    def _make_head(self) -> None:
        self._name = QLineEdit(self._matching.name)
        self._name.textChanged.connect(self._rename)
        self._sheet = QComboBox()
        for _, sheet in self._sheets:
            self._sheet.addItem(f"{sheet.file}, {sheet.sheet}" if sheet.sheet else sheet.file)
        self._sheet.currentIndexChanged.connect(self._choose_sheet)
        self._base = QComboBox()
        for base in self._bases:
            self._base.addItem(base.label)
        self._base.setCurrentIndex(self._bases.index(self._matching.base))
        self._base.currentIndexChanged.connect(self._choose_base)

    def _show_columns(self) -> None:
        self._fill_fields()
        self._choosers = []
        form = FormRows()
        form.setRowWrapPolicy(FormRows.RowWrapPolicy.DontWrapRows)
        for number, column in enumerate(self._matching.sheet.columns):
            chooser = FieldChooser(column, self._fields)
            chooser.setToolTip(tip(column.header))
            chooser.choose(self._matching.fields.get(column.header))
            chooser.currentIndexChanged.connect(self._match)
            examples = ", ".join(isolated(one) for one in column.examples)
            label = _label(column)
            hint = self.tr("for example {examples}").format(examples=examples) if examples else ""
            form.add(label, chooser, hint, name=f"match_{number}")
            self._choosers.append(chooser)
        room = QWidget()
        room.setLayout(form)
        self._scroll.setWidget(room)  # the form before goes with its widget
        self._preview()

    def _fill_fields(self) -> None:
        self._fields.clear()
        self._add_field(self.tr("– leave out –"), "")
        for field in fields_of(self._matching.base):
            self._add_field(phrase(field.label, self._context.language), field.key)

    def _add_field(self, words: str, key: str) -> None:
        line = QStandardItem(words)
        line.setData(key, Qt.ItemDataRole.UserRole)
        self._fields.appendRow(line)

    def _lay_out(self) -> None:
        head = FormRows()
        head.add(self.tr("&Name of the layout"), self._name, name="match_name")
        head.add(self.tr("&File"), self._sheet, name="match_sheet")
        head.add(self.tr("&Values are read as in"), self._base, name="match_base")
        both = QSplitter()
        both.setChildrenCollapsible(False)
        both.addWidget(self._scroll)
        both.addWidget(self._table)
        room = QVBoxLayout(self)
        room.addLayout(head)
        room.addWidget(both, 1)
        room.addWidget(self._said)
        room.addWidget(self._buttons)
        characters = self.fontMetrics().averageCharWidth()
        both.setSizes([characters * 95, characters * 75])
        self.resize(characters * 172, self.fontMetrics().height() * 36)


def _label(column: LookedColumn) -> str:
    """A header as the form's label: its beginning where it is long, for the field is beside it."""
    header = column.header
    short = header if len(header) <= _LONGEST_LABEL else f"{header[: _LONGEST_LABEL - 1]}…"
    return f"{column.letter}: {isolated(short)}".replace("&", "&&")


def ask_matching(
    parent: QWidget,
    context: AppContext,
    chosen: Chosen,
    sheets: Sequence[tuple[Path, LookedSheet]],
    profiles: Mapping[str, Profile],
) -> Profile | None:
    """Ask how a file's columns are matched; None where the person thought better of it."""
    dialog = MatchDialog(context, chosen, sheets, profiles, parent)
    return dialog.profile if accepted(dialog) else None
