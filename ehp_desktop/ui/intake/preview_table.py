"""The first rows of a file as a profile reads them."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ehp_desktop.models.fields import FIELD_BY_KEY
from ehp_desktop.review.intake.previewing import Preview, PreviewRow
from ehp_desktop.review.language import Language, phrase
from ehp_desktop.ui.tables.columns import Column, by_text
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable


class PreviewTable(QWidget):
    """A table whose columns are the fields that were matched."""

    def __init__(self, settings: QSettings | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewTable")
        self._settings = settings
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self.table: RowsTable | None = None

    def show_preview(self, preview: Preview, language: Language) -> None:
        """Show these rows under these fields."""
        self.clear()
        columns = [self._row_number(), self._problems()]
        for place, key in enumerate(preview.fields):
            columns.append(_field_column(place, key, language))
        model: RowsModel[PreviewRow] = RowsModel(columns, _number)
        words = self.tr("First rows as they would be read")
        self.table = RowsTable(model, "preview_rows", words, None)
        model.setParent(self.table)
        model.set_rows(preview.rows)
        self._room.addWidget(self.table)

    def clear(self) -> None:
        """Show nothing."""
        if self.table is not None:
            self._room.removeWidget(self.table)
            self.table.setParent(None)
            self.table = None

    def _row_number(self) -> Column[PreviewRow]:
        return Column(
            "row",
            self.tr("Row"),
            lambda row: str(row.number),
            lambda row: row.number,
            width=5,
            to_right=True,
        )

    def _problems(self) -> Column[PreviewRow]:
        taken = self.tr("taken")
        refused = self.tr("refused: {why}")

        def words(row: PreviewRow) -> str:
            return refused.format(why="; ".join(row.problems)) if row.problems else taken

        return Column("problems", self.tr("Result"), words, lambda row: by_text(words(row)), 16)


def _field_column(place: int, key: str, language: Language) -> Column[PreviewRow]:
    field = FIELD_BY_KEY.get(key)
    return Column(
        key,
        phrase(field.label, language) if field else key,
        lambda row: row.texts[place],
        lambda row: by_text(row.texts[place]),
        width=14,
    )


def _number(row: PreviewRow) -> int:
    return row.number
