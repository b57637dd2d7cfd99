"""Tables and long texts: columns under a head that is repeated overleaf, texts of many lines."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ehp_desktop.review.documents.lines import Line, Run, break_lines
from ehp_desktop.review.documents.page import BODY, COLUMN, SMALL, Cell, Mark, Piece, Row, cell
from ehp_desktop.review.documents.paper import Paper, bold, heading

GUTTER = 6.0


class Column(NamedTuple):
    """One column: what heads it (an English phrase, or empty) and its share of the width."""

    label: str
    share: float


class Entry(NamedTuple):
    """One row: a text or runs for each column, a mark before the first where there is one."""

    cells: Sequence[str | Sequence[Run]]
    mark: str | None = None


class Table:
    """Rows in columns over the whole width."""

    def __init__(self, paper: Paper, columns: Sequence[Column], *, size: float = SMALL) -> None:
        whole = sum(one.share for one in columns)
        self._size = size
        self._widths = [one.share / whole * COLUMN for one in columns]
        self._lefts = [sum(self._widths[:index]) for index in range(len(columns))]
        self._labels = [paper.say(one.label) if one.label else "" for one in columns]

    @property
    def head(self) -> Row:
        """The labels, which keep the first row with them."""
        cells = [
            cell((bold(label),), left, width - GUTTER, size=7.0)
            for label, left, width in zip(self._labels, self._lefts, self._widths, strict=True)
        ]
        return Row(cells, above=2, below=2, rule="ink", sticky=True)

    def rows(self, entries: Iterable[Entry]) -> list[Piece]:
        """A row for each entry, a rule under it."""
        return [self._row(one) for one in entries]

    def _row(self, entry: Entry) -> Row:
        indent = 12.0 if entry.mark else 0.0
        cells = []
        for index, words in enumerate(entry.cells):
            left, width = self._lefts[index], self._widths[index]
            shift = indent if index == 0 else 0.0
            runs = words if isinstance(words, str) else tuple(words)
            cells.append(cell(runs, left + shift, width - GUTTER - shift, size=self._size))
        marks = (Mark(entry.mark, 5),) if entry.mark else ()
        return Row(cells, marks, above=2, below=2, rule="rule")


def long_text(
    paper: Paper,
    recorded: str,
    *,
    x: float = 0.0,
    width: float | None = None,
    size: float = BODY,
    ink: str = "ink",
) -> Cell:
    """A recorded text of however many lines, its own line ends kept; it may go on overleaf."""
    room = COLUMN - x if width is None else width
    lines: list[Line] = []
    for line in recorded.split("\n"):
        lines += break_lines(tuple(paper.runs(line, ink)), size, room)
    return Cell(x, room, tuple(lines), size)


def section(
    paper: Paper, title: str, bookmark: str | None = None, *, count: int | None = None
) -> Row:
    """The heading of a part of a paper, with how many there are of what it holds."""
    words = paper.say(title)
    row = heading(words if count is None else f"{words} ({count})", BODY + 2, above=10)
    row.bookmark = bookmark
    return row


def remark(words: str) -> Row:
    """A line in small grey: what there is to know of what stands above or below it."""
    return Row((cell(words, 0, COLUMN, size=SMALL, ink="grey"),), above=1, below=2)
