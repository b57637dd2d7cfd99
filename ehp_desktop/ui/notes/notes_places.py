"""Where a note's subject is in the window, and where a note is written."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from ehp_desktop.ui.main_window import MainWindow
    from ehp_desktop.ui.notes.page import NotesPage
    from ehp_desktop.ui.notes.work import Subject


@runtime_checkable
class TakesNotes(Protocol):
    """A page that has a box for notes on what is chosen there."""

    def write_note(self) -> bool:
        """Puts the keyboard into the box. False: nothing is chosen."""
        ...


@runtime_checkable
class ShowsSurgeries(Protocol):
    """A page that can show a surgery with its notes."""

    def show_notes_of(self, surgery_id: int) -> None:
        """Goes to a surgery and its notes."""
        ...


def write_note(window: "MainWindow") -> None:
    """Ctrl+N: the box of the page in front, else that of the child in the caseload."""
    number = window.tabs.currentIndex()
    page = window.page(number)
    if isinstance(page, TakesNotes) and page.write_note():
        return
    window.tabs.setCurrentIndex(0)
    window.caseload.write_note()


def go_to(window: "MainWindow", page: "NotesPage", subject: "Subject") -> None:
    """Goes to what a note of the page is about; says there where it cannot be gone to."""
    if go_to_subject(window, subject):
        return
    if subject.child_id is not None:
        words = page.tr(
            "Child {id} is not in the caseload's list: filtered out there, or not looked after on "
            "the as-at date."
        )
        page.say(words.format(id=subject.child_id))


def go_to_subject(window: "MainWindow", subject: "Subject") -> bool:
    """Shows a child or a surgery with its notes. False: a child who is not listed."""
    if subject.child_id is not None and subject.surgery_id is None:
        if not window.caseload.open_notes(subject.child_id):
            return False
        window.tabs.setCurrentIndex(0)
        return True
    surgeries = window.page(1)
    window.tabs.setCurrentIndex(1)
    if subject.surgery_id is not None and isinstance(surgeries, ShowsSurgeries):
        surgeries.show_notes_of(subject.surgery_id)
    return True
