"""What surgeries decided of a case and what became of it: outcomes, actions, steps, orders."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from ehp_desktop.models.rows import ActionRow
from ehp_desktop.review.case_life import CaseLife, DatedOutcome, is_open, order_prompts
from ehp_desktop.review.documents.life_phrases import (
    UNCONFIRMED,
    action_mark,
    copied_said,
    late_said,
    order_said,
    outcome_said,
    prompt_said,
    step_said,
)
from ehp_desktop.review.documents.lines import Run
from ehp_desktop.review.documents.page import BODY, COLUMN, SMALL, Mark, Piece, Row, cell
from ehp_desktop.review.documents.paper import LABEL_WIDTH, Paper, bold, heading, labelled, plain
from ehp_desktop.review.documents.tables import long_text, remark

_DAY: Final = 62.0


def life_rows(paper: Paper, life: CaseLife, as_of: dt.date) -> Iterator[Piece]:
    """The last outcome and what became of it; nothing where nothing is recorded."""
    outcomes = [one for one in life.outcomes if not one.row.withdrawn]
    became = list(_became(paper, life, as_of))
    if not outcomes and not became:
        return
    yield heading(paper.say("What was decided, and what became of it"), BODY + 1)
    if life.relisted_from:
        yield _said(paper, "", paper.say("Relisted from surgery of {day}", day=life.relisted_from))
    for index, one in enumerate(outcomes):
        yield from outcome_rows(paper, one, last=index == 0)
    if not outcomes:
        yield remark(paper.say("No outcome of an earlier surgery is recorded."))
    yield from became


def outcome_rows(paper: Paper, outcome: DatedOutcome, *, last: bool = False) -> Iterator[Piece]:
    """One surgery's outcome with its reason; of the last one also where it was copied to."""
    row = outcome.row
    runs = [bold(outcome_said(paper, row))] if last else [plain(outcome_said(paper, row))]
    if not row.confirmed:
        runs.append(plain(f" ({paper.say(UNCONFIRMED)})", "work"))
    if last:
        runs.append(plain(f"; {copied_said(paper, row)}", "grey"))
    yield _said(paper, paper.day(outcome.surgery_date), runs)
    if row.reason:
        label = cell(paper.say("Reason"), 0, _DAY - 6, size=SMALL, ink="grey")
        yield Row((label, long_text(paper, row.reason, x=_DAY)), below=1)


def action_rows(
    paper: Paper, actions: Sequence[ActionRow], as_of: dt.date, *, indent: float = _DAY
) -> Iterator[Piece]:
    """Actions of a case: what stands open first, then what was done."""
    standing = [one for one in actions if not one.withdrawn]
    for one in sorted(standing, key=lambda row: (not is_open(row, as_of), row.by_when is None)):
        runs = [
            bold(f"{paper.text(one.who)}: "),
            plain(" ".join(paper.lines(one.what))),
            plain(f" – {late_said(paper, one, as_of)}", "ink" if is_open(one, as_of) else "grey"),
        ]
        if not one.confirmed:
            runs.append(plain(f" ({paper.say(UNCONFIRMED)})", "work"))
        text = cell(runs, indent + 14, COLUMN - indent - 14)
        yield Row((text,), (Mark(action_mark(one, as_of), indent + 5),), below=1)


def _became(paper: Paper, life: CaseLife, as_of: dt.date) -> Iterator[Piece]:
    yield from action_rows(paper, life.actions, as_of)
    steps = [(one.on, step_said(paper, one)) for one in life.steps if not one.withdrawn]
    orders = [(one.date, order_said(paper, one)) for one in life.orders]
    told = [one for one in sorted([*steps, *orders], key=lambda pair: pair[0]) if one[0] <= as_of]
    ahead = [one for one in sorted(steps, key=lambda pair: pair[0]) if one[0] > as_of]
    if told or ahead:
        yield _label(paper, paper.say("Steps to court"))
    for day, words in (*told, *ahead):
        yield _said(paper, paper.day(day), words)
    for prompt in order_prompts(life.orders, as_of):
        said = cell((bold(prompt_said(paper, prompt, as_of)),), _DAY + 14, COLUMN - _DAY - 14)
        yield Row((said,), (Mark("caution", _DAY + 5),), below=1)


def _said(paper: Paper, label: str, words: str | Sequence[Run]) -> Row:
    cells = [cell(label, 0, _DAY - 6, size=SMALL, ink="grey")] if label else []
    runs = words if isinstance(words, str) else tuple(words)
    return Row((*cells, cell(runs, _DAY, COLUMN - _DAY)), below=1)


def _label(paper: Paper, words: str) -> Row:
    return Row(
        labelled(words, "", 0, COLUMN, LABEL_WIDTH[paper.languages]), above=2, below=0, sticky=True
    )
