"""The first step of an import: which files, as at which day, in which layout."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.review.intake.csv_reader import ENCODINGS
from ehp_desktop.ui.dialog_parts import day_edit, day_of
from ehp_desktop.ui.forms import FormRows, name_control, plain_label, quiet_label
from ehp_desktop.ui.intake.chosen import Chosen


class FileList(QListWidget):
    """The chosen files by name; Delete takes one off."""

    remove_wanted = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        """While it is empty, the list says what to do with it."""
        super().paintEvent(event)
        if self.count() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            words = self.tr("No file chosen yet. Press “Choose files…”, or drop them here.")
            wrap = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect(), wrap, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the current file off the list."""
        if event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)


class FilesPanel(QWidget):
    """What is chosen, and how it is to be read; `changed` after every choice."""

    choose_wanted = Signal()
    check_wanted = Signal()
    match_wanted = Signal()

    def __init__(self, chosen: Chosen, code_set_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filesPanel")
        self._chosen = chosen
        self._files = name_control(FileList(), self.tr("Chosen files"), "import_files")
        self._files.remove_wanted.connect(self._remove)
        self._choose = QPushButton(self.tr("Ch&oose files…"))
        self._choose.clicked.connect(self.choose_wanted)
        self._take_off = QPushButton(self.tr("&Take off the list"))
        self._take_off.clicked.connect(self._remove)
        self._as_of = day_edit(chosen.as_of)
        self._profile = QComboBox()
        self._encoding = QComboBox()
        self._encoding.addItem(self.tr("Worked out from the file"), None)
        for encoding in ENCODINGS:
            self._encoding.addItem(encoding, encoding)
        self._match = QPushButton(self.tr("&Match columns…"))
        self._match.clicked.connect(self.match_wanted)
        self._check = QPushButton(self.tr("Chec&k the files"))
        self._check.setDefault(True)
        self._check.clicked.connect(self.check_wanted)
        self._lay_out(code_set_words)
        self.set_profiles(())
        self._show_files()

    @property
    def chosen(self) -> Chosen:
        """What is chosen now."""
        return replace(
            self._chosen,
            as_of=day_of(self._as_of),
            profile=self._profile.currentData(),
            encoding=self._encoding.currentData(),
        )

    def set_chosen(self, chosen: Chosen) -> None:
        """Show another choice."""
        self._chosen = chosen
        self.set_as_of(chosen.as_of)
        self._profile.setCurrentIndex(max(self._profile.findData(chosen.profile), 0))
        self._encoding.setCurrentIndex(max(self._encoding.findData(chosen.encoding), 0))
        self._show_files()

    def set_profiles(self, profiles: Sequence[tuple[str, str]]) -> None:
        """Offer these layouts (name, words) beside telling it from the headers."""
        kept = self._profile.currentData()
        with QSignalBlocker(self._profile):
            self._profile.clear()
            self._profile.addItem(self.tr("Worked out from the column headers"), None)
            for name, words in profiles:
                self._profile.addItem(words, name)
            self._profile.setCurrentIndex(max(self._profile.findData(kept), 0))

    def set_profile(self, name: str) -> None:
        """Choose a layout, which may not be in the list yet."""
        if self._profile.findData(name) < 0:
            self._profile.addItem(name, name)
        self._profile.setCurrentIndex(self._profile.findData(name))

    @Slot(object)
    def set_as_of(self, day: dt.date) -> None:
        """Propose another day for what the files say."""
        self._as_of.setDate(QDate(day.year, day.month, day.day))

    def set_encoding(self, encoding: str | None) -> None:
        """Say the encoding; None: told from the file."""
        self._encoding.setCurrentIndex(max(self._encoding.findData(encoding), 0))

    def forget(self) -> None:
        """Nothing is chosen any more; the day and the layout stay."""
        self.set_chosen(replace(self.chosen, paths=(), encoding=None))

    def focus_next(self) -> None:
        """Put the keyboard where the person goes on: choosing files, or checking them."""
        (self._check if self._chosen.paths else self._choose).setFocus()

    def _show_files(self) -> None:
        self._files.clear()
        for path in self._chosen.paths:
            line = QListWidgetItem(path.name)
            line.setData(Qt.ItemDataRole.UserRole, str(path))
            self._files.addItem(line)
        some = bool(self._chosen.paths)
        if some:
            self._files.setCurrentRow(0)
        for button in (self._take_off, self._match, self._check):
            button.setEnabled(some)

    @Slot()
    def _remove(self) -> None:
        line = self._files.currentItem()
        if line is not None:
            path = Path(line.data(Qt.ItemDataRole.UserRole))
            self.set_chosen(self.chosen.without_file(path))

    def _lay_out(self, code_set_words: str) -> None:
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        lines = self.fontMetrics().height() * 5
        self._files.setMaximumHeight(lines)
        files = QHBoxLayout()
        files.addWidget(self._files, 1)
        buttons = QVBoxLayout()
        buttons.addWidget(name_control(self._choose, self._choose.text(), "import_choose"))
        buttons.addWidget(name_control(self._take_off, self._take_off.text(), "import_take_off"))
        buttons.addStretch(1)
        files.addLayout(buttons)
        drop = self.tr("Files exported from the case system, CSV or Excel")
        room.addWidget(plain_label(drop))
        room.addLayout(files)
        room.addLayout(self._form())
        words = quiet_label(code_set_words)
        words.setWordWrap(True)
        room.addWidget(words)
        room.addLayout(self._buttons())

    def _form(self) -> FormRows:
        form = FormRows()
        form.add(
            self.tr("The files say how things stood o&n"),
            self._as_of,
            self.tr("The day on which the case system wrote them; not the day of the import."),
            name="import_as_of",
        )
        form.add(self.tr("La&yout of the files"), self._profile, name="import_profile")
        form.add(self.tr("Encodin&g of text files"), self._encoding, name="import_encoding")
        return form

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(quiet_label(self.tr("Nothing is stored until you have seen the plan.")), 1)
        row.addWidget(name_control(self._match, self._match.text(), "import_match"))
        row.addWidget(name_control(self._check, self._check.text(), "import_check"))
        return row
