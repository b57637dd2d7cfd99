"""One child's whole record, for a subject access request: what is in it, where it is written."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.language import Language
from ehp_desktop.review.subject_access import RecordWish
from ehp_desktop.ui.chair import work
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.notes.kept import kept_texts
from ehp_desktop.ui.notes.kept_editor import KeptEditor
from ehp_desktop.ui.surgery.storing_dialog import StoringDialog, Work

if TYPE_CHECKING:
    from ehp_desktop.review.subject_access import WrittenRecord


class ChildRecordDialog(StoringDialog):
    """A PDF and a ZIP of everything that is kept of a child; it stays open to say what it did."""

    def __init__(self, context: AppContext, child_id: str, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            _tr("One child's whole record"),
            _tr("&Write it"),
            _tr(
                "Every field with its history, notes, outcomes, surgeries and steps to court, as a "
                "PDF and as a ZIP of JSON. What is left out is listed as withheld. The files are "
                "not encrypted."
            ),
            parent,
        )
        self.setObjectName("child_record_dialog")
        self._make_rows(child_id)
        self._bar = name_control(QProgressBar(), self.tr("Writing the record"), "record_progress")
        self._bar.setRange(0, 0)
        self._bar.hide()
        self.room.insertWidget(self.room.count() - 1, self._bar)
        (self._folder if child_id else self._child).setFocus()

    def _make_rows(self, child_id: str) -> None:
        add, tr = self.form.add, self.tr
        self._child = add(tr("&Child's ID"), QLineEdit(child_id), name="record_child")
        self._language = add(tr("&Language"), QComboBox(), name="record_language")
        self._language.addItem(tr("English"), Language.ENGLISH.value)
        self._language.addItem(tr("Welsh"), Language.WELSH.value)
        self._advice = add(
            "",
            QCheckBox(tr("With legal &advice")),
            tr("Privileged. Without, it is listed as withheld."),
            name="record_advice",
        )
        self._advice.setAccessibleName(tr("With legal advice"))
        self._private = add(
            "",
            QCheckBox(tr("With &private notes")),
            tr("Everybody's, whose authors are told.")
            if self.context.opened.actor.recovering
            else tr("Your own; those of others open by the recovery code alone."),
            name="record_private",
        )
        self._private.setAccessibleName(tr("With private notes"))
        self._redact = add(
            tr("&Redact"),
            KeptEditor(
                self.context, f"record/redact/{child_id}", tr("Names to redact"), "record_redact",
                lines=3,
            ),
            tr("Names of other people, one a line; each place is marked as redacted."),
            name="record_redact_place",
        )  # fmt: skip
        self._redact.submitted.connect(self.accept)
        self._folder = QLineEdit()
        choose = name_control(
            QPushButton(tr("Choose…")), tr("Choose the folder"), "choose_record_folder"
        )
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(name_control(self._folder, tr("Folder"), "record_folder"), 1)
        row.addWidget(choose)
        place.setFocusProxy(self._folder)
        add(tr("&Folder"), place, name="record_folder_place")

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Where the record is written"))
        if chosen:
            self._folder.setText(chosen)

    def work(self) -> Work | None:
        """The writing."""
        child_id, folder = self._child.text().strip(), self._folder.text().strip()
        if not child_id:
            self.complain(self.tr("Type the child's ID."), self._child)
            return None
        if not folder:
            self.complain(self.tr("Choose the folder to write into."), self._folder)
            return None
        context = self.context
        names = tuple(line.strip() for line in self._redact.text.splitlines() if line.strip())
        wish = RecordWish(
            Language(str(self._language.currentData())),
            context.as_of,
            context.opened.clock().astimezone(),
            self._advice.isChecked(),
            self._private.isChecked(),
            names,
        )
        self._bar.show()
        return partial(work.write_record, context.opened, child_id, Path(folder), wish)

    def _done(self, made: object) -> None:
        """Says where it is, and stays: another child or folder may be wanted."""
        self._set_busy(busy=False)
        self._bar.hide()
        kept_texts(self.context).forget(self._redact.place)
        self._say_written(made)  # type: ignore[arg-type]
        self.stored.emit(made)

    def _say_written(self, made: "WrittenRecord") -> None:
        words = self.tr(
            "Written: {pdf} ({pages} pages) and {zip}. Redacted: {redacted} places. Withheld: "
            "{withheld}."
        )
        self.banner.say(
            words.format(
                pdf=made.pdf,
                pages=made.pages,
                zip=made.archive,
                redacted=made.redactions,
                withheld=made.withheld,
            )
        )

    def _refused(self, error: EhpError) -> None:
        self._bar.hide()
        super()._refused(error)


def _tr(words: str) -> str:
    return QCoreApplication.translate("child record", words)
