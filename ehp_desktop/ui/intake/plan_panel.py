"""The second step of an import: what it would do, before anything is stored."""

from PySide6.QtCore import QSettings, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ehp_desktop.review.intake.csv_reader import ENCODINGS
from ehp_desktop.review.intake.plan import ImportPlan
from ehp_desktop.review.language import Language, say_short_date
from ehp_desktop.ui.caseload.filters import SearchBox
from ehp_desktop.ui.forms import name_control, plain_label
from ehp_desktop.ui.intake.decisions import Decisions, Left
from ehp_desktop.ui.intake.matching import can_be_spelled
from ehp_desktop.ui.intake.plan_lines import PlanLines, ProblemLine
from ehp_desktop.ui.intake.plan_tables import PlanList, PlanTables
from ehp_desktop.ui.intake.tiles import Tile, Tiles


class PlanPanel(QWidget):
    """A plan: counts, lists, decisions. What is to be done about it goes out as signals."""

    apply_wanted = Signal()
    leave_wanted = Signal()
    encoding_wanted = Signal(str)
    export_wanted = Signal()
    spelling_wanted = Signal(object)  # the ProblemLine
    left_wanted = Signal(tuple)  # ids of the children to mark as having left care
    blanks_decided = Signal()

    def __init__(
        self, language: Language, settings: QSettings | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("planPanel")
        self._language = language
        self._plan: ImportPlan | None = None
        self.decisions = Decisions()
        self._summary = name_control(plain_label(), self.tr("What was read"), "plan_summary")
        self._summary.setWordWrap(True)
        self._encoding = name_control(QComboBox(), self.tr("Encoding"), "plan_encoding")
        self._encoding.addItems(list(ENCODINGS))
        self._encoding_row = self._make_encoding_row()
        self._tiles = Tiles()
        self.tables = PlanTables(self._left_of, language, settings, self)
        self._tabs = name_control(QTabWidget(), self.tr("Lists of the plan"), "plan_lists")
        self._search = name_control(SearchBox(), self.tr("Find in these lists"), "plan_search")
        self._said = name_control(plain_label(), self.tr("What will be stored"), "plan_said")
        self._apply = name_control(QPushButton(self.tr("A&pply")), self.tr("Apply"), "plan_apply")
        self._leave = QPushButton(self.tr("&Leave without importing"))
        self._lay_out()
        self._connect()

    # What is shown

    def show_plan(self, plan: ImportPlan, lines: PlanLines, layout: str) -> None:
        """Show a plan that was just made; nothing is decided yet."""
        self._plan = plan
        self.decisions = Decisions()
        self._search.clear()
        self._summary.setText(self._summary_words(plan, layout))
        self._show_encoding(plan)
        self.tables.fill(lines, PlanList)
        self.tables.blanks.ticks.set_ticked(frozenset())
        self.tables.missing.ticks.set_ticked(frozenset())
        self._show_counts(plan)
        self._say_spelling(self.tables.tabs[PlanList.ERRORS].table.current_row())
        shown = [n for n in range(self._tabs.count()) if self._tabs.isTabVisible(n)]
        self._tabs.setVisible(bool(shown))
        if shown:
            self._tabs.setCurrentIndex(shown[0])
        (self._apply if self._apply.isEnabled() else self._leave).setFocus()

    def show_decided(self, plan: ImportPlan, lines: PlanLines) -> None:
        """Show what the plan comes to with the blanks that the person chose to clear."""
        self._plan = plan
        self.tables.fill(lines, (PlanList.CHANGES, PlanList.TO_CONFIRM))
        self._show_counts(plan)

    def mark_left(self, child_ids: tuple[str, ...], left: Left | None) -> None:
        """Mark children as having left care, or take the mark off."""
        self.decisions.mark_left(child_ids, left)
        self.tables.missing.ticks.set_ticked(frozenset(self.decisions.left))
        self._say()

    @Slot(str)
    def open_list(self, key: str) -> None:
        """Bring a list to the front, with the keyboard in it."""
        tab = self.tables.tabs[PlanList(key)]
        self._tabs.setCurrentWidget(tab)
        tab.table.setFocus()

    @property
    def said(self) -> str:
        """What the panel says would be stored."""
        return self._said.text()

    def shown_lists(self) -> list[PlanList]:
        """The lists that have lines, in order."""
        return [n for n, tab in self.tables.tabs.items() if self._is_shown(tab)]

    def _is_shown(self, tab: QWidget) -> bool:
        return self._tabs.isTabVisible(self._tabs.indexOf(tab))

    def _show_counts(self, plan: ImportPlan) -> None:
        for which, tab in self.tables.tabs.items():
            place = self._tabs.indexOf(tab)
            self._tabs.setTabText(place, self.tables.title(which).replace("&", "&&"))
            self._tabs.setTabVisible(place, tab.table.rows.total > 0)
        count = len(self.tables.tabs[PlanList.ERRORS].table.rows.shown_rows())
        new = PlanList.OUTCOMES if plan.outcomes else PlanList.NEW
        changed = PlanList.OUTCOMES if plan.outcomes else PlanList.CHANGES
        self._tiles.show_tiles(
            [
                Tile("new", plan.new, self.tr("new"), new),
                Tile("changed", plan.changed, self.tr("changed"), changed),
                Tile("unchanged", plan.unchanged, self.tr("unchanged")),
                Tile("refused", plan.refused, self.tr("refused"), PlanList.ERRORS if count else ""),
                Tile("missing", len(plan.missing), self.tr("not in the file"), PlanList.MISSING),
            ]
        )
        self._say()

    def _say(self) -> None:
        plan = self._plan
        if plan is None:
            return
        nothing = plan.changes_nothing and self.decisions.nothing
        self._apply.setEnabled((plan.accepted > 0 and not nothing) or bool(self.decisions.left))
        if not plan.accepted:
            words = self.tr("Nothing in these files can be taken. See what is refused, and why.")
        elif nothing:
            words = self.tr("The store holds all of this already. There is nothing to store.")
        elif not (plan.new or plan.changed or self.decisions.left):
            words = self.tr(
                "Every value is as it was. Apply will only note that these files confirm them, "
                "as at {day}."
            ).format(day=say_short_date(plan.as_of, self._language))
        else:
            words = self._to_store_words(plan)
        self._said.setText(words)

    def _to_store_words(self, plan: ImportPlan) -> str:
        parts = [
            self.tr("{n} new").format(n=plan.new),
            self.tr("{n} changed").format(n=plan.changed),
        ]
        left, cleared = len(self.decisions.left), len(self.decisions.cleared)
        if left:
            parts.append(self.tr("{n} marked as left care").format(n=left))
        if cleared:
            parts.append(self.tr("{n} blanks cleared").format(n=cleared))
        stored = self.tr("Nothing has been stored yet. Apply will store:")
        rest = self.tr(
            "Refused rows, blanks and children not in the file change nothing, unless ticked."
        )
        return f"{stored} {', '.join(parts)}. {rest}"

    def _summary_words(self, plan: ImportPlan, layout: str) -> str:
        files = ", ".join(
            self.tr("{file} ({rows} rows, {encoding})").format(
                file=one.name, rows=f"{one.rows_read:,}", encoding=one.encoding
            )
            for one in plan.incoming.files
        )
        day = say_short_date(plan.as_of, self._language)
        return self.tr("{files} as at {day}. Layout: {layout}.").format(
            files=files, day=day, layout=layout
        )

    def _show_encoding(self, plan: ImportPlan) -> None:
        used = [one.encoding for one in plan.incoming.files if one.encoding in ENCODINGS]
        chosen = next((one for one in used if one not in _CERTAIN), None)
        self._encoding_row.setVisible(chosen is not None)
        if chosen is not None:
            with QSignalBlocker(self._encoding):
                self._encoding.setCurrentText(chosen)

    # What is decided

    def _left_of(self, child_id: str) -> Left | None:
        return self.decisions.left.get(child_id)

    @Slot(tuple, bool)
    def _turn_blanks(self, places: tuple[tuple[str, str], ...], wanted: bool) -> None:
        self.decisions.clear(places, clear=wanted)
        self.tables.blanks.ticks.set_ticked(frozenset(self.decisions.cleared))
        self._say()
        self.blanks_decided.emit()

    @Slot()
    def _clear_all(self) -> None:
        lines = self.tables.blanks.rows.shown_rows()
        self._turn_blanks(tuple(line.place for line in lines), wanted=True)

    @Slot()
    def _clear_none(self) -> None:
        self._turn_blanks(tuple(self.decisions.cleared), wanted=False)

    @Slot(tuple, bool)
    def _turn_left(self, child_ids: tuple[str, ...], wanted: bool) -> None:
        if wanted:
            self.left_wanted.emit(child_ids)
        else:
            self.mark_left(child_ids, None)

    @Slot()
    def _mark_chosen(self) -> None:
        self._turn_left(self._chosen_missing(), wanted=True)

    @Slot()
    def _unmark_chosen(self) -> None:
        self._turn_left(self._chosen_missing(), wanted=False)

    def _chosen_missing(self) -> tuple[str, ...]:
        return tuple(str(one) for one in self.tables.missing.chosen_identities())

    @Slot(object)
    def _say_spelling(self, line: ProblemLine | None) -> None:
        """Whether the current problem is a spelling that could be added."""
        problem = line.problem if line is not None else None
        spelled = problem is not None and can_be_spelled(problem.field, problem.value)
        self.tables.add_spelling.setEnabled(spelled)

    @Slot()
    def _want_spelling(self) -> None:
        self.spelling_wanted.emit(self.tables.tabs[PlanList.ERRORS].table.current_row())

    # How it is made

    def _make_encoding_row(self) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        words = plain_label(
            self.tr(
                "The file does not say how its letters are written. If letters such as ŵ, â or £ "
                "look wrong in the lists, choose another encoding:"
            )
        )
        words.setWordWrap(True)
        row.addWidget(words, 1)
        row.addWidget(self._encoding)
        return both

    def _lay_out(self) -> None:
        self._search.setPlaceholderText(self.tr("Find in these lists…"))
        self._search.setClearButtonEnabled(True)
        self._tabs.setCornerWidget(self._search)
        self._tabs.setDocumentMode(True)
        for which, tab in self.tables.tabs.items():
            self._tabs.addTab(tab, self.tables.title(which))
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        for part in (self._summary, self._encoding_row, self._tiles):
            room.addWidget(part)
        room.addWidget(self._tabs, 1)
        room.addStretch(0)
        foot = QHBoxLayout()
        self._said.setWordWrap(True)
        foot.addWidget(self._said, 1)
        foot.addWidget(name_control(self._leave, self._leave.text(), "plan_leave"))
        foot.addWidget(self._apply)
        room.addLayout(foot)

    def _connect(self) -> None:
        tables = self.tables
        self._tiles.opened.connect(self.open_list)
        self._search.textChanged.connect(tables.search)
        self._search.left_downwards.connect(self._focus_list)
        self._encoding.textActivated.connect(self.encoding_wanted)
        self._apply.clicked.connect(self.apply_wanted)
        self._leave.clicked.connect(self.leave_wanted)
        tables.blanks.turn_wanted.connect(self._turn_blanks)
        tables.missing.turn_wanted.connect(self._turn_left)
        tables.clear_all.clicked.connect(self._clear_all)
        tables.clear_none.clicked.connect(self._clear_none)
        tables.mark_left.clicked.connect(self._mark_chosen)
        tables.unmark_left.clicked.connect(self._unmark_chosen)
        tables.add_spelling.clicked.connect(self._want_spelling)
        tables.tabs[PlanList.ERRORS].table.chosen.connect(self._say_spelling)
        tables.export_errors.clicked.connect(self.export_wanted)
        tables.export_notes.clicked.connect(self.export_wanted)

    @Slot()
    def _focus_list(self) -> None:
        for tab in self.tables.tabs.values():
            if tab is self._tabs.currentWidget():
                tab.table.setFocus()


_CERTAIN = ("UTF-8", "UTF-16")
"""Encodings that are told from the file's own bytes."""
