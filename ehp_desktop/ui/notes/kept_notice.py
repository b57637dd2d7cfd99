"""Says once, when a store is opened, what was written in it and not saved."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ehp_desktop.ui.messages import Banner, BannerKind
from ehp_desktop.ui.notes.kept import kept_texts
from ehp_desktop.ui.notes.notes_places import go_to_subject
from ehp_desktop.ui.notes.work import subject_of

if TYPE_CHECKING:
    from ehp_desktop.ui.main_window import MainWindow
    from ehp_desktop.ui.notes.work import Subject


class KeptNotice(QObject):
    """A banner above the pages, where there is anything to say."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._kept = kept_texts(window.context)
        if self._kept.is_loaded:
            self._say()
        else:
            self._kept.loaded.connect(self._say)

    def _say(self) -> None:
        subjects = [one for one in map(subject_of, self._kept.places()) if one is not None]
        if not subjects:
            return
        banner = Banner()
        banner.setObjectName("kept_notice")
        self._window.show_above(banner)
        first = subjects[0]
        words = (
            self.tr("Written and not saved: on {what}.").format(what=self._called(first))
            if len(subjects) == 1
            else self.tr("Written and not saved: on {what}, and {n} more. All notes lists them.")
        )
        banner.say(
            words.format(what=self._called(first), n=len(subjects) - 1),
            kind=BannerKind.NOTICE,
            action_text=self.tr("Go there"),
            action=partial(self._go, first),
        )

    def _go(self, subject: "Subject") -> None:
        if not go_to_subject(self._window, subject):
            self._window.tabs.setCurrentIndex(self._window.tabs.count() - 1)

    def _called(self, subject: "Subject") -> str:
        if subject.child_id is not None:
            return self.tr("child {id}").format(id=subject.child_id)
        return self.tr("surgery {n}").format(n=subject.surgery_id)
