"""The papers that are kept of a surgery: each version's PDFs, opened and saved as they were."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import IssuedRow, SurgeryRow
from ehp_desktop.review.language import Language, say_short_date
from ehp_desktop.review.permissions import Deed
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import ask_where_to_save
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.permitted import gate
from ehp_desktop.ui.surgery import life_work
from ehp_desktop.ui.surgery.paper_name import paper_name
from ehp_desktop.ui.tables.columns import Column
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable


class PapersList(QWidget):
    """A table of papers with two buttons. `opened` carries a paper and its bytes."""

    opened = Signal(object, bytes)  # IssuedRow, the PDF

    def __init__(
        self, context: AppContext, row: SurgeryRow, banner: Banner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._row, self._banner = context, row, banner
        self.rows: RowsModel[IssuedRow] = RowsModel(self._columns(), _number, self)
        self.table = RowsTable(self.rows, "papers", self.tr("Papers that are kept"))
        self.table.setSelectionBehavior(RowsTable.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._open = self._button(self.tr("&Open"), "paper_open")
        self._open.clicked.connect(self.open_chosen)
        self._save = self._button(self.tr("&Save as…"), "paper_save")
        self._save.clicked.connect(self.save_chosen)
        self.table.opened.connect(self.open_chosen)
        self.table.selectionModel().currentChanged.connect(self._say_buttons)
        self.rows.modelReset.connect(self._say_buttons)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.addWidget(self._open)
        line.addWidget(self._save)
        line.addStretch(1)
        room.addLayout(line)
        self._say_buttons()

    def show_papers(self, papers: Sequence[IssuedRow]) -> None:
        """Shows these papers, the first chosen."""
        self.rows.set_rows(papers)
        if papers:
            self.table.choose(papers[0].id)
        self._say_buttons()

    @Slot()
    def open_chosen(self) -> None:
        """Reads the chosen paper, and hands it on."""
        paper = self._chosen()
        if paper is not None and self._open.isEnabled():
            reading = partial(life_work.kept_pdf, self._context.opened, paper.id)
            words = self.tr("Reading the paper")
            done = partial(self._opened, paper)
            self._context.jobs.run(words, reading, done, self._refused)

    @Slot()
    def save_chosen(self) -> None:
        """Asks where, and saves the chosen paper there."""
        paper = self._chosen()
        if paper is None or not self._save.isEnabled():
            return
        where = ask_where_to_save(
            self, self.tr("Save the paper"), self.file_name(paper), self.tr("PDF (*.pdf)")
        )
        if where is None:
            return
        path = where[0]
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        saving = partial(life_work.save_kept, self._context.opened, paper.id, path)
        words = self.tr("Saving the paper")
        said = self.tr("Saved as {name}.").format(name=path.name)
        done = partial(self._saved, said)
        self._context.jobs.run(words, saving, done, self._refused)

    def file_name(self, paper: IssuedRow) -> str:
        """What a paper is likely to be saved as."""
        name = self.tr("Surgery {kind} {day} version {n} {language}.pdf").format(
            kind=paper.kind,
            day=self._row.date.isoformat(),
            n=paper.version,
            language=paper.language,
        )
        return paper_name(name, with_advice=paper.with_advice)

    def _opened(self, paper: IssuedRow, pdf: bytes) -> None:
        self.opened.emit(paper, pdf)

    def _saved(self, said: str, _: object) -> None:
        self._banner.say(said)

    def _refused(self, error: EhpError) -> None:
        self._banner.say(str(error), kind=BannerKind.ERROR)

    def _chosen(self) -> IssuedRow | None:
        row: IssuedRow | None = self.table.current_row()
        return row

    @Slot()
    def _say_buttons(self) -> None:
        paper = self._chosen()
        advice = paper is not None and paper.with_advice
        deed = Deed.PRINT_ADVICE if advice else Deed.PRINT
        for button in (self._open, self._save):
            gate(button, self._context.opened.actor, deed, ready=paper is not None)

    def _button(self, words: str, name: str) -> QPushButton:
        button = name_control(QPushButton(words), words, name)
        button.setAutoDefault(False)
        return button

    def _columns(self) -> list[Column[IssuedRow]]:
        language = self._context.language
        texts = (
            ("version", self.tr("Version"), lambda one: str(one.version), 8),
            ("language", self.tr("Language"), self._language, 18),
            ("names", self.tr("Names"), self._names, 11),
            ("advice", self.tr("Legal advice"), self._advice, 13),
            ("pages", self.tr("Pages"), lambda one: str(one.pages or ""), 6),
            ("issued", self.tr("Issued"), lambda one: _when(one, language), 20),
            ("by", self.tr("By"), lambda one: one.author, 22),
        )
        return [
            Column(key, header, text, lambda one: one.id, width)
            for key, header, text, width in texts
        ]

    def _language(self, paper: IssuedRow) -> str:
        return {
            "en": self.tr("English"),
            "cy": self.tr("Welsh"),
            "both": self.tr("English and Welsh"),
        }[paper.language]

    def _names(self, paper: IssuedRow) -> str:
        return self.tr("Initials") if paper.names == "initials" else self.tr("Full names")

    def _advice(self, paper: IssuedRow) -> str:
        return self.tr("with advice") if paper.with_advice else self.tr("without")


def _number(paper: IssuedRow) -> int:
    return paper.id


def _when(paper: IssuedRow, language: Language) -> str:
    local = paper.at.astimezone()
    return f"{say_short_date(local.date(), language)} {local:%H:%M}"
