"""One paper in the making: its language, and the one way that words get onto it."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from ehp_desktop.review.agenda import Agenda
from ehp_desktop.review.documents.fonts import BOLD, REGULAR, printable
from ehp_desktop.review.documents.lines import Run
from ehp_desktop.review.documents.page import BODY, COLUMN, SMALL, Cell, Row, cell
from ehp_desktop.review.documents.speech import Languages, Speech
from ehp_desktop.review.explanation import WorkedOutWith
from ehp_desktop.review.language import Language
from ehp_desktop.review.wording import route_words, state_words
from ehp_desktop.review.words import Route, RouteState

LABEL_WIDTH: Final = {Languages.ENGLISH: 98.0, Languages.WELSH: 106.0, Languages.BOTH: 132.0}
"""How much room the labels beside recorded values take, in points."""


class Paper:
    """Words for one printing: phrases in its language and recorded texts, both made printable.

    `unsound` gathers the characters that no shipped font has a sound glyph for.
    """

    def __init__(self, languages: Languages) -> None:
        self.languages = languages
        self.unsound: set[str] = set()
        self._speech = Speech(languages)

    @property
    def tag(self) -> str:
        """The document's language as PDF names it."""
        return self._speech.tag

    def text(self, recorded: str | None) -> str:
        """A recorded text as it prints; empty where nothing is recorded."""
        return printable(recorded, self.unsound) if recorded else ""

    def lines(self, recorded: str) -> list[str]:
        """A recorded text of several lines, each as it prints."""
        return [self.text(line) for line in recorded.split("\n")]

    def runs(self, recorded: str, ink: str = "ink") -> list[Run]:
        """A recorded text of one line as runs of one ink, or of several where a part is hidden."""
        return [Run(self.text(recorded), REGULAR, ink)]

    def say(self, phrase: str, **values: object) -> str:
        """A phrase with its places filled, in the paper's language or languages."""
        return printable(self._speech.say(phrase, **values), self.unsound)

    def each(self, said_in: Callable[[Language], str]) -> str:
        """What the rules word themselves, in the paper's language or languages."""
        return printable(self._speech.each(said_in), self.unsound)

    def route(self, route: Route) -> str:
        """A route's name."""
        return self.each(lambda language: route_words(route, language))

    def state(self, state: RouteState) -> str:
        """A state in words."""
        return self.each(lambda language: state_words(state, language))

    def day(self, day: dt.date | None) -> str:
        """A date, or the words that none is recorded."""
        return self._speech.day(day) if day is not None else self.say("not recorded")

    def long_day(self, day: dt.date) -> str:
        """A date in words, for a heading."""
        return self._speech.long_day(day)

    def full_day(self, day: dt.date) -> str:
        """A date in words with its weekday, for whoever has to be there."""
        return self._speech.full_day(day)

    def known(self, recorded: str | None) -> str:
        """A recorded text, or the words that it is not recorded."""
        return self.text(recorded) or self.say("not recorded")


class CasePaper(Paper):
    """A paper that explains what the criteria find, and with what that was worked out."""

    def __init__(self, worked_out_with: WorkedOutWith, languages: Languages) -> None:
        super().__init__(languages)
        self.worked_out_with = worked_out_with


class AgendaPaper(CasePaper):
    """The paper of an agenda."""

    def __init__(self, agenda: Agenda, languages: Languages) -> None:
        super().__init__(agenda, languages)
        self.agenda = agenda


def bold(text: str, ink: str = "ink") -> Run:
    """A run in bold."""
    return Run(text, BOLD, ink)


def plain(text: str, ink: str = "ink") -> Run:
    """A run in regular."""
    return Run(text, REGULAR, ink)


def heading(text: str, size: float, *, above: float = 5.0, sticky: bool = True) -> Row:
    """A heading, which keeps what follows it on its page."""
    return Row((cell((bold(text),), 0, COLUMN, size=size),), above=above, below=2, sticky=sticky)


def labelled(label: str, value: str, x: float, width: float, label_width: float) -> list[Cell]:
    """A grey label and its value beside it."""
    return [
        cell(label, x, label_width - 6, size=SMALL, ink="grey"),
        cell(value, x + label_width, width - label_width, size=BODY),
    ]
