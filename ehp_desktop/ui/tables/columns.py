"""What a column of a list is; one list of these makes a table."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from PySide6.QtGui import QColor, QIcon

R = TypeVar("R")

LAST_NUMBER = 10**9
LAST_TEXT = "\U0010ffff"
"""Sort keys of what is not recorded: at the end, whichever way the column is sorted."""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: how a row is shown, ordered, explained and read out.

    `sort_key` gives whole numbers for the whole column or text for the whole column, never a
    Python date; what is not recorded gives `LAST_NUMBER` or `LAST_TEXT`. `width` is in
    characters. `searched`: a word typed in the search box is looked for here too.
    """

    key: str
    header: str
    text: Callable[[R], str]
    sort_key: Callable[[R], int | str]
    width: int = 12
    to_right: bool = False
    searched: bool = False
    hidden: bool = False
    tooltip: Callable[[R], str] | None = None
    accessible: Callable[[R], str] | None = None
    icon: Callable[[R], QIcon | None] | None = None
    ink: Callable[[R], QColor | None] | None = None
    header_tooltip: str = ""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Text as it is searched and ordered: without case and accents, so `sian` finds Siân."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def by_text(text: str | None) -> str:
    """The sort key of a text: accents and case do not count, what is not recorded comes last."""
    return folded(text) if text else LAST_TEXT


def by_date(day: dt.date | None) -> int:
    """The sort key of a date; none comes last."""
    return day.toordinal() if day else LAST_NUMBER


def by_number(number: int | None) -> int:
    """The sort key of a number; none comes last."""
    return LAST_NUMBER if number is None else number
