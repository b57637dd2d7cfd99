"""The audit: a table with filters, and a file of it for a spreadsheet."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QSignalBlocker
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from ehp_desktop.review.audit_export import about_text
from ehp_desktop.review.audit_trail import AuditFilter, AuditLine
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.language import phrase, say_short_date
from ehp_desktop.review.life_words import ROLES
from ehp_desktop.ui.chair import work
from ehp_desktop.ui.chair.table_dialog import ListPart, TableDialog
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import ask_where_to_save
from ehp_desktop.ui.flow import FlowLayout
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.notes.day_field import DayField, labelled
from ehp_desktop.ui.tables.columns import Column, by_number, by_text


class AuditDialog(TableDialog):
    """Who did what, and when; the newest first. Reading it is a line of it, and so is a file."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _tr("Audit"), "audit_dialog", parent)
        self._job: Job | None = None
        self.part: ListPart[AuditLine] = ListPart(
            context, "audit", self.tr("Audit"), _Columns(context, self).columns(), _seq
        )
        self._make_filters()
        self._bar = name_control(QProgressBar(), self.tr("Progress"), "audit_progress")
        self._bar.setRange(0, 0)
        self._opened = name_control(plain_label(), self.tr("How far it is"), "audit_opened")
        self._cancel = name_control(
            QPushButton(self.tr("Cancel")), self.tr("Cancel"), "audit_cancel"
        )
        self._cancel.clicked.connect(self._stop)
        progress = QHBoxLayout()
        for widget in (self._bar, self._opened, self._cancel):
            progress.addWidget(widget)
        self.room.addWidget(self.part, 1)
        self.room.addLayout(progress)
        self._again = self.part.button(self.tr("&Read again"), "read_audit", self.read)
        self._export = self.part.button(self.tr("&Export as CSV…"), "export_audit", self._ask_file)
        self._count = name_control(plain_label(), self.tr("Records shown"), "audit_count")
        self.part.buttons.addWidget(self._count)
        self.part.buttons.addStretch(1)
        self.read()

    def _make_filters(self) -> None:
        self._search = name_control(QLineEdit(), self.tr("Search"), "audit_search")
        self._search.setPlaceholderText(self.tr("Search…"))
        self._who = name_control(QComboBox(), self.tr("Who"), "audit_who")
        self._what = name_control(QComboBox(), self.tr("What was done"), "audit_what")
        self._child = name_control(QLineEdit(), self.tr("Child's ID"), "audit_child")
        self._child.setPlaceholderText(self.tr("Child's ID"))
        self._child.setMaximumWidth(self.fontMetrics().averageCharWidth() * 16)
        self._since = name_control(DayField(), self.tr("Since"), "audit_since")
        self._until = name_control(DayField(), self.tr("Until"), "audit_until")
        self._what.addItem(self.tr("Anything done"), None)
        for action in Action:
            self._what.addItem(action.value, action.value)
        self._who.addItem(self.tr("Anybody"), None)
        bar = QWidget()
        row = FlowLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        since = labelled(self.tr("Since"), self._since)
        until = labelled(self.tr("until"), self._until)
        for widget in (
            *(self._search, self._who, self._what, self._child),
            *(since, until),
        ):
            row.addWidget(widget)
        self.room.addWidget(bar)
        self._search.textChanged.connect(self._look)
        self._child.textChanged.connect(self._filter)
        for box in (self._who, self._what):
            box.currentIndexChanged.connect(self._filter)
        for field in (self._since, self._until):
            field.textChanged.connect(self._filter)

    # Reading

    def read(self) -> None:
        """Reads all of it again."""
        self._begin(
            self.part.read(
                self.tr("Reading the audit"),
                partial(work.audit, self.context.opened),
                self._show,
                writes=True,  # that it is read is written
            )
        )

    def _begin(self, job: Job) -> None:
        self._job = job
        job.progressed.connect(self._say_progress)
        job.ended.connect(self._end)
        self._show_progress(shown=True)

    def _end(self) -> None:
        self._job = None
        self._show_progress(shown=False)

    def _show_progress(self, *, shown: bool) -> None:
        for widget in (self._bar, self._opened, self._cancel):
            widget.setVisible(shown)
        self._opened.setText("")
        for button in (self._again, self._export):
            button.setEnabled(not shown)

    def _say_progress(self, number: int, _: int) -> None:
        self._opened.setText(self.tr("{n} records").format(n=number))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show(self, lines: Sequence[AuditLine]) -> None:
        present = self._who.currentText()
        held = QSignalBlocker(self._who)
        while self._who.count() > 1:
            self._who.removeItem(1)
        for name in sorted({line.row.name for line in lines}, key=str.casefold):
            self._who.addItem(name, name)
        self._who.setCurrentIndex(max(0, self._who.findText(present)))
        held.unblock()
        self._filter()

    # Filtering

    def _look(self, typed: str) -> None:
        self.part.model.search(typed)
        self._say_count()

    def wanted(self) -> AuditFilter:
        """What the filters above the list choose; a day that is none is not looked at."""
        return AuditFilter(
            self._who.currentData(),
            self._what.currentData(),
            self._child.text().strip() or None,
            None if self._since.wrong() else self._since.day(),
            None if self._until.wrong() else self._until.day(),
        )

    def _filter(self) -> None:
        self.part.model.set_filter(partial(_fits, self.wanted()))
        self._say_count()

    def _say_count(self) -> None:
        model = self.part.model
        words = self.tr("{shown} of {all} records").format(shown=model.rowCount(), all=model.total)
        self._count.setText(words)

    # A file

    def _ask_file(self) -> None:
        asked = ask_where_to_save(
            self, self.tr("Export the audit"), "audit.csv", self.tr("CSV (*.csv)")
        )
        if asked is None:
            return
        out, _ = asked
        self._begin(
            self.context.jobs.run(
                self.tr("Exporting the audit"),
                partial(work.export_audit, self.context.opened, self.wanted(), out),
                partial(self._say_exported, str(out)),
                self.refuse,
                writes=True,
                cancellable=True,
            )
        )

    def _say_exported(self, out: str, number: int) -> None:
        words = self.tr("{n} records written to {file}. The file is not encrypted.")
        self.banner.say(words.format(n=number, file=out))

    def reject(self) -> None:
        """Nobody waits for what is being read any more."""
        self._stop()
        super().reject()


class _Columns(QObject):
    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._language = context.language

    def columns(self) -> tuple[Column[AuditLine], ...]:
        return (
            Column("seq", self.tr("No."), _number, _seq, width=7, to_right=True),
            Column("at", self.tr("When"), self._at, _moment, width=24),
            Column("name", self.tr("Who"), _who, _by_who, width=20, searched=True),
            Column("role", self.tr("Role"), self._role, _by_role, width=13, searched=True),
            Column("action", self.tr("What"), _what, _by_what, width=24, searched=True),
            Column("child", self.tr("Child"), _child, _by_child, width=10, searched=True),
            Column("about", self.tr("More"), about_text, _by_about, width=40, tooltip=about_text),
        )

    def _at(self, line: AuditLine) -> str:
        local = line.row.at.astimezone()
        return f"{say_short_date(local.date(), self._language)}, {local:%H:%M:%S}"

    def _role(self, line: AuditLine) -> str:
        return phrase(ROLES.get(line.row.role, line.row.role), self._language)


def _fits(wanted: AuditFilter, line: AuditLine) -> bool:
    row, day = line.row, line.row.at.astimezone(dt.UTC).date()
    return (
        wanted.name in (None, row.name)
        and wanted.action in (None, row.action)
        and wanted.child_id in (None, line.child_id)
        and (wanted.since is None or day >= wanted.since)
        and (wanted.until is None or day <= wanted.until)
    )


def _seq(line: AuditLine) -> int:
    return by_number(line.row.seq)


def _number(line: AuditLine) -> str:
    return str(line.row.seq)


def _moment(line: AuditLine) -> int:
    return int(line.row.at.timestamp())


def _who(line: AuditLine) -> str:
    return line.row.name


def _by_who(line: AuditLine) -> str:
    return by_text(line.row.name)


def _by_role(line: AuditLine) -> str:
    return by_text(line.row.role)


def _what(line: AuditLine) -> str:
    return line.row.action


def _by_what(line: AuditLine) -> str:
    return by_text(line.row.action)


def _child(line: AuditLine) -> str:
    return line.child_id or ""


def _by_child(line: AuditLine) -> str:
    return by_text(line.child_id)


def _by_about(line: AuditLine) -> str:
    return by_text(about_text(line))


def _tr(words: str) -> str:
    return QCoreApplication.translate("audit", words)
