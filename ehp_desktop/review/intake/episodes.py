"""A return's header, episodes and reviews: what each says of a child on the import's day.

The derivation is that of the caseload contract, section 2, paragraph ssda903.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from ehp_desktop.models.fields import FieldValue
from ehp_desktop.review.dates import plus_months
from ehp_desktop.review.intake.incoming import (
    IncomingChild,
    IncomingEpisode,
    IncomingReview,
    Problem,
    RowOrigin,
)
from ehp_desktop.review.intake.profiles import HEADER
from ehp_desktop.review.intake.return_problems import (
    DEC_BEFORE_DECOM,
    NOT_IN_HEADER,
    OPEN_NOT_LAST,
    SAME_DECOM,
    TWICE_IN_HEADER,
    Place,
    ReturnProblems,
    ReturnRead,
)


class HeaderRow(NamedTuple):
    """One row of header.csv that could be read."""

    child_id: str
    date_of_birth: dt.date | None
    origin: RowOrigin


class EpisodeRowRead(NamedTuple):
    """One row of episodes.csv that could be read; `end` None = DEC blank."""

    child_id: str
    start: dt.date  # DECOM
    end: dt.date | None  # DEC
    rne: str | None  # reason the episode started
    ls: str | None  # legal status
    place: str | None
    rec: str | None  # reason the episode ended
    origin: RowOrigin


class ReviewRowRead(NamedTuple):
    """One row of reviews.csv that could be read."""

    child_id: str
    held_on: dt.date
    origin: RowOrigin


class BadRow(NamedTuple):
    """A row of header.csv or episodes.csv that cannot be read: its child is refused.

    `start`: the DECOM of an episode row where that much could be read; an episode that began
    after the import's day is left out, readable or not.
    """

    child_id: str
    origin: RowOrigin
    problems: tuple[Problem, ...]
    start: dt.date | None = None


ASSERTED: Final = frozenset({"ceased_date", "ceased_reason"})
"""The fields for which a blank of a return clears: a child who comes back is open again."""

_COLUMNS: Final = ASSERTED | {
    "child_id",
    "date_of_birth",
    "looked_after_since",
    "legal_status",
    "legal_status_date",
    "placement_code",
    "placement_start",
    "carer_since",
    "moves_12_months",
}
_REVIEW_COLUMNS: Final = frozenset({"last_review_date", "reviews_held"})
_SAME_PLACEMENT: Final = frozenset({"L"})  # only the legal status changed
_SAME_CARER: Final = frozenset({"L", "T", "U"})
_MOVED: Final = frozenset({"P", "T", "B", "U"})


def columns_of_return(*, with_reviews: bool) -> frozenset[str]:
    """The fields that a return gives, for `Incoming.columns`."""
    return _COLUMNS | _REVIEW_COLUMNS if with_reviews else _COLUMNS


def children_from_episodes(
    header_rows: Sequence[HeaderRow],
    episode_rows: Sequence[EpisodeRowRead],
    review_rows: Sequence[ReviewRowRead] | None,
    *,
    as_of: dt.date,
    places: Mapping[str, Place],
    bad_headers: Sequence[BadRow] = (),
    bad_episodes: Sequence[BadRow] = (),
) -> ReturnRead:
    """The children of a return as of a day; episodes that begin after it are left out.

    `review_rows` None: no reviews file was given, and nothing is said of reviews. A row of the
    reviews that cannot be read is the reader's own warning and does not come here. `places`
    are those of the return's tables, by role. The problems of a bad row are added to the result,
    unless the row is one of those left out.
    """
    read = ReturnRead()
    say = ReturnProblems(read, places)
    _refuse_bad_headers(header_rows, bad_headers, say)
    begun = [_as_on(row, as_of) for row in episode_rows if row.start <= as_of]
    episodes = _by_child(begun)
    known = {row.child_id for row in header_rows} | {row.child_id for row in bad_headers}
    for bad in bad_episodes:
        if bad.start is None or bad.start <= as_of:
            say.refuse_with(bad.child_id, bad.problems)
    for child_id, rows in episodes.items():
        rows.sort(key=_start)
        if child_id not in known:
            origins = [row.origin for row in rows]
            say.refuse(child_id, origins, "child_id", child_id, NOT_IN_HEADER)
        else:
            _refuse_unsound(rows, say)
    reviews = None if review_rows is None else _reviews_until(review_rows, as_of, known, say)
    left_out = 0
    for header in header_rows:
        if header.child_id in read.refused_ids:
            continue
        if header.child_id not in episodes:
            left_out += 1
            continue
        rows = episodes[header.child_id]
        _warn_of_breaks(rows, say)
        held = None if reviews is None else reviews.get(header.child_id, [])
        read.children.append(_child(header, rows, held, as_of))
    say.left_out(left_out)
    return read


def _child(
    header: HeaderRow,
    rows: list[EpisodeRowRead],
    reviews: list[ReviewRowRead] | None,
    as_of: dt.date,
) -> IncomingChild:
    """One sound child's values on the day, each with the row that it was read from."""
    last = rows[-1]
    run = _unbroken_run(rows)
    placement = _back_while(run, lambda _, later: later.rne in _SAME_PLACEMENT)
    carer = _back_while(run, lambda _, later: later.rne in _SAME_CARER)
    year_before = plus_months(as_of, -12)
    moves = [row for row in rows if row.rne in _MOVED and row.start > year_before]
    derived: list[tuple[str, FieldValue | None, RowOrigin]] = [
        ("date_of_birth", header.date_of_birth, header.origin),
        ("looked_after_since", run[0].start, run[0].origin),
        ("placement_code", last.place, last.origin),
        ("placement_start", placement.start, placement.origin),
        ("carer_since", carer.start, carer.origin),
        ("moves_12_months", len(moves), (moves or rows)[-1].origin),
    ]
    if last.end is not None:
        derived.append(("ceased_date", last.end, last.origin))
        derived.append(("ceased_reason", last.rec, last.origin))
    if last.ls is not None:  # a date of an order that is not recorded would be nobody's
        order = _back_while(run, lambda earlier, _: earlier.ls == last.ls)
        derived.append(("legal_status", last.ls, last.origin))
        derived.append(("legal_status_date", order.start, order.origin))
    if reviews is not None:
        in_this_care = [one for one in reviews if one.held_on >= run[0].start]
        latest = reviews[-1] if reviews else None
        from_row = latest.origin if latest else header.origin
        derived.append(("last_review_date", latest.held_on if latest else None, from_row))
        derived.append(("reviews_held", len(in_this_care), from_row))
    given = [(name, value, origin) for name, value, origin in derived if value is not None]
    return IncomingChild(
        child_id=header.child_id,
        values={"child_id": header.child_id, **{name: value for name, value, _ in given}},
        origin=header.origin,
        origins={name: origin for name, _, origin in given if origin != header.origin},
        episodes=tuple(IncomingEpisode(*row[1:]) for row in rows),
        reviews=tuple(IncomingReview(one.held_on, one.origin) for one in reviews or ()),
    )


def _unbroken_run(rows: list[EpisodeRowRead]) -> list[EpisodeRowRead]:
    """Back from the last episode while each earlier DEC is the next DECOM."""
    first = len(rows) - 1
    while first > 0 and rows[first - 1].end == rows[first].start:
        first -= 1
    return rows[first:]


def _back_while(
    run: list[EpisodeRowRead], belongs: Callable[[EpisodeRowRead, EpisodeRowRead], bool]
) -> EpisodeRowRead:
    """The first episode of the part of a run, back from its last, in which each pair belongs."""
    first = len(run) - 1
    while first > 0 and belongs(run[first - 1], run[first]):
        first -= 1
    return run[first]


def _as_on(row: EpisodeRowRead, as_of: dt.date) -> EpisodeRowRead:
    """An episode as it stood on the day: an end after it has not happened, nor its reason."""
    if row.end is None or row.end <= as_of:
        return row
    return row._replace(end=None, rec=None)


def _start(row: EpisodeRowRead) -> dt.date:
    return row.start


def _by_child(rows: list[EpisodeRowRead]) -> dict[str, list[EpisodeRowRead]]:
    found: dict[str, list[EpisodeRowRead]] = {}
    for row in rows:
        found.setdefault(row.child_id, []).append(row)
    return found


def _reviews_until(
    rows: Sequence[ReviewRowRead], as_of: dt.date, known: set[str], say: ReturnProblems
) -> dict[str, list[ReviewRowRead]]:
    """Each child's reviews up to the day, in order; one a day (the first row of that day)."""
    found: dict[str, dict[dt.date, ReviewRowRead]] = {}
    strangers = 0
    for row in rows:
        if row.child_id not in known:
            strangers += 1
        elif row.held_on <= as_of:
            found.setdefault(row.child_id, {}).setdefault(row.held_on, row)
    say.reviews_of_strangers(strangers)
    return {child_id: [held[day] for day in sorted(held)] for child_id, held in found.items()}


def _refuse_bad_headers(
    header_rows: Sequence[HeaderRow], bad_headers: Sequence[BadRow], say: ReturnProblems
) -> None:
    """Refuse the children whose header row cannot be read, or who have more than one."""
    for bad in bad_headers:
        say.refuse_with(bad.child_id, bad.problems)
    rows: dict[str, list[RowOrigin]] = {}
    named = [(row.child_id, row.origin) for row in header_rows]
    for child_id, origin in [*named, *((bad.child_id, bad.origin) for bad in bad_headers)]:
        rows.setdefault(child_id, []).append(origin)
    for child_id, origins in rows.items():
        if len(origins) > 1:
            say.refuse(child_id, sorted(origins), "child_id", child_id, TWICE_IN_HEADER, HEADER)


def _refuse_unsound(rows: list[EpisodeRowRead], say: ReturnProblems) -> None:
    """Refuse a child whose episodes, in order of DECOM, cannot all be true."""
    child_id = rows[0].child_id
    for day, same in groupby(rows, key=_start):
        origins = [row.origin for row in same]
        if len(origins) > 1:
            say.refuse(child_id, origins, "DECOM", day.isoformat(), SAME_DECOM)
    for row in rows:
        if row.end is not None and row.end < row.start:
            say.refuse(child_id, [row.origin], "DEC", row.end.isoformat(), DEC_BEFORE_DECOM)
    still_open = [row.origin for row in rows[:-1] if row.end is None]
    if still_open:
        say.refuse(child_id, still_open, "DEC", None, OPEN_NOT_LAST)


def _warn_of_breaks(rows: list[EpisodeRowRead], say: ReturnProblems) -> None:
    """Warn of episodes that overlap or leave a gap; they are taken as they are."""
    overlaps: list[tuple[RowOrigin, RowOrigin]] = []
    gaps: list[tuple[RowOrigin, RowOrigin]] = []
    for one, after in pairwise(rows):
        if one.end is not None and one.end != after.start:
            (overlaps if one.end > after.start else gaps).append((one.origin, after.origin))
    say.breaks(rows[0].child_id, overlaps, "overlap")
    say.breaks(rows[0].child_id, gaps, "leave a gap between them")
