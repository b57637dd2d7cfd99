"""The import page: files are chosen, the plan is shown, and then applied or left."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.intake.apply import Applied
from ehp_desktop.review.intake.incoming import Problem
from ehp_desktop.review.language import say_short_date
from ehp_desktop.review.permissions import Deed
from ehp_desktop.review.private_files import save_private
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.dialog_parts import ask_files, ask_where_to_save
from ehp_desktop.ui.intake import work
from ehp_desktop.ui.intake.chosen import SUFFIXES, Chosen, importable
from ehp_desktop.ui.intake.layouts import Layouts
from ehp_desktop.ui.intake.left_dialog import ask_left
from ehp_desktop.ui.intake.plan_columns import problem_headers
from ehp_desktop.ui.intake.plan_lines import ProblemLine
from ehp_desktop.ui.intake.plan_panel import PlanPanel
from ehp_desktop.ui.intake.problems_text import problems_as_text
from ehp_desktop.ui.intake.start_panel import StartPanel
from ehp_desktop.ui.intake.working import Working
from ehp_desktop.ui.jobs import Job
from ehp_desktop.ui.messages import Banner, BannerKind, show_error
from ehp_desktop.ui.permitted import gate


class ImportPage(QWidget):
    """From a case system's files to the store, and never without showing the plan first."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importPage")
        self.setAcceptDrops(True)
        self._context = context
        self._job: Job | None = None
        self._deciding: Job | None = None
        self._shown: work.PlanShown | None = None
        self._problems: Sequence[Problem] = ()  # of the last plan, applied or not
        self.banner = Banner(self)
        self.start = StartPanel(context, self._code_set_words())
        self.working = Working()
        self.plan = PlanPanel(context.language, context.settings)
        self._steps = QStackedWidget()
        for step in (self.start, self.working, self.plan):
            self._steps.addWidget(step)
        room = QVBoxLayout(self)
        room.addWidget(self.banner)
        room.addWidget(self._steps, 1)
        self.layouts = Layouts(context, self.start.files, self)
        self._connect()
        if not gate(self.start.files, context.opened.actor, Deed.IMPORT):  # past imports are read
            self.setAcceptDrops(False)
            self.banner.say(self.start.files.toolTip(), kind=BannerKind.NOTICE)
        self.start.reload()
        self.layouts.reload()

    def title(self) -> str:
        """The name of the page's tab."""
        return self.tr("&Import")

    # Choosing

    @Slot()
    def choose_files(self) -> None:
        """Ask for files, and add them to what is chosen."""
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        kinds = self.tr("CSV and Excel files ({patterns})").format(patterns=patterns)
        every = self.tr("All files (*)")
        chosen = self.start.files.chosen.paths
        folder = str(chosen[-1].parent) if chosen else ""
        self.take_files(ask_files(self, self.tr("Files to import"), folder, f"{kinds};;{every}"))

    def take_files(self, paths: tuple[Path, ...]) -> None:
        """Add files to what is chosen, and go to the step that shows them."""
        if not paths:
            return
        self.banner.clear()
        self._show_start()
        self.start.files.set_chosen(self.start.files.chosen.with_files(paths))
        self.start.files.focus_next()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped anywhere on the page, but not while it works."""
        if event.mimeData().hasUrls() and self._steps.currentWidget() is not self.working:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files of a drop; say what else was in it."""
        urls = event.mimeData().urls()
        paths, other = importable(Path(url.toLocalFile()) for url in urls)
        event.acceptProposedAction()
        self.take_files(paths)
        if other:
            said = self.tr("Not CSV or Excel files, so left aside: {names}")
            self.banner.say(said.format(names=", ".join(other)), kind=BannerKind.NOTICE)

    # Reading and showing

    @Slot()
    def check_files(self) -> None:
        """Read the chosen files and show what importing them would do."""
        if self.start.files.chosen.paths:
            self._read(self.start.files.chosen)

    @Slot(str)
    def read_in_encoding(self, encoding: str) -> None:
        """Read the files again in another encoding."""
        files = self.start.files
        files.set_encoding(encoding)
        self._read(files.chosen)

    def _read(self, chosen: Chosen) -> None:
        self.banner.clear()
        words = self.tr("Reading the files and comparing them with the store")
        reading = partial(work.read, self._context.opened, chosen, self._context.language)
        self._follow(self._context.jobs.run(words, reading, self._show_plan, self._show_failed))

    def _show_plan(self, shown: work.PlanShown) -> None:
        self._job = None
        self._shown = shown
        self._problems = shown.plan.problems
        self._steps.setCurrentWidget(self.plan)
        self.plan.show_plan(shown.plan, shown.lines, shown.layout)
        if shown.plan.as_of > self._context.as_of:
            said = self.tr(
                "These files are as at {day}, after the date that the window looks at: what they "
                "bring is seen in the caseload from that date on."
            )
            day = say_short_date(shown.plan.as_of, self._context.language)
            self.banner.say(said.format(day=day), kind=BannerKind.NOTICE)

    def _show_failed(self, error: EhpError) -> None:
        self._job = None
        self._show_start()
        self.banner.say(str(error), kind=BannerKind.ERROR)

    @Slot(object)
    def _say_failed(self, error: EhpError) -> None:
        """What was being done beside the plan failed; the plan stays."""
        self.banner.say(str(error), kind=BannerKind.ERROR)

    def _follow(self, job: Job) -> None:
        self._job = job
        self.working.follow(job)
        self._steps.setCurrentWidget(self.working)

    def _show_start(self) -> None:
        self._shown = None
        self._steps.setCurrentWidget(self.start)
        self.start.files.focus_next()

    # Deciding

    @Slot(tuple)
    def _mark_left(self, child_ids: tuple[str, ...]) -> None:
        if self._shown is None or not child_ids:
            return
        context, day = self._context, self._shown.plan.as_of
        left = ask_left(self, context.opened.code_set, day, len(child_ids), context.language)
        if left is not None:
            self.plan.mark_left(child_ids, left)

    @Slot()
    def _blanks_decided(self) -> None:
        """Work out again what the plan comes to; only the last choice matters."""
        if self._shown is None:
            return
        if self._deciding is not None:
            self._deciding.drop()
        context, cleared = self._context, frozenset(self.plan.decisions.cleared)
        deciding = partial(work.decide, context.opened, self._shown.plan, cleared, context.language)
        words = self.tr("Working out what the import would do")
        self._deciding = context.jobs.run(words, deciding, self._show_decided, self._say_failed)

    def _show_decided(self, shown: work.PlanShown) -> None:
        self._deciding = None
        self.plan.show_decided(shown.plan, shown.lines)

    # Applying and leaving

    @Slot()
    def apply(self) -> None:
        """Store what the plan says, all of it or nothing."""
        if self._shown is None:
            return
        words = self.tr("Storing the import")
        applying = partial(work.store, self._context.opened, self._shown.plan, self.plan.decisions)
        run = self._context.jobs.run
        self._follow(
            run(words, applying, self._applied, self._not_applied, writes=True, cancellable=True)
        )

    @Slot()
    def leave(self) -> None:
        """Go back without storing anything; the files stay chosen."""
        self.banner.clear()
        self._show_start()

    @Slot()
    def cancel(self) -> None:
        """Stop what is under way; nothing is stored."""
        if self._job is None:
            return
        if self._job.cancellable:
            self._job.cancel()
            return
        self._job.drop()
        self._job = None
        self._show_start()

    def _applied(self, applied: Applied) -> None:
        self._job = None
        self.start.files.forget()
        self._show_start()
        words = self._applied_words(applied)
        if self._problems:
            export = self.tr("Export the problems…")
            self.banner.say(words, action_text=export, action=self.export_problems)
        else:
            self.banner.say(words)
        self._context.announce_change()

    def _not_applied(self, error: EhpError) -> None:
        self._job = None
        if self._shown is not None:
            self._steps.setCurrentWidget(self.plan)
        self.banner.say(str(error), kind=BannerKind.ERROR)

    def _applied_words(self, applied: Applied) -> str:
        if applied.import_id is None and not applied.left:
            return self.tr("These files were imported before. Nothing was changed.")
        said = [
            self.tr("Imported: {new} new, {changed} changed, {unchanged} unchanged.").format(
                new=applied.new, changed=applied.changed, unchanged=applied.unchanged
            )
        ]
        if applied.left:
            said.append(self.tr("Marked as left care: {n}.").format(n=applied.left))
        if applied.to_be_confirmed:
            words = self.tr("Values to be confirmed: {n}.")
            said.append(words.format(n=applied.to_be_confirmed))
        if applied.refused:
            words = self.tr("Refused, and still as they were: {n}.")
            said.append(words.format(n=applied.refused))
        return " ".join(said)

    # Layouts

    @Slot(object)
    def _add_spelling(self, line: ProblemLine) -> None:
        if self._shown is not None:
            layout = self._shown.plan.incoming.profile
            self.layouts.spell(line.problem, layout, self._shown.layout)

    @Slot(str)
    def _layout_made(self, name: str) -> None:
        """Read the files again in the layout that was made or changed."""
        self.start.files.set_profile(name)
        self.check_files()

    # Problems

    @Slot()
    def export_problems(self) -> None:
        """Save the problems as a file for a spreadsheet, where the person says."""
        title, proposed = self.tr("Export the problems"), self.tr("import-problems.csv")
        comma, tab = self.tr("CSV (*.csv)"), self.tr("Tab-separated (*.tsv)")
        where = ask_where_to_save(self, title, proposed, f"{comma};;{tab}")
        if where is None:
            return
        path, pattern = where
        tabbed = path.suffix.lower() == ".tsv" or (not path.suffix and pattern == tab)
        headers, problems = problem_headers(), self._problems
        text = problems_as_text(headers, problems, delimiter="\t" if tabbed else ",")
        try:
            save_private(path, text)
        except EhpError as error:
            show_error(self, error)
        else:
            self.banner.say(self.tr("Saved as {name}.").format(name=path.name))

    def _connect(self) -> None:
        files, plan = self.start.files, self.plan
        files.choose_wanted.connect(self.choose_files)
        files.check_wanted.connect(self.check_files)
        self.working.cancel_wanted.connect(self.cancel)
        plan.apply_wanted.connect(self.apply)
        plan.leave_wanted.connect(self.leave)
        plan.encoding_wanted.connect(self.read_in_encoding)
        plan.export_wanted.connect(self.export_problems)
        plan.left_wanted.connect(self._mark_left)
        plan.blanks_decided.connect(self._blanks_decided)
        plan.spelling_wanted.connect(self._add_spelling)
        files.match_wanted.connect(self.layouts.match)
        self.layouts.made.connect(self._layout_made)
        self.layouts.failed.connect(self._say_failed)
        self._context.store_changed.connect(self.start.reload)

    def _code_set_words(self) -> str:
        if self._context.opened.code_set is CodeSet.WALES:
            return self.tr(
                "This store holds the codes of the Welsh census (F1, C2, E4 …). A row with a code "
                "that only England's return knows is refused."
            )
        return self.tr(
            "This store holds the codes of England's SSDA903 return (U1, C2, E4A …). A row with a "
            "code that only the Welsh census knows is refused."
        )
