"""Which rows of a list are shown, and in what order. No Qt, so that it is quick and easily tested.

A hundred thousand rows are searched and ordered here in Python over keys prepared once; a proxy
model would call back into Python for each comparison and take seconds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from operator import contains
from typing import Generic, TypeVar

from ehp_desktop.ui.tables.columns import LAST_NUMBER, LAST_TEXT, Column, folded

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class SortBy:
    """One key of an order: the column's key, and whether the greatest comes first."""

    column: str
    descending: bool = False


class Arrangement(Generic[R]):
    """Rows, the order in which they are, and those of them that fit the filters and the search.

    Rows are named by their index in `rows`. `visible` lists the indices of those shown, in order.
    """

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        self.columns = tuple(columns)
        self.rows: Sequence[R] = ()
        self.visible: Sequence[int] = ()
        self.sorting: tuple[SortBy, ...] = ()
        self.needle = ""
        self._fits: Callable[[R], bool] | None = None
        self._own_order: Sequence[int] | None = None
        self._folded: list[str] = []
        self._keys: dict[str, list[int | str]] = {}
        self._passing: Sequence[int] = ()  # fits the filters, in the rows' own order
        self._pool: Sequence[int] | None = ()  # the same, in order; None: not ordered yet
        self._pool_folded: list[str] | None = None  # the same, as text to search

    def set_rows(self, rows: Sequence[R]) -> None:
        """Takes other rows; order, filters and search stay."""
        self.rows = rows
        self._own_order = None
        self._keys.clear()
        searched = [column.text for column in self.columns if column.searched]
        self._folded = [folded("\n".join([text(row) for text in searched])) for row in rows]
        self._choose_passing()

    def set_own_order(self, order: Sequence[int] | None) -> None:
        """The order of rows while no column is sorted; None: as they came."""
        self._own_order = order
        self._choose_passing()

    def set_filter(self, fits: Callable[[R], bool] | None) -> None:
        """Shows only the rows that fit; None: all."""
        self._fits = fits
        self._choose_passing()

    def sort(self, *keys: SortBy) -> None:
        """Orders by the first key, then the next; without any, by the rows' own order."""
        self.sorting = keys
        self._pool = self._pool_folded = None
        self.visible = (
            self._sorted(self._in_own_order(self.visible)) if self.needle else self._all()
        )

    def search(self, typed: str) -> None:
        """Shows the rows that hold every word typed."""
        needle = folded(typed.strip())
        narrower = bool(self.needle) and needle.startswith(self.needle)
        self.needle = needle
        self._search(narrower=narrower)

    @property
    def fitting(self) -> int:
        """How many rows fit the filters, whatever is searched."""
        return len(self._passing)

    def _choose_passing(self) -> None:
        """Asks the filter once a row; a sort asks it no more."""
        order = range(len(self.rows)) if self._own_order is None else self._own_order
        if self._fits is not None:
            fits, rows = self._fits, self.rows
            order = [index for index in order if fits(rows[index])]
        self._passing = order
        self._pool = self._pool_folded = None
        self._search(narrower=False)

    def _all(self) -> Sequence[int]:
        """What fits the filters, in order; ordered when first asked for."""
        if self._pool is None:
            self._pool = self._sorted(self._passing)
        return self._pool

    def _in_own_order(self, shown: Sequence[int]) -> Sequence[int]:
        """What is shown, in the rows' own order: equals of a sort keep that."""
        if self._own_order is None:
            return sorted(shown)
        named = frozenset(shown)
        return [index for index in self._own_order if index in named]

    def _search(self, *, narrower: bool) -> None:
        words = self.needle.split()
        if not words:
            self.visible = self._all()
            return
        texts = self._folded
        if narrower:  # a letter more: only what is shown can still fit
            shown = self.visible
        else:
            pool = self._all()
            if self._pool_folded is None:
                self._pool_folded = [texts[index] for index in pool]
            first, *words = words
            holds = map(contains, self._pool_folded, repeat(first))
            shown = list(compress(pool, holds))
        for word in words:
            shown = [index for index in shown if word in texts[index]]
        self.visible = shown

    def _sorted(self, order: Sequence[int]) -> Sequence[int]:
        for key in reversed(self.sorting):  # sorts are stable: the last key first
            order = self._sorted_by(order, key)
        return order

    def _sorted_by(self, order: Sequence[int], key: SortBy) -> Sequence[int]:
        keys = self._column_keys(key.column)
        if not keys:
            return order
        placed = sorted(order, key=keys.__getitem__, reverse=key.descending)
        if not key.descending:
            return placed
        last = LAST_TEXT if isinstance(keys[0], str) else LAST_NUMBER
        blanks = 0  # they came first, and belong last
        while blanks < len(placed) and keys[placed[blanks]] == last:
            blanks += 1
        return placed[blanks:] + placed[:blanks]

    def _column_keys(self, name: str) -> list[int | str]:
        if name not in self._keys:
            wanted = [column for column in self.columns if column.key == name]
            if not wanted:
                return []
            self._keys[name] = [wanted[0].sort_key(row) for row in self.rows]
        return self._keys[name]
