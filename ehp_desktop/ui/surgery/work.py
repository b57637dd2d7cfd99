"""What the surgeries page does off the window's thread; plain functions, no Qt."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import Language
from ehp_desktop.review.surgery import SurgeryDraft
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.surgery.agenda_wish import AgendaWish
from ehp_desktop.ui.surgery.series_dialog import SeriesWish

if TYPE_CHECKING:
    from ehp_desktop.review.caseload import Caseload
    from ehp_desktop.review.issuing import AgendaPaper
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.ui.surgery.agenda_lines import AgendaLine
    from ehp_desktop.ui.surgery.life_work import LifeShown


@dataclass(frozen=True, slots=True)
class AgendaChanged:
    """An agenda before and after something was done to it."""

    surgery_id: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    words: str
    child_ids: tuple[str, ...]
    """The children whom it was done to."""


Change = Callable[["OpenStore"], object]
Making = Callable[[JobProgress], list[int]]
MakingDone = Callable[[list[int]], None]


@dataclass(frozen=True, slots=True)
class SurgeryLines:
    """A surgery, the lines of its agenda, and where it is in its life."""

    row: SurgeryRow
    lines: list["AgendaLine"]
    life: "LifeShown"


@dataclass(frozen=True, slots=True)
class Board:
    """Every surgery, latest first, and the one to be shown; None where there is none."""

    rows: tuple[SurgeryRow, ...]
    shown: SurgeryLines | None


def board(
    opened: "OpenStore",
    wanted: int | None,
    today: dt.date,
    language: Language,
    progress: JobProgress,
) -> Board:
    """The surgeries, and the wanted one or the next to come."""
    from ehp_desktop.review.surgery import list_surgeries

    rows = tuple(reversed(list_surgeries(opened)))
    chosen = next((row for row in rows if row.id == wanted), None) or next_to_come(rows, today)
    return Board(rows, None if chosen is None else shown(opened, chosen.id, language, progress))


def next_to_come(rows: Sequence[SurgeryRow], today: dt.date) -> SurgeryRow | None:
    """The first surgery from today on; where all are past, the latest."""
    ordered = sorted(rows, key=lambda row: (row.date, row.time, row.id))
    coming = [row for row in ordered if row.date >= today]
    return coming[0] if coming else next(reversed(ordered), None)


def shown(
    opened: "OpenStore", surgery_id: int, language: Language, progress: JobProgress
) -> SurgeryLines:
    """One surgery with its cases worked out for its date."""
    from ehp_desktop.review.surgery import show_surgery
    from ehp_desktop.ui.surgery.agenda_lines import agenda_lines
    from ehp_desktop.ui.surgery.life_work import life

    del progress
    found = show_surgery(opened, surgery_id)
    return SurgeryLines(found.row, agenda_lines(found), life(opened, found.row, language))


def like(row: SurgeryRow, today: dt.date) -> SurgeryDraft:
    """A new surgery like an earlier one: its time, place and people; never its apologies."""
    return SurgeryDraft(
        date=max(today, row.date),
        time=row.time,
        place=row.place,
        chair=row.chair,
        lawyer=row.lawyer,
        minutes_per_case=row.minutes_per_case,
    )


def caseload(opened: "OpenStore", day: dt.date, progress: JobProgress) -> "Caseload":
    """Every child looked after on a day, with their routes."""
    from ehp_desktop.review.caseload import read_caseload

    del progress
    return read_caseload(opened, day)


def make(opened: "OpenStore", draft: SurgeryDraft, progress: JobProgress) -> list[int]:
    """Make one surgery."""
    from ehp_desktop.review.surgery import new_surgery

    del progress
    return [new_surgery(opened, draft)]


def make_series(opened: "OpenStore", wish: SeriesWish, progress: JobProgress) -> list[int]:
    """Make every surgery of a series, or none."""
    from ehp_desktop.review.surgery import new_series

    del progress
    return new_series(opened, wish.draft, wish.days)


def edit(
    opened: "OpenStore", surgery_id: int, draft: SurgeryDraft, progress: JobProgress
) -> list[int]:
    """Change what is said of a surgery."""
    from ehp_desktop.review.surgery import edit_surgery

    del progress
    edit_surgery(opened, surgery_id, draft)
    return [surgery_id]


def add(
    opened: "OpenStore", surgery_id: int, child_ids: Sequence[str], words: str, _: JobProgress
) -> AgendaChanged:
    """Put children at the end of an agenda."""
    from ehp_desktop.review.surgery import add_cases

    change = partial(add_cases, surgery_id=surgery_id, child_ids=child_ids)
    return _change(opened, surgery_id, change, words, child_ids)


def remove(
    opened: "OpenStore", surgery_id: int, child_ids: Sequence[str], words: str, _: JobProgress
) -> AgendaChanged:
    """Take children off an agenda."""
    from ehp_desktop.review.surgery import remove_cases

    change = partial(remove_cases, surgery_id=surgery_id, child_ids=child_ids)
    return _change(opened, surgery_id, change, words, ())


def order(
    opened: "OpenStore",
    surgery_id: int,
    child_ids: Sequence[str],
    moved: Sequence[str],
    words: str,
    _: JobProgress,
) -> AgendaChanged:
    """Put an agenda in another order; `moved`: the children whom the person moved."""
    from ehp_desktop.review.surgery import order_cases

    change = partial(order_cases, surgery_id=surgery_id, child_ids=child_ids)
    return _change(opened, surgery_id, change, words, moved)


def relist(opened: "OpenStore", surgery_id: int, words: str, _: JobProgress) -> AgendaChanged:
    """Put those who wait for a surgery at the end of its agenda."""
    from ehp_desktop.review.relisting import add_relisted

    before = _cases(opened, surgery_id)
    added = add_relisted(opened, surgery_id).added
    return AgendaChanged(surgery_id, before, _cases(opened, surgery_id), words, added)


def put_back(
    opened: "OpenStore", surgery_id: int, before: Sequence[str], words: str, _: JobProgress
) -> AgendaChanged:
    """Make an agenda hold these children in this order, whatever it holds now."""
    now = _cases(opened, surgery_id)
    again = [one for one in before if one not in now]
    change = partial(_put_back, surgery_id=surgery_id, before=before)
    return _change(opened, surgery_id, change, words, again or before[:1])


def _put_back(opened: "OpenStore", *, surgery_id: int, before: Sequence[str]) -> None:
    from ehp_desktop.review.surgery import add_cases, order_cases, remove_cases

    now = _cases(opened, surgery_id)
    gone = [one for one in now if one not in before]
    again = [one for one in before if one not in now]
    if gone:
        remove_cases(opened, surgery_id, gone)
    if again:
        add_cases(opened, surgery_id, again)
    if before:
        order_cases(opened, surgery_id, before)


def _change(
    opened: "OpenStore",
    surgery_id: int,
    change: Change,
    words: str,
    child_ids: Sequence[str],
) -> AgendaChanged:
    before = _cases(opened, surgery_id)
    change(opened)
    after = _cases(opened, surgery_id)
    return AgendaChanged(surgery_id, before, after, words, tuple(child_ids))


def _cases(opened: "OpenStore", surgery_id: int) -> tuple[str, ...]:
    from ehp_desktop.review.surgery import list_surgeries

    rows = list_surgeries(opened)
    return next((row.cases for row in rows if row.id == surgery_id), ())


def print_agenda(
    opened: "OpenStore", surgery_id: int, wish: AgendaWish, progress: JobProgress
) -> "AgendaPaper":
    """A surgery's agenda: as it was issued where that still holds, else as a draft of this time."""
    from ehp_desktop.review.issuing import Variant, agenda_paper

    del progress
    now = opened.clock().astimezone()
    variant = Variant(wish.languages, wish.names, wish.with_advice)
    return agenda_paper(opened, surgery_id, variant, now)


def save_agenda(
    opened: "OpenStore", surgery_id: int, wish: AgendaWish, path: Path, progress: JobProgress
) -> "AgendaPaper":
    """Make a surgery's agenda and save it."""
    from ehp_desktop.review.private_files import save_private

    printed = print_agenda(opened, surgery_id, wish, progress)
    save_private(path, printed.pdf)
    return printed


def save_pdf(pdf: bytes, path: Path, _: JobProgress) -> None:
    """Save an agenda that was made already."""
    from ehp_desktop.review.private_files import save_private

    save_private(path, pdf)
