"""Actions in tables: what is overdue leads, what is open follows under who is to do it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from ehp_desktop.review.case_life import ActionTold
from ehp_desktop.review.documents.life_phrases import UNCONFIRMED, action_mark, late_said
from ehp_desktop.review.documents.lines import Run
from ehp_desktop.review.documents.page import BODY, Piece, Row
from ehp_desktop.review.documents.paper import Paper, bold, heading, plain
from ehp_desktop.review.documents.tables import Column, Entry, Table

_WITH_WHO = (
    Column("Action", 212.0),
    Column("Child", 90.0),
    Column("Responsible", 85.0),
    Column("By when", 124.0),
)
_WITHOUT_WHO = (
    Column("Action", 222.0),
    Column("Child", 95.0),
    Column("Surgery", 70.0),
    Column("By when", 124.0),
)


def overdue_rows(paper: Paper, overdue: Sequence[ActionTold], as_of: dt.date) -> Iterator[Piece]:
    """The actions that lead an agenda: what, about whom, who, by when, how late."""
    if not overdue:
        return
    yield heading(paper.say("Overdue actions"), BODY + 2, above=8)
    table = Table(paper, _WITH_WHO)
    yield table.head
    yield from table.rows(
        Entry(
            (
                _what(paper, one),
                paper.text(one.child),
                paper.text(one.row.who),
                _when(paper, one, as_of),
            ),
            action_mark(one.row, as_of),
        )
        for one in overdue
    )


def actions_head(paper: Paper) -> Row:
    """What heads the columns of `grouped_rows`, and each page that they go on to."""
    return Table(paper, _WITHOUT_WHO).head


def grouped_rows(paper: Paper, actions: Sequence[ActionTold], as_of: dt.date) -> Iterator[Piece]:
    """Actions under the name of who is to do them, names in their alphabet."""
    names = sorted({one.row.who for one in actions}, key=lambda name: (name.casefold(), name))
    table = Table(paper, _WITHOUT_WHO)
    for name in names:
        yield heading(paper.text(name), BODY)
        yield from table.rows(
            Entry(
                (
                    _what(paper, one),
                    paper.text(one.child),
                    paper.day(one.surgery_date) if one.surgery_date else "",
                    _when(paper, one, as_of),
                ),
                action_mark(one.row, as_of),
            )
            for one in actions
            if one.row.who == name
        )


def _what(paper: Paper, told: ActionTold) -> list[Run]:
    runs = [plain(" ".join(paper.lines(told.row.what)))]
    if not told.row.confirmed:
        runs.append(plain(f" ({paper.say(UNCONFIRMED)})", "work"))
    return runs


def _when(paper: Paper, told: ActionTold, as_of: dt.date) -> list[Run]:
    """Under a head that says "by when": the day alone, and how late it is."""
    said = late_said(paper, told.row, as_of, by=paper.day)
    overdue = action_mark(told.row, as_of) == "not_met"
    return [bold(said, "bad") if overdue else plain(said)]
