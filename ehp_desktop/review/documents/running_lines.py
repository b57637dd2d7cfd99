"""What stands at the head and foot of every page, so that no page lies about alone."""

from collections.abc import Iterator
from typing import Final

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review.documents.lines import break_lines
from ehp_desktop.review.documents.marking import Marking, marking_lines
from ehp_desktop.review.documents.page import COLUMN, HEIGHT, SMALL, TOP, Cell, Row, cell
from ehp_desktop.review.documents.paper import Paper, bold
from ehp_desktop.review.documents.pen import Pen
from ehp_desktop.review.imprint import Imprint
from ehp_desktop.review.life_words import SURGERY_STATES
from ehp_desktop.review.wording import WELSH_PERIODS

_HEAD_TOP: Final = HEIGHT - 24.0
_FOOT_BOTTOM: Final = 20.0
_SIZE: Final = 7.5
_AIR: Final = 6.0
_MARKING_WIDTH: Final = {Marking.PLAIN: 180.0, Marking.PRIVILEGED: 310.0}


class RunningLines:
    """Marking, surgery and version above; page number, as-at day, parameters and printing below.

    `title`: what kind of paper it is, an English phrase. `versioned`: whether it is issued under
    a version's number, and a draft until it is.
    """

    def __init__(
        self,
        paper: Paper,
        imprint: Imprint,
        marking: Marking,
        title: str,
        *,
        versioned: bool = True,
    ) -> None:
        self._paper = paper
        self._width = _MARKING_WIDTH[marking]
        self._marking = [bold(line) for line in marking_lines(paper, marking)]
        left = self._width + 4
        words = _titled(paper, imprint, title)
        if versioned:
            words = f"{words} · {version_words(paper, imprint)}"
        self._head = Row(
            (self._marked(), cell(words, left, COLUMN - left, size=SMALL, right=True)),
            below=3,
            rule="rule",
        )
        self._told = [_small(words) for words in (_as_at(paper, imprint), *notes(paper, imprint))]

    @property
    def top(self) -> float:
        """Where a page's own matter begins: lower where the head takes two lines."""
        return min(TOP, _HEAD_TOP - self._head.height - _AIR)

    @property
    def bottom(self) -> float:
        """The height above the sheet's edge that the foot of a page takes."""
        return _FOOT_BOTTOM + sum(row.height for row in (self._foot(1, 1), *self._told)) + 4

    def draw(self, pen: Pen, number: int, total: int) -> None:
        """Put head and foot on a page."""
        self._head.draw(pen, _HEAD_TOP)
        top = self.bottom - 4
        for row in (self._foot(number, total), *self._told):
            row.draw(pen, top)
            top -= row.height

    def _foot(self, number: int, total: int) -> Row:
        words = self._paper.say("page {number} of {total}", number=number, total=total)
        left = max(self._width, COLUMN / 2)
        right = cell((bold(words),), left, COLUMN - left, size=SMALL, right=True)
        return Row((self._marked(), right), below=1)

    def _marked(self) -> Cell:
        lines = [line for run in self._marking for line in break_lines((run,), SMALL, self._width)]
        return Cell(0, self._width, tuple(lines), SMALL)


def version_words(paper: Paper, imprint: Imprint) -> str:
    """The state of the paper and its version: "draft", "issued, version 2"."""
    state = paper.say(SURGERY_STATES.get(imprint.state, imprint.state))
    if imprint.version is None:
        return state
    version = paper.say("version {number}", number=imprint.version)
    return f"{state}, {version}"


def notes(paper: Paper, imprint: Imprint) -> Iterator[str]:
    """What must be known to read any page: what the values are, and whose periods."""
    if imprint.as_of != imprint.printed_at.date():
        yield paper.say(
            "Values are those stored when this was printed, less those dated after {day}; what "
            "was known on that date is not reconstructed.",
            day=imprint.as_of,
        )
    if imprint.code_set is CodeSet.ENGLAND:
        yield paper.say(WELSH_PERIODS)


def _titled(paper: Paper, imprint: Imprint, title: str) -> str:
    said = paper.say(title)
    if imprint.surgery_date is None:
        return said
    return f"{said}, {paper.day(imprint.surgery_date)}"


def _as_at(paper: Paper, imprint: Imprint) -> str:
    at = imprint.printed_at
    clock = f"{at:%H:%M %Z}".rstrip()
    name = paper.text(imprint.printed_by)
    return " · ".join(
        (
            paper.say("as at {day}", day=imprint.as_of),
            paper.say("parameters {version}", version=imprint.parameters_version),
            paper.say("printed {day} {clock} by {name}", day=at.date(), clock=clock, name=name),
        )
    )


def _small(words: str) -> Row:
    return Row((cell(words, 0, COLUMN, size=_SIZE, ink="grey"),), below=0)
