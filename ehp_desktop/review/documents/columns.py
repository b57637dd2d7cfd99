"""Short marked texts in two columns, each read from top to bottom."""

from collections.abc import Sequence
from typing import NamedTuple

from ehp_desktop.review.documents.lines import Line, Run, break_lines
from ehp_desktop.review.documents.page import COLUMN, SMALL, Cell, Mark, Row

_GUTTER = 8.0
_NOTHING = Line((), 0.0)


class Marked(NamedTuple):
    """A text with a shape and, where `key` is not empty, a short grey key before it."""

    mark: str
    key: Run | None
    runs: tuple[Run, ...]


def marked_row(told: Marked, *, size: float) -> Row:
    """One marked text over the whole width."""
    return _row([_column([told], 0.0, COLUMN, size)], size, above=1.0)


def two_columns(told: Sequence[Marked], *, size: float = SMALL) -> Row:
    """The texts in two columns of as nearly the same depth as may be, the left one first."""
    width = COLUMN / 2
    depths = [len(_broken(one, width - _GUTTER, size)) for one in told]
    cut = _balanced(depths)
    left = _column(told[:cut], 0.0, width - _GUTTER, size)
    return _row([left, _column(told[cut:], width, width - _GUTTER, size)], size)


_Column = tuple[list[Cell], list[Mark]]


def _indent(told: Marked) -> float:
    return 36.0 if told.key else 14.0


def _broken(told: Marked, width: float, size: float) -> tuple[Line, ...]:
    return break_lines(told.runs, size, width - _indent(told))


def _balanced(depths: Sequence[int]) -> int:
    """How many texts go into the left column, so that the deeper one is as short as may be."""
    whole = sum(depths)
    lefts = [sum(depths[:count]) for count in range(len(depths) + 1)]
    return min(
        range(len(lefts)), key=lambda count: (max(lefts[count], whole - lefts[count]), -count)
    )


def _column(told: Sequence[Marked], x: float, width: float, size: float) -> _Column:
    keys: list[Line] = []
    lines: list[Line] = []
    marks: list[Mark] = []
    indent = 14.0
    for one in told:
        indent = _indent(one)
        marks.append(Mark(one.mark, x + 5, line=len(lines)))
        broken = _broken(one, width, size)
        key = break_lines((one.key,), SMALL, 24.0)[:1] if one.key else ()
        keys += [*key, *[_NOTHING] * (len(broken) - len(key))]
        lines += broken
    cells = [
        Cell(x + 14, 20, tuple(keys), min(size, SMALL)),
        Cell(x + indent, width - indent, tuple(lines), size),
    ]
    return cells, marks


def _row(columns: Sequence[_Column], size: float, above: float = 0.0) -> Row:
    cells = tuple(one for cells, _ in columns for one in cells)
    marks = tuple(one for _, marks in columns for one in marks)
    return Row(cells, marks, above=above, below=1)
