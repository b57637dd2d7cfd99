"""A child's time in care as a picture: orders, placements, reviews and surgeries.

Drawn once with reportlab's graphics: the agenda draws it, the screen shows it as SVG.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, Path, Rect, String
from reportlab.lib.colors import Color

from ehp_desktop.review.care_story import CareStory, Stretch
from ehp_desktop.review.documents.fonts import BOLD, REGULAR, char_widths, printable
from ehp_desktop.review.documents.inks import INKS
from ehp_desktop.review.documents.lines import text_width
from ehp_desktop.review.documents.speech import Languages, Speech

LABELS: Final = 86.0
_BAND: Final = 13.0
_BAR: Final = 10.0
_AXIS: Final = 13.0
_SIZE: Final = 7.0
_AS_OF_WIDTH: Final = 62.0
_FEWEST_DAYS: Final = 120
"""So that a placement of yesterday is not as wide as the page."""


def timeline(
    story: CareStory, languages: Languages = Languages.ENGLISH, *, width: float = 511.0
) -> Drawing:
    """The picture of a story, `width` points wide."""
    char_widths(REGULAR), char_widths(BOLD)  # registers the fonts
    speech = Speech(languages)
    bands = _bands(story)
    drawing = Drawing(width, _AXIS + _BAND * len(bands))
    start = story.start
    if start is None:
        drawing.add(_words(0, 4, speech.say("No dates are recorded to draw."), "grey"))
        return drawing
    labels = [speech.say(label) for label, _ in bands]
    left = max(text_width(label, REGULAR, _SIZE) for label in labels) + 8
    scale = _Scale(start, story.as_of, max(left, LABELS), width - 4)
    _draw_axis(drawing, scale, len(bands))
    for index, (_, marks) in enumerate(bands):
        low = _AXIS + _BAND * (len(bands) - 1 - index)
        drawing.add(_words(0, low + 4, labels[index], "ink"))
        if isinstance(marks, _Bars):
            _draw_bars(drawing, scale, marks.stretches, low)
        else:
            _draw_points(drawing, scale, marks.days, low, marks.ink)
    _draw_as_of(drawing, scale, speech, len(bands))
    return drawing


def timeline_svg(
    story: CareStory, languages: Languages = Languages.ENGLISH, *, width: float = 511.0
) -> bytes:
    """The same picture for the screen, as SVG."""
    text: str = renderSVG.drawToString(timeline(story, languages, width=width))
    text = text.replace(BOLD, "Open Sans").replace(REGULAR, "Open Sans")
    return text.encode("utf-8")


class _Bars(NamedTuple):
    stretches: tuple[Stretch, ...]


class _Points(NamedTuple):
    days: tuple[dt.date, ...]
    ink: str


class _Scale(NamedTuple):
    """Days onto points."""

    start: dt.date
    end: dt.date
    left: float
    right: float

    @property
    def first(self) -> dt.date:
        """The day at the left edge."""
        fewest = dt.date.fromordinal(max(self.end.toordinal() - _FEWEST_DAYS, 1))
        return min(self.start, fewest)

    def x(self, day: dt.date) -> float:
        """Where a day lies, kept within the picture."""
        share = (day - self.first).days / max((self.end - self.first).days, 1)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def _bands(story: CareStory) -> list[tuple[str, _Bars | _Points]]:
    return [
        ("Legal status", _Bars(story.orders)),
        ("Placement", _Bars(story.placements)),
        ("Review", _Points(story.reviews, "good")),
        ("Legal surgery", _Points(story.surgeries, "work")),
    ]


def _colour(ink: str) -> Color:
    return Color(*INKS[ink])


def _words(x: float, y: float, text: str, ink: str, font: str = REGULAR) -> String:
    return String(
        x, y, printable(text, set()), fontName=font, fontSize=_SIZE, fillColor=_colour(ink)
    )


def _draw_axis(drawing: Drawing, scale: _Scale, bands: int) -> None:
    """A thin line at each new year, as many years named as there is room for."""
    grid = Path(strokeColor=_colour("rule"), strokeWidth=0.4, fillColor=None)
    years = range(scale.first.year + 1, scale.end.year + 1)
    each = max(1, -(-len(years) * 24 // int(scale.right - scale.left)))
    for year in years[::each]:
        x = scale.x(dt.date(year, 1, 1))
        grid.moveTo(x, _AXIS - 3)
        grid.lineTo(x, _AXIS + bands * _BAND)
        if x < scale.right - _AS_OF_WIDTH:
            drawing.add(_words(x + 1.5, 3, str(year), "grey"))
    if years:
        drawing.add(grid)


def _draw_bars(drawing: Drawing, scale: _Scale, stretches: Sequence[Stretch], low: float) -> None:
    for index, one in enumerate(stretches):
        left, right = scale.x(one.start), scale.x(one.end or scale.end)
        drawing.add(
            Rect(
                left,
                low + 2,
                max(right - left, 1.0),
                _BAR,
                strokeColor=_colour("grey"),
                strokeWidth=0.5,
                fillColor=_colour("fill" if index % 2 == 0 else "paper"),
            )
        )
        code = printable(one.code, set())
        if text_width(code, BOLD, _SIZE) + 4 < right - left:
            drawing.add(_words(left + 2.5, low + 5, code, "ink", BOLD))


def _draw_points(
    drawing: Drawing, scale: _Scale, days: Sequence[dt.date], low: float, ink: str
) -> None:
    """A lozenge for each day, all in one path."""
    if not days:
        return
    path = Path(strokeColor=None, fillColor=_colour(ink))
    middle = low + 2 + _BAR / 2
    for day in days:
        x = scale.x(day)
        path.moveTo(x - 3, middle)
        path.lineTo(x, middle + 4)
        path.lineTo(x + 3, middle)
        path.lineTo(x, middle - 4)
        path.closePath()
    drawing.add(path)


def _draw_as_of(drawing: Drawing, scale: _Scale, speech: Speech, bands: int) -> None:
    """The as-at day, which is the picture's right edge."""
    edge = Path(strokeColor=_colour("ink"), strokeWidth=0.8, fillColor=None)
    edge.moveTo(scale.right, _AXIS - 3)
    edge.lineTo(scale.right, _AXIS + bands * _BAND)
    drawing.add(edge)
    text = printable(speech.day(scale.end), set())
    drawing.add(_words(scale.right - text_width(text, REGULAR, _SIZE), 3, text, "ink"))
