"""The lists of a plan: their order, titles, hints, columns and buttons, in one place."""

from collections.abc import Callable, Hashable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QPushButton

from ehp_desktop.review.language import Language
from ehp_desktop.ui.forms import name_control
from ehp_desktop.ui.intake import plan_columns as columns
from ehp_desktop.ui.intake.decisions import Left
from ehp_desktop.ui.intake.plan_lines import PlanLines
from ehp_desktop.ui.intake.plan_tab import PlanTab
from ehp_desktop.ui.intake.ticks import TickedRows, TickTable
from ehp_desktop.ui.tables.columns import Column
from ehp_desktop.ui.tables.rows_model import RowsModel
from ehp_desktop.ui.tables.table_view import RowsTable


class PlanList(StrEnum):
    """The lists of a plan, in the order of their tabs; the values are fields of `PlanLines`."""

    ERRORS = "errors"
    CHANGES = "changes"
    TO_CONFIRM = "to_confirm"
    NEW = "new"
    OUTCOMES = "outcomes"
    BLANKS = "blanks"
    TYPED = "typed"
    MISSING = "missing"
    NOTES = "notes"


class _Words(NamedTuple):
    title: str
    hint: str
    whole: str = ""


class PlanTables(QObject):
    """Makes a tab for each list and fills it."""

    def __init__(
        self,
        left_of: Callable[[str], Left | None],
        language: Language,
        settings: QSettings | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._words = self._all_words()
        self.blanks = self._ticked(
            PlanList.BLANKS, columns.blank_columns(), _place, self.tr("to be cleared")
        )
        self.missing = self._ticked(
            PlanList.MISSING,
            columns.missing_columns(left_of, language),
            _child_id,
            self.tr("has left care"),
        )
        plain: dict[PlanList, tuple[tuple[Column[Any], ...], Callable[[Any], Hashable]]] = {
            PlanList.ERRORS: (columns.problem_columns(), _number),
            PlanList.NOTES: (columns.problem_columns(), _number),
            PlanList.CHANGES: (columns.change_columns(), _place),
            PlanList.TO_CONFIRM: (columns.to_confirm_columns(), _place),
            PlanList.NEW: (columns.new_columns(), _child_id),
            PlanList.TYPED: (columns.typed_columns(), _place),
            PlanList.OUTCOMES: (columns.outcome_columns(), _outcome),
        }
        tables: dict[PlanList, RowsTable] = {
            PlanList.BLANKS: self.blanks,
            PlanList.MISSING: self.missing,
        }
        for which, (made, identity) in plain.items():
            tables[which] = self._plain(which, made, identity)
        self.tabs = {
            which: PlanTab(tables[which], self._words[which].hint, whole=self._words[which].whole)
            for which in PlanList
        }
        self._add_buttons()

    def fill(self, lines: PlanLines, which: Iterable[PlanList]) -> None:
        """Show these lists' lines."""
        for one in which:
            self.tabs[one].set_rows(getattr(lines, one.value))

    def title(self, which: PlanList) -> str:
        """A list's name with how many lines it has."""
        return f"{self._words[which].title} ({self.tabs[which].table.rows.total:,})"

    def search(self, typed: str) -> None:
        """Show only the lines, of every list, that hold what was typed."""
        for tab in self.tabs.values():
            tab.table.rows.search(typed)

    def _plain(
        self,
        which: PlanList,
        made: tuple[Column[Any], ...],
        identity: Callable[[Any], Hashable],
    ) -> RowsTable:
        model: RowsModel[Any] = RowsModel(made, identity, self)
        return RowsTable(model, f"plan_{which.value}", self._words[which].title, self._settings)

    def _ticked(
        self,
        which: PlanList,
        made: tuple[Column[Any], ...],
        identity: Callable[[Any], Hashable],
        tick_words: str,
    ) -> TickTable:
        model: TickedRows[Any] = TickedRows(made, identity, tick_words)
        model.setParent(self)
        return TickTable(model, f"plan_{which.value}", self._words[which].title, self._settings)

    def _add_buttons(self) -> None:
        self.clear_all = self._button(PlanList.BLANKS, self.tr("&Tick all"), "plan_clear_all")
        self.clear_none = self._button(PlanList.BLANKS, self.tr("&Untick all"), "plan_clear_none")
        self.mark_left = self._button(
            PlanList.MISSING, self.tr("&Mark as left care…"), "plan_mark_left"
        )
        self.unmark_left = self._button(
            PlanList.MISSING, self.tr("Take the mark &off"), "plan_unmark_left"
        )
        self.add_spelling = self._button(
            PlanList.ERRORS, self.tr("A&dd this spelling to the layout…"), "plan_spelling"
        )
        self.export_errors = self._button(
            PlanList.ERRORS, self.tr("E&xport the problems…"), "plan_export_errors"
        )
        self.export_notes = self._button(
            PlanList.NOTES, self.tr("E&xport the problems…"), "plan_export_notes"
        )

    def _button(self, which: PlanList, words: str, name: str) -> QPushButton:
        button = name_control(QPushButton(words), words, name)
        self.tabs[which].add_button(button)
        return button

    def _all_words(self) -> dict[PlanList, _Words]:
        return self._words_of_what_changes() | self._words_of_what_stays()

    def _words_of_what_changes(self) -> dict[PlanList, _Words]:
        return {
            PlanList.CHANGES: _Words(
                self.tr("Values changed"),
                self.tr("Every field that would change: what is recorded now, and what then."),
            ),
            PlanList.TO_CONFIRM: _Words(
                self.tr("To be confirmed"),
                self.tr(
                    "These values were about a placement, order, review or wish that has changed. "
                    "They are cleared, and are to be found out and recorded again."
                ),
            ),
            PlanList.NEW: _Words(
                self.tr("New children"), self.tr("The store does not hold these children yet.")
            ),
            PlanList.OUTCOMES: _Words(
                self.tr("Court outcomes"), self.tr("What courts decided, child by child.")
            ),
        }

    def _words_of_what_stays(self) -> dict[PlanList, _Words]:
        return {
            PlanList.ERRORS: _Words(
                self.tr("Refused"),
                self.tr(
                    "These rows are left out; what the store holds of their children stays as it "
                    "is. Mend them in the case system or in the file, and import again."
                ),
                "message",
            ),
            PlanList.BLANKS: _Words(
                self.tr("Values blank in the file"),
                self.tr(
                    "Recorded here and blank in the file, and so kept as it is. Tick (Space) what "
                    "no longer holds: the import will clear it."
                ),
            ),
            PlanList.TYPED: _Words(
                self.tr("Typed values kept"),
                self.tr("Somebody typed these here after the day of the files, so they stay."),
            ),
            PlanList.MISSING: _Words(
                self.tr("Children not in the file"),
                self.tr(
                    "Looked after according to the store, and not in the file. Nobody is closed by "
                    "an import: tick (Space) those who have left care."
                ),
            ),
            PlanList.NOTES: _Words(
                self.tr("Notes"),
                self.tr("Said in passing; nothing is left out because of these."),
                "message",
            ),
        }


def _place(line: Any) -> tuple[str, str]:
    return (line.child_id, line.field)


def _child_id(line: Any) -> str:
    return str(line.child_id)


def _number(line: Any) -> int:
    return int(line.number)


def _outcome(line: Any) -> tuple[str, str, str]:
    return (line.child_id, line.kind, line.date)
