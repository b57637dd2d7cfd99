"""The layouts of files: which there are, one made by matching columns, a spelling added."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ehp_desktop.models.errors import UnreadableFileError
from ehp_desktop.models.fields import FIELD_BY_KEY
from ehp_desktop.review.intake.incoming import Problem
from ehp_desktop.review.intake.previewing import LookedSheet
from ehp_desktop.review.intake.profiles import Profile
from ehp_desktop.ui.context import AppContext
from ehp_desktop.ui.intake import work
from ehp_desktop.ui.intake.chosen import Chosen
from ehp_desktop.ui.intake.files_panel import FilesPanel
from ehp_desktop.ui.intake.matching_dialog import ask_matching
from ehp_desktop.ui.intake.spelling_dialog import ask_spelling

Looked = tuple[list[tuple[Path, LookedSheet]], dict[str, Profile]]


class Layouts(QObject):
    """Keeps the panel's list of layouts, and makes more of them with the person."""

    made = Signal(str)  # the name of a layout that was made or changed
    failed = Signal(object)  # the EhpError

    def __init__(self, context: AppContext, files: FilesPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._files = files
        self._window = parent

    @Slot()
    def reload(self) -> None:
        """Read which layouts there are."""
        reading = partial(work.profiles, self._context.opened)
        words = self.tr("Reading the layouts")
        self._context.jobs.run(words, reading, self._files.set_profiles, self.failed.emit)

    @Slot()
    def match(self) -> None:
        """Look at the chosen files' columns, and ask how they are matched."""
        chosen = self._files.chosen
        if chosen.paths:
            looking = partial(work.look, self._context.opened, chosen)
            words = self.tr("Reading the column headers")
            asking = partial(self._ask_matching, chosen)
            self._context.jobs.run(words, looking, asking, self.failed.emit)

    def _ask_matching(self, chosen: Chosen, looked: Looked) -> None:
        sheets, profiles = looked
        if not sheets:
            self.failed.emit(
                UnreadableFileError(
                    self.tr(
                        "The chosen files hold no column headers, so there is nothing to match. "
                        "Nothing was read; export them again."
                    )
                )
            )
            return
        profile = ask_matching(self._window, self._context, chosen, sheets, profiles)
        if profile is not None:
            self._keep(profile)

    def _keep(self, profile: Profile) -> None:
        keeping = partial(work.keep_profile, self._context.opened, profile)
        words = self.tr("Saving the layout")
        run = self._context.jobs.run
        run(words, keeping, self._kept, self.failed.emit, writes=True)

    def spell(self, problem: Problem, layout: str, label: str) -> None:
        """Ask what a refused spelling means, and add it to the layout."""
        key, spelling, context = problem.field or "", problem.value or "", self._context
        field = FIELD_BY_KEY[key]
        code_set, language = context.opened.code_set, context.language
        value = ask_spelling(self._window, field, spelling, label, code_set, language)
        if value is None:
            return
        keeping = partial(work.keep_spelling, context.opened, layout, key, spelling, value)
        words = self.tr("Saving the layout")
        context.jobs.run(words, keeping, self._kept, self.failed.emit, writes=True)

    def _kept(self, name: str) -> None:
        self.reload()
        self.made.emit(name)
