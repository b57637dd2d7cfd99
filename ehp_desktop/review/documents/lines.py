"""Text into lines: measured with the shipped fonts, never wider than its column.

Spaces are kept as typed (one is dropped where a line ends); a word longer than its column is
broken between characters. Broken lines are cached: agendas say the same phrases again and again.
"""

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from ehp_desktop.review.documents.fonts import char_widths


class Run(NamedTuple):
    """A stretch of printable text in one font and one ink."""

    text: str
    font: str
    ink: str


class Segment(NamedTuple):
    """A run's part of one line: how far from the line's start, in which font and ink."""

    x: float
    font: str
    ink: str
    text: str


class Line(NamedTuple):
    """One line: its segments and its width in points."""

    segments: tuple[Segment, ...]
    width: float


@lru_cache(maxsize=8192)
def text_width(text: str, font: str, size: float) -> float:
    """The width of a printable text on one line, in points."""
    widths = char_widths(font)
    return sum(map(widths.__getitem__, text)) * size


@lru_cache(maxsize=16384)
def break_lines(runs: tuple[Run, ...], size: float, width: float) -> tuple[Line, ...]:
    """The runs as lines of at most `width` points at a type size; one empty line for no text."""
    text = "".join(run.text for run in runs)
    ends = [0.0]
    for run in runs:
        widths = char_widths(run.font)
        ends.extend(accumulate((widths[char] * size for char in run.text), initial=ends.pop()))
    return tuple(
        _line(runs, ends, start, stop) for start, stop in _spans(text, ends, max(width, size))
    )


def _spans(text: str, ends: list[float], width: float) -> list[tuple[int, int]]:
    """Where each line starts and stops, taking as much as fits each time."""
    spans: list[tuple[int, int]] = []
    start = 0
    while True:
        fits = bisect_right(ends, ends[start] + width + 0.01, lo=start) - 1
        if fits >= len(text):
            spans.append((start, len(text)))
            return spans
        space = text.rfind(" ", start + 1, fits + 1)
        if space > start:
            spans.append((start, space))
            start = space + 1
        else:
            cut = _cut(text, start, max(fits, start + 1))
            spans.append((start, cut))
            start = cut


def _cut(text: str, start: int, cut: int) -> int:
    """A place to break inside a word: not before a combining mark, not after a hyphen.

    A reader that copies text takes a hyphen at the end of a line for its own and drops it.
    """
    best = cut
    while best > start + 1 and (unicodedata.combining(text[best]) or text[best - 1] == "-"):
        best -= 1
    return best if best > start + 1 else cut


def _line(runs: tuple[Run, ...], ends: list[float], start: int, stop: int) -> Line:
    segments = []
    first = 0
    for run in runs:
        last = first + len(run.text)
        left, right = max(first, start), min(last, stop)
        if left < right:
            part = run.text[left - first : right - first]
            segments.append(Segment(ends[left] - ends[start], run.font, run.ink, part))
        first = last
    return Line(tuple(segments), ends[stop] - ends[start])
