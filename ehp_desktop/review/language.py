"""The one way to say a phrase in English or Welsh, outside the window's own widgets.

Whole phrases are translated, never stems: Welsh mutates. A phrase without Welsh is said in
English. The Welsh is that of the glossary in the domain reference, section 4, kept in
resources/translations/cy.toml.
"""

import datetime as dt
from enum import StrEnum
from functools import cache


class Language(StrEnum):
    """A language of papers and of the program."""

    ENGLISH = "en"
    WELSH = "cy"


_MONTHS = {
    Language.ENGLISH: (
        "January February March April May June July August September October November December"
    ).split(),
    Language.WELSH: (
        "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"
    ).split(),
}
_WEEKDAYS = {
    Language.ENGLISH: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    Language.WELSH: [
        f"Dydd {name}" for name in "Llun Mawrth Mercher Iau Gwener Sadwrn Sul".split()
    ],
}
_SHORT_MONTHS = {
    Language.ENGLISH: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    Language.WELSH: "Ion Chwe Maw Ebr Mai Meh Gorff Awst Medi Hyd Tach Rhag".split(),
}


@cache
def _welsh() -> dict[str, str]:
    import tomllib  # only where Welsh is wanted: the unlock dialog is painted without it
    from importlib import resources

    source = resources.files("ehp_desktop.resources") / "translations" / "cy.toml"
    phrases: dict[str, str] = tomllib.loads(source.read_text(encoding="utf-8"))["phrases"]
    return phrases


def has_welsh(text: str) -> bool:
    """Whether a phrase has Welsh."""
    return text in _welsh()


def spoken_in(text: str, language: Language) -> Language:
    """The language in which a phrase is said: English where it has no Welsh.

    What fills a phrase's places is to be said in the same, or a sentence would be of both.
    """
    return language if has_welsh(text) else Language.ENGLISH


def phrase(text: str, language: Language, **values: object) -> str:
    """A phrase in a language, its {named} places filled; English where there is no Welsh."""
    said = _welsh().get(text, text) if language is Language.WELSH else text
    return said.format(**values) if values else said


def say_date(day: dt.date, language: Language) -> str:
    """A date in words: 3 December 2021, 3 Rhagfyr 2021."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def say_full_date(day: dt.date, language: Language) -> str:
    """A date with its weekday: Friday 3 December 2021, Dydd Gwener 3 Rhagfyr 2021."""
    return f"{_WEEKDAYS[language][day.weekday()]} {say_date(day, language)}"


def say_short_date(day: dt.date, language: Language = Language.ENGLISH) -> str:
    """A date for lists and sentences: 3 Dec 2021, 3 Rhag 2021."""
    return f"{day.day} {_SHORT_MONTHS[language][day.month - 1]} {day.year}"
