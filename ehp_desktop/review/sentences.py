"""Sentences with named places: the kinds of value that fill them, and how each is said."""

import datetime as dt
from collections.abc import Mapping
from typing import Final, NamedTuple

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import FieldValue
from ehp_desktop.review.dates import Span
from ehp_desktop.review.facts import EVENTS
from ehp_desktop.review.language import Language, phrase, say_short_date, spoken_in
from ehp_desktop.review.wording import (
    DATE_NOT_RECORDED,
    choice_words,
    count_words,
    label_words,
    span_words,
    value_words,
)

EVERYONE: Final = "everyone"
NO_RELATIONSHIP: Final = "relationship not recorded"
NO_POSITION: Final = "position not recorded"


class Period(NamedTuple):
    """So many of a unit of time."""

    number: int
    unit: str


class Recorded(NamedTuple):
    """What a field holds; None = not recorded."""

    field: str
    value: FieldValue | None


class Positions(NamedTuple):
    """Relationship and position of each person with parental responsibility."""

    people: tuple[tuple[str | None, str | None], ...]


class Labels(NamedTuple):
    """Fields to be named by their labels."""

    fields: tuple[str, ...]


class Phrase(NamedTuple):
    """An English phrase to be said as it stands."""

    text: str


Value = dt.date | int | str | Period | Span | Recorded | Positions | Labels | Phrase


class Note(NamedTuple):
    """An English sentence with named places, and what fills them."""

    sentence: str
    values: Mapping[str, Value]


def say_note(note: Note, code_set: CodeSet, language: Language) -> str:
    """A sentence in a language, its places filled; all of it English where it has no Welsh."""
    spoken = spoken_in(note.sentence, language)
    values = {name: say_value(value, code_set, spoken) for name, value in note.values.items()}
    return phrase(note.sentence, language, **values)


def say_value(value: Value, code_set: CodeSet, language: Language) -> str:
    """One value as it stands in a sentence."""
    if isinstance(value, dt.date):
        return say_short_date(value, language)
    if isinstance(value, Period):
        return count_words(value.number, value.unit, language)
    if isinstance(value, Span):
        return span_words(value, language)
    if isinstance(value, Labels):
        return ", ".join(label_words(one, language) for one in value.fields)
    if isinstance(value, Positions):
        return ", ".join(_say_position(*one, language) for one in value.people)
    if isinstance(value, Phrase):
        return phrase(value.text, language)
    if isinstance(value, Recorded):
        return _say_recorded(value, code_set, language)
    return str(value)


def _say_recorded(recorded: Recorded, code_set: CodeSet, language: Language) -> str:
    field, value = recorded
    if value is not None:
        return value_words(field, value, language, code_set)
    if field == "s91_14_names":
        return phrase(EVERYONE, language)
    if field in EVENTS or not field:
        return phrase(DATE_NOT_RECORDED, language)
    return value_words(field, None, language)


def _say_position(relationship: str | None, position: str | None, language: Language) -> str:
    who = (
        phrase(NO_RELATIONSHIP, language)
        if relationship is None
        else choice_words("pr_holder_1_relationship", relationship, language)
    )
    what = (
        phrase(NO_POSITION, language)
        if position is None
        else choice_words("pr_holder_1_position", position, language)
    )
    return f"{who} ({what})"
