"""The columns of the page of all notes."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor

from ehp_desktop.review.language import say_short_date
from ehp_desktop.review.note_search import NoteKind, NoteShown
from ehp_desktop.ui import theme
from ehp_desktop.ui.notes.notes_text import NotesText
from ehp_desktop.ui.tables.columns import Column, by_date, by_number, by_text


class NoteColumns(QObject):
    """Words each note in cells. `names` and `surgeries` come with the notes."""

    def __init__(self, words: NotesText) -> None:
        super().__init__(words)
        self._words = words
        self.names: Mapping[str, str] = {}
        self.surgeries: Mapping[int, date] = {}

    def columns(self) -> tuple[Column[NoteShown], ...]:
        """In the order of the page."""
        return (
            Column("at", self.tr("Written"), self._at, _moment, width=21, ink=_ink),
            Column("child", self.tr("Child"), self.child, self._by(self.child), width=20,
                   searched=True, ink=_ink),
            Column("id", self.tr("ID"), _child_id, self._by(_child_id), width=9, searched=True,
                   ink=_ink),
            Column("kind", self.tr("Kind"), self.kind, self._by(self.kind), width=10,
                   searched=True, ink=_ink),
            Column("state", self.tr("State"), self.state, self._by(self.state), width=11,
                   searched=True, ink=_ink),
            Column("text", self.tr("Text"), self._text, self._by(self._text), width=44,
                   searched=True, ink=_ink, tooltip=_whole),
            Column("author", self.tr("Author"), _author, self._by(_author), width=23,
                   searched=True, ink=_ink),
            Column("day", self.tr("About the day"), self._day, _by_day, width=13, ink=_ink),
            Column("criterion", self.tr("On"), _criterion, self._by(_criterion), width=5,
                   searched=True, ink=_ink),
            Column("surgery", self.tr("Surgery"), self.surgery, _by_surgery, width=12, ink=_ink),
        )  # fmt: skip

    def child(self, one: NoteShown) -> str:
        """The child's name."""
        return self.names.get(one.row.child_id or "", "")

    def kind(self, one: NoteShown) -> str:
        """Who may read it, in a word."""
        return {
            NoteKind.FACT: self.tr("fact"),
            NoteKind.PRIVATE: self.tr("private"),
            NoteKind.ADVICE: self.tr("advice"),
        }[one.kind]

    def state(self, one: NoteShown) -> str:
        """Whether it was withdrawn or corrected."""
        if one.withdrawn:
            return self.tr("withdrawn")
        return self.tr("corrected") if one.earlier else ""

    def surgery(self, one: NoteShown) -> str:
        """The day of the surgery that it is about."""
        number = one.row.surgery_id
        if number is None:
            return ""
        day = self.surgeries.get(number)
        return str(number) if day is None else say_short_date(day, self._words.language)

    def _at(self, one: NoteShown) -> str:
        return self._words.moment(one.row.at)

    def _text(self, one: NoteShown) -> str:
        return " ".join(one.text.split())

    def _day(self, one: NoteShown) -> str:
        day = one.saying.relevant_date
        return "" if day is None else say_short_date(day, self._words.language)

    def _by(self, text: Callable[[NoteShown], str]) -> Callable[[NoteShown], str]:
        return lambda one: by_text(text(one))


def _moment(one: NoteShown) -> int:
    return -int(one.row.at.timestamp())  # the latest first


def _child_id(one: NoteShown) -> str:
    return one.row.child_id or ""


def _author(one: NoteShown) -> str:
    return one.first.author


def _criterion(one: NoteShown) -> str:
    return one.row.criterion or ""


def _by_day(one: NoteShown) -> int:
    return by_date(one.saying.relevant_date)


def _by_surgery(one: NoteShown) -> int:
    return by_number(one.row.surgery_id)


def _whole(one: NoteShown) -> str:
    return one.text


def _ink(one: NoteShown) -> QColor | None:
    return theme.colour(theme.Role.QUIET) if one.withdrawn else None
