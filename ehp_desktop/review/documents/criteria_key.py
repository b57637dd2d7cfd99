"""The last page: what each criterion says and on what authority, so that cases can be brief."""

from ehp_desktop.review.criteria import CRITERIA
from ehp_desktop.review.criteria.criterion import Criterion
from ehp_desktop.review.documents.page import COLUMN, SMALL, Piece, Row, cell
from ehp_desktop.review.documents.paper import Paper, bold, heading
from ehp_desktop.review.wording import kind_words

KEY_BOOKMARK = "key"
_ID_WIDTH = 24.0
_STATEMENT_WIDTH = 270.0


def key_heading(paper: Paper) -> Row:
    """The key's title, also the head of its later pages."""
    title = cell((bold(paper.say("Key to the criteria")),), 0, COLUMN, size=12)
    return Row((title,), below=4, sticky=True, bookmark=KEY_BOOKMARK)


def criteria_key(paper: Paper) -> list[Piece]:
    """Every criterion in the tables' order, under the headings of their kinds."""
    asked = paper.say("What is asked of every child; what was found of one stands with the case.")
    rows: list[Piece] = [Row((cell(asked, 0, COLUMN, size=SMALL, ink="grey"),), below=2)]
    kind = None
    for criterion in CRITERIA:
        if criterion.kind is not kind:
            kind = criterion.kind
            rows.append(_kind_heading(paper, criterion))
        rows.append(_row(paper, criterion))
    return rows


def _kind_heading(paper: Paper, criterion: Criterion) -> Row:
    return heading(paper.each(lambda language: kind_words(criterion.kind, language)), SMALL)


def _row(paper: Paper, criterion: Criterion) -> Row:
    authorities = "; ".join(_authorities(paper, criterion))
    left = _ID_WIDTH + _STATEMENT_WIDTH
    cells = (
        cell(criterion.id, 0, _ID_WIDTH, size=SMALL, ink="grey"),
        cell(paper.say(criterion.statement), _ID_WIDTH, _STATEMENT_WIDTH - 8, size=SMALL),
        cell(authorities, left, COLUMN - left, size=SMALL, ink="grey"),
    )
    return Row(cells, below=1, rule="rule")


def _authorities(paper: Paper, criterion: Criterion) -> list[str]:
    """Each authority once; one that another begins with is said by that one."""
    texts = dict.fromkeys(paper.text(criterion.authority(route)) for route in criterion.routes)
    return [
        one for one in texts if not any(other != one and other.startswith(one) for other in texts)
    ]
