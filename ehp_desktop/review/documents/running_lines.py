"""What stands at the head and foot of every page, so that no page lies about alone."""

from typing import Final

from ehp_desktop.review.documents.front_page import notes
from ehp_desktop.review.documents.page import COLUMN, HEIGHT, SMALL, Row, cell
from ehp_desktop.review.documents.paper import Paper, bold
from ehp_desktop.review.documents.pen import Pen

_HEAD_TOP: Final = HEIGHT - 24.0
_FOOT_BOTTOM: Final = 20.0
_SIZE: Final = 7.5
_MARKING: Final = "OFFICIAL-SENSITIVE"
_VERSION: Final = "draft"


class RunningLines:
    """Marking, surgery and version above; page number, as-at day, parameters and printing below."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        agenda = paper.agenda
        self._marking = bold(_marking(paper))
        title = f"{paper.say('Legal surgery')}, {paper.day(agenda.surgery.date)}"
        version = paper.say(_VERSION)
        self._head = Row(
            (
                cell((self._marking,), 0, 180, size=SMALL),
                cell(f"{title} · {version}", 184, COLUMN - 184, size=SMALL, right=True),
            ),
            below=3,
            rule="rule",
        )
        self._told = [_small(words) for words in (_as_at(paper), *notes(paper))]

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
        cells = (
            cell((self._marking,), 0, COLUMN / 2, size=SMALL),
            cell((bold(words),), COLUMN / 2, COLUMN / 2, size=SMALL, right=True),
        )
        return Row(cells, below=1)


def _marking(paper: Paper) -> str:
    """The marking, in English on every paper: whoever finds it must know what it is."""
    said = paper.say(_MARKING)
    return said if _MARKING in said else f"{said} / {_MARKING}"


def _as_at(paper: Paper) -> str:
    agenda = paper.agenda
    at = agenda.printed_at
    clock = f"{at:%H:%M %Z}".rstrip()
    name = agenda.printed_by
    return " · ".join(
        (
            paper.say("as at {day}", day=agenda.as_of),
            paper.say("parameters {version}", version=agenda.parameters_version),
            paper.say("printed {day} {clock} by {name}", day=at.date(), clock=clock, name=name),
        )
    )


def _small(words: str) -> Row:
    return Row((cell(words, 0, COLUMN, size=_SIZE, ink="grey"),), below=0)
