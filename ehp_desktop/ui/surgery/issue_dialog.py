"""Issuing an agenda: which papers, the making of them, and what was kept."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import IssuedRow
from ehp_desktop.review.issuing import Variants
from ehp_desktop.review.language import say_date
from ehp_desktop.review.names import Names
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.permitted import gate
from ehp_desktop.ui.surgery import life_work
from ehp_desktop.ui.surgery.papers_list import PapersList

if TYPE_CHECKING:
    from ehp_desktop.review.issuing import IssuedVersion


class PapersDialog(QDialog):
    """Every paper that is kept of a surgery. `looked_at` carries one and its bytes."""

    looked_at = Signal(object, bytes)

    def __init__(
        self, context: AppContext, life: life_work.LifeShown, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("papersDialog")
        self.context, self.life = context, life
        self.banner = Banner(self, closable=False)
        self.papers = PapersList(context, life.row, self.banner)
        self.papers.opened.connect(self._open)
        self.room = QVBoxLayout(self)
        self.room.addWidget(self.banner)
        self._set_title()
        self.fill()
        self.resize(self.fontMetrics().averageCharWidth() * 124, self.fontMetrics().height() * 22)

    def _set_title(self) -> None:
        day = say_date(self.life.row.date, self.context.language)
        self.setWindowTitle(self.tr("Issued papers of {day}").format(day=day))

    def fill(self) -> None:
        """Puts what the dialog shows into its room."""
        self.room.addWidget(self.papers, 1)
        self.room.addWidget(self.make_close())
        self.read()

    def make_close(self) -> QDialogButtonBox:
        """The button that leaves."""
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.setObjectName("papers_close")
        close = box.button(QDialogButtonBox.StandardButton.Close)
        close.setText(self.tr("Close"))
        close.setAutoDefault(False)
        box.rejected.connect(self.reject)
        return box

    def read(self) -> None:
        """Reads the papers."""
        reading = partial(life_work.papers, self.context.opened, self.life.row.id)
        words = self.tr("Reading the papers")
        self.context.jobs.run(words, reading, self._show, self.refused)

    def _show(self, papers: list[IssuedRow]) -> None:
        self.papers.show_papers(papers)
        self.papers.table.setFocus()

    def refused(self, error: EhpError) -> None:
        """Says what went wrong."""
        self.banner.say(str(error), kind=BannerKind.ERROR)

    def _open(self, paper: IssuedRow, pdf: bytes) -> None:
        self.looked_at.emit(paper, pdf)
        self.accept()


class IssueDialog(PapersDialog):
    """Ticks for the papers; while they are made, that; then the papers that were kept."""

    issued = Signal(object)  # IssuedVersion

    def _set_title(self) -> None:
        day = say_date(self.life.row.date, self.context.language)
        self.setWindowTitle(self.tr("Issue the agenda of {day}").format(day=day))
        self.setObjectName("issueDialog")

    def fill(self) -> None:
        """The choices first, then the progress, then what was kept."""
        self._busy = False
        self._pages = QStackedWidget()
        for page in (self._make_choices(), self._make_progress(), self._make_result()):
            self._pages.addWidget(page)
        self.room.addWidget(self._pages, 1)
        for tick in self._ticks.values():
            tick.toggled.connect(self._say)
        self._say()
        self._ticks["en"].setFocus()

    # The choices

    def _make_choices(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        about = plain_label(self._about())
        about.setWordWrap(True)
        column.addWidget(name_control(about, self.tr("What issuing does"), "issue_about"))
        self._ticks = {
            "en": QCheckBox(self.tr("&English")),
            "cy": QCheckBox(self.tr("&Welsh")),
            "both": QCheckBox(self.tr("English and Welsh on &one paper")),
            "initials": QCheckBox(self.tr("&Initials")),
            "full": QCheckBox(self.tr("&Full names")),
            "advice": QCheckBox(self.tr("Each also with legal &advice, in a paper of its own")),
        }
        for title, names in (
            (self.tr("Languages"), ("en", "cy", "both")),
            (self.tr("Names"), ("initials", "full")),
            (self.tr("Legal advice"), ("advice",)),
        ):
            column.addWidget(self._group(title, names))
        self._ticks[self.context.language.value].setChecked(True)
        self._ticks["initials"].setChecked(True)
        gate(self._ticks["advice"], self.context.opened.actor, Deed.PRINT_ADVICE)
        column.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._issue = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._issue.setDefault(True)
        name_control(self._issue, self.tr("Issue"), "accept")
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        buttons.accepted.connect(self.begin)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        return page

    def _group(self, title: str, names: tuple[str, ...]) -> QGroupBox:
        box = name_control(QGroupBox(title), title, f"issue_group_{names[0]}")
        line = QHBoxLayout(box)
        for name in names:
            tick = self._ticks[name]
            line.addWidget(name_control(tick, tick.text(), f"issue_{name}"))
        line.addStretch(1)
        return box

    def _about(self) -> str:
        said = self.tr(
            "Version {n} is made now and kept: the same papers come out again for ever, whatever "
            "changes later."
        ).format(n=(self.life.version or 0) + 1)
        if self.life.changes:
            said += "\n" + self.tr("Changed since version {n}: {changes}").format(
                n=self.life.version, changes=" ".join(self.life.changes)
            )
        return said

    @property
    def variants(self) -> Variants:
        """What is ticked."""
        names = {"initials": Names.INITIALS, "full": Names.FULL}
        ticked = {name for name, tick in self._ticks.items() if tick.isChecked()}
        return Variants(
            languages=tuple(one for one in ("en", "cy", "both") if one in ticked),
            names=tuple(way for name, way in names.items() if name in ticked),
            with_advice="advice" in ticked,
        )

    @Slot()
    def _say(self) -> None:
        number = len(list(self.variants.each()))
        version = (self.life.version or 0) + 1
        one = self.tr("Issue version {v}: 1 paper").format(v=version)
        more = self.tr("Issue version {v}: {n} papers").format(v=version, n=number)
        nothing = self.tr("Tick a language and a way of naming")
        self._issue.setText({0: nothing, 1: one}.get(number, more))
        self._issue.setEnabled(number > 0)

    # The making, and what came of it

    def _make_progress(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self._doing = name_control(plain_label(), self.tr("What is being done"), "issue_doing")
        bar = name_control(QProgressBar(), self.tr("Making the papers"), "issue_progress")
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        column.addStretch(1)
        column.addWidget(self._doing)
        column.addWidget(bar)
        column.addStretch(2)
        return page

    def _make_result(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.papers, 1)
        column.addWidget(self.make_close())
        return page

    @Slot()
    def begin(self) -> None:
        """Makes and keeps the papers that are ticked."""
        if self._busy:
            return
        variants = self.variants
        number = len(list(variants.each()))
        self._busy = True
        self.banner.clear()
        one, more = self.tr("Making 1 paper…"), self.tr("Making %n papers…", "", number)
        self._doing.setText(one if number == 1 else more)
        self._pages.setCurrentIndex(1)
        opened, surgery_id = self.context.opened, self.life.row.id
        making = partial(life_work.issue, opened, surgery_id, variants)
        words = self.tr("Issuing the agenda")
        self.context.jobs.run(words, making, self._issued, self._not_issued, writes=True)

    def reject(self) -> None:
        """Leaves; while papers are made, they are waited for."""
        if not self._busy:
            super().reject()

    def _issued(self, made: "IssuedVersion") -> None:
        self._busy = False
        said = self.tr("Version {n} is issued and kept.").format(n=made.version)
        warnings = [one for paper in made.papers for one in paper.warnings]
        kind = BannerKind.NOTICE if warnings else BannerKind.DONE
        self.banner.say("\n".join((said, *dict.fromkeys(warnings))), kind=kind)
        self._pages.setCurrentIndex(2)
        self.read()
        self.issued.emit(made)

    def _not_issued(self, error: EhpError) -> None:
        self._busy = False
        self._pages.setCurrentIndex(0)
        self.refused(error)
