"""What a paper says, in English, in Welsh or in both with the Welsh first."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Final

from ehp_desktop.review.language import (
    Language,
    phrase,
    say_date,
    say_full_date,
    say_short_date,
    spoken_in,
)


class Languages(StrEnum):
    """The language or languages of one paper."""

    ENGLISH = "en"
    WELSH = "cy"
    BOTH = "both"


_SPOKEN: Final = {
    Languages.ENGLISH: (Language.ENGLISH,),
    Languages.WELSH: (Language.WELSH,),
    Languages.BOTH: (Language.WELSH, Language.ENGLISH),
}


class Speech:
    """Says phrases for one paper.

    A paper in both languages says each phrase in Welsh and then in English, and once where the
    glossary has no Welsh for it, so that its pages stay those of one agenda, with one space to
    write in, and everybody at the table has the same page open.
    """

    def __init__(self, languages: Languages) -> None:
        self.languages = languages
        self._spoken = _SPOKEN[languages]

    @property
    def tag(self) -> str:
        """The language of the document, as PDF names it: of the language that comes first."""
        return "en-GB" if self.languages is Languages.ENGLISH else "cy-GB"

    def say(self, text: str, **values: object) -> str:
        """A phrase with its places filled; dates among the values are said in its language."""
        said = {_filled(text, language, values): None for language in self._spoken}
        return " / ".join(said)

    def each(self, said_in: Callable[[Language], str]) -> str:
        """What the rules word themselves: once a language, once where both say the same."""
        return " / ".join(dict.fromkeys(said_in(language) for language in self._spoken))

    def day(self, day: dt.date) -> str:
        """A date in a list or label; in figures where the paper is in both languages."""
        return _day(day, self.languages)

    def long_day(self, day: dt.date) -> str:
        """A date in a heading, in words."""
        return self.each(lambda language: say_date(day, language))

    def full_day(self, day: dt.date) -> str:
        """A date in words with its weekday."""
        return self.each(lambda language: say_full_date(day, language))


@cache
def _day(day: dt.date, languages: Languages) -> str:
    if languages is Languages.BOTH:
        return f"{day:%d/%m/%Y}"
    return say_short_date(day, _SPOKEN[languages][0])


def _filled(text: str, language: Language, values: dict[str, object]) -> str:
    """A phrase without Welsh is English throughout: no Welsh month in an English sentence."""
    spoken = spoken_in(text, language)
    worded = {
        name: say_short_date(value, spoken) if isinstance(value, dt.date) else value
        for name, value in values.items()
    }
    return phrase(text, spoken, **worded)
