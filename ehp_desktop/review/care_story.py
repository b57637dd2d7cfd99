"""A child's time in care in outline: which orders, which placements, which reviews and surgeries.

What the timeline picture is drawn from; no drawing here.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ehp_desktop.models.rows import EpisodeRow
from ehp_desktop.review.facts import Facts


class Stretch(NamedTuple):
    """A time with one order or in one placement; `end` None = still so."""

    start: dt.date
    end: dt.date | None
    code: str


@dataclass(frozen=True, slots=True)
class CareStory:
    """What the picture shows, up to `as_of`; `since` is when this period of care began."""

    as_of: dt.date
    since: dt.date | None = None
    orders: tuple[Stretch, ...] = ()
    placements: tuple[Stretch, ...] = ()
    reviews: tuple[dt.date, ...] = ()
    surgeries: tuple[dt.date, ...] = ()

    @property
    def start(self) -> dt.date | None:
        """The first day that anything is recorded of."""
        days = [one.start for one in (*self.orders, *self.placements)]
        if self.since is not None:
            days.append(self.since)
        return min((*days, *self.reviews, *self.surgeries), default=None)


def care_story(
    facts: Facts,
    episodes: Sequence[EpisodeRow] = (),
    reviews: Iterable[dt.date] = (),
    surgeries: Iterable[dt.date] = (),
) -> CareStory:
    """The story of a child's care: from the episodes where a return gave them, and the record.

    Only what had happened by the facts' date; where episodes and record differ, the record's
    present order and placement are shown from their own dates.
    """
    as_of = facts.as_of
    past = [one for one in episodes if one.start <= as_of]
    held = {day for day in (*reviews, facts.last_review_date) if day and day <= as_of}
    orders = _stretches((one.start, _over(one.end, as_of), one.legal_status) for one in past)
    places = _stretches((one.start, _over(one.end, as_of), one.placement_code) for one in past)
    return CareStory(
        as_of,
        facts.looked_after_since,
        _with_present(orders, facts.legal_status_date, facts.legal_status),
        _with_present(places, facts.placement_start, facts.placement_code),
        tuple(sorted(held)),
        tuple(sorted({day for day in surgeries if day <= as_of})),
    )


def _over(end: dt.date | None, as_of: dt.date) -> dt.date | None:
    return end if end is None or end <= as_of else None


def _stretches(parts: Iterable[tuple[dt.date, dt.date | None, str | None]]) -> list[Stretch]:
    """Parts joined where one follows the other with the same code; those without one left out."""
    joined: list[Stretch] = []
    for start, end, code in sorted(parts, key=lambda part: (part[0], part[2] or "")):
        last = joined[-1] if joined else None
        if last and last.code == code and last.end == start:
            joined[-1] = last._replace(end=end)
        elif code:
            joined.append(Stretch(start, end, code))
    return joined


def _with_present(
    past: list[Stretch], start: dt.date | None, code: str | None
) -> tuple[Stretch, ...]:
    """The past up to the present order or placement, and that one from its own date."""
    if start is None or code is None:
        return tuple(past)
    if any(one.end is None and (one.code, one.start) == (code, start) for one in past):
        return tuple(past)
    before = [one._replace(end=min(one.end or start, start)) for one in past if one.start < start]
    return (*before, Stretch(start, None, code))
