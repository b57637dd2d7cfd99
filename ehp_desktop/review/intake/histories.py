"""A child's episodes and reviews of a file beside those of the store.

A return holds its own year only, so what the store has of days before and after stays. Within the
file's span, from its first day for the child to the import's day, the file is right.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ehp_desktop.models.rows import EpisodeRow, ReviewRow
from ehp_desktop.review.intake.incoming import IncomingEpisode, IncomingReview


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """What an import would do to the stored episodes, or reviews, of a child.

    `before`, `after`: how many there are and would be. `forget`: the days on which those begin,
    or were held, that the file does not bear out. `rows`: those to be stored.
    """

    name: str  # "episodes" or "reviews"
    before: int
    after: int
    forget: tuple[dt.date, ...]
    rows: tuple[IncomingEpisode | IncomingReview, ...]


def change_of_episodes(
    given: Sequence[IncomingEpisode], stored: Sequence[EpisodeRow], as_of: dt.date
) -> HistoryChange | None:
    """What the file's episodes change; None where nothing.

    An episode that was open on the import's day and has ended since, according to a later import,
    keeps that end. One that begins before the file's first and is still open is not borne out: a
    return holds every episode that was open in its year.

    Raises:
        ValueError: the file's last episode is open, the store has a later one, and no end of it.
    """
    if not given:
        return None
    first = given[0].start
    by_start = {row.start: row for row in stored}
    rows = [_ended_since(row, by_start.get(row.start), as_of) for row in given]
    if rows[-1].end is None and any(row.start > as_of for row in stored):
        raise ValueError(rows[-1].start)
    contested = [
        row
        for row in stored
        if first <= row.start <= as_of or (row.start < first and row.end is None)
    ]
    kept = {row[1:] for row in contested} & {row[:-1] for row in rows}
    forget = tuple(row.start for row in contested if row[1:] not in kept)
    added = tuple(row for row in rows if row[:-1] not in kept)
    return _change("episodes", len(stored), forget, added)


def change_of_reviews(
    given: Sequence[IncomingReview], stored: Sequence[ReviewRow], as_of: dt.date
) -> HistoryChange | None:
    """What the file's reviews change; None where nothing."""
    if not given:
        return None
    held = {row.held_on for row in given}
    known = {row.held_on for row in stored}
    forget = tuple(day for day in sorted(known - held) if given[0].held_on <= day <= as_of)
    added = tuple(row for row in given if row.held_on not in known)
    return _change("reviews", len(stored), forget, added)


def _change(
    name: str,
    before: int,
    forget: tuple[dt.date, ...],
    added: tuple[IncomingEpisode | IncomingReview, ...],
) -> HistoryChange | None:
    if not forget and not added:
        return None
    return HistoryChange(name, before, before - len(forget) + len(added), forget, added)


def _ended_since(
    given: IncomingEpisode, stored: EpisodeRow | None, as_of: dt.date
) -> IncomingEpisode:
    if given.end is not None or stored is None or stored.end is None or stored.end <= as_of:
        return given
    return given._replace(end=stored.end, reason_ended=stored.reason_ended)
