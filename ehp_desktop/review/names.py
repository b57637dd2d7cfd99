"""Names on papers that lie on a table: initials unless full names are asked for."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Final

from ehp_desktop.models.rows import ChildRow

PARTICLES: Final = frozenset(
    "ap ab ferch verch y yr von van der den de da di du dos del la le bin bint ibn al el".split()
)
"""Small words of a name that are kept as they are: the R. of "ap R." says nothing without it."""

_HOLDERS: Final = tuple(f"pr_holder_{number}" for number in range(1, 5))


class Names(StrEnum):
    """How children and their families are named on a paper."""

    INITIALS = "initials"
    FULL = "full"


def initials(name: str | None) -> str:
    """The initials of a name: "I. ap R." of "Ioan ap Rhys", "S.-M. E." of "Siân-Mai Evans".

    An empty name has none; one without a letter or figure is a question mark.
    """
    if not name or not name.strip():
        return ""
    words = name.split()
    short = [_short(word, alone=len(words) == 1) for word in words]
    return " ".join(filter(None, short)) or "?"


def _short(word: str, *, alone: bool) -> str:
    if word.casefold() in PARTICLES and not alone:
        return word
    letters = [_first_letter(part) for part in re.split(r"[-\u2010\u2011]", word)]
    return "-".join(f"{letter}." for letter in letters if letter)


def _first_letter(part: str) -> str:
    """The first letter or figure of a word, with the marks that stand on it."""
    for index, char in enumerate(part):
        if char.isalnum():
            end = index + 1
            while end < len(part) and unicodedata.combining(part[end]):
                end += 1
            return part[index:end].upper()
    return ""


def child_name(row: ChildRow) -> str:
    """Forename and surname as far as recorded; empty where neither is."""
    return " ".join(filter(None, (row.forename, row.surname)))


def with_initials(row: ChildRow) -> ChildRow:
    """The row with initials for the child, the carers and those with parental responsibility.

    What a paper or a sentence is made from is this row, so that a full name cannot slip through.
    A recorded name stays recorded: rules that ask whether somebody is named find the same.
    """
    short: dict[str, Any] = {
        field: initials(getattr(row, field)) or None for field in _family_names(row)
    }
    return row._replace(
        forename=initials(row.forename) or None,
        surname=initials(row.surname) or None,
        **short,
    )


class NameCover:
    """Puts initials for full names inside other texts: a file's name, a note, a court's words."""

    def __init__(self, rows: Iterable[ChildRow]) -> None:
        names = {name for row in rows for name in _full_names(row)}
        patterns = sorted((_pattern(name.split()) for name in names), key=len, reverse=True)
        self._found = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def cover(self, text: str) -> str:
        """The text with initials for every full name in it, whatever stands between its words."""
        if self._found is None:
            return text
        return self._found.sub(lambda found: initials(_spaced(found.group())), text)

    def cover_row(self, row: ChildRow, fields: Sequence[str]) -> ChildRow:
        """The row with the text fields named covered."""
        recorded = [field for field in fields if getattr(row, field)]
        covered: dict[str, Any] = {field: self.cover(getattr(row, field)) for field in recorded}
        return row._replace(**covered)


def _family_names(row: ChildRow) -> list[str]:
    """The fields that name people whose surname may be the child's: not the authority's."""
    people = [one for one in _HOLDERS if getattr(row, f"{one}_relationship") != "authority"]
    return ["carer_1_name", "carer_2_name", *(f"{one}_name" for one in people)]


def _full_names(row: ChildRow) -> list[str]:
    """Names of two words or more: forename and surname in both orders, and the family's names."""
    pairs = [(row.forename, row.surname), (row.surname, row.forename)]
    children = [f"{first} {second}" for first, second in pairs if first and second]
    others = [getattr(row, field) or "" for field in _family_names(row)]
    return children + [name for name in others if len(name.split()) > 1]


def _pattern(words: Sequence[str]) -> str:
    """The words of a name in a row, with spaces, commas, hyphens, dots or underlines between."""
    return r"(?<!\w)" + r"[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])"


def _spaced(found: str) -> str:
    return re.sub(r"[,._\s]+", " ", found)
