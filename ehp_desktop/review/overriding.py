"""A lawyer's overrides, where they count: in place of what a criterion found (criteria.md, 6).

Pure: rows in, findings out. How one is made, ended and read is in `overrides`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from ehp_desktop.models.fields import FIELD_BY_KEY, to_text
from ehp_desktop.models.rows import ChildRow, OverrideRow
from ehp_desktop.review.criteria import CRITERION_BY_ID
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.words import Cohort, Result, Route

NEVER_OVERRIDDEN: Final = frozenset({"E1", "E2", "E5", "E6", "E7"})
"""What the law says and no lawyer's judgement changes (criteria.md, section 6)."""

OVERRIDING: Final = (Result.MET, Result.NOT_MET)
"""What an override may say."""


class Standing(NamedTuple):
    """An override as it stands: its first version, its latest, and its latest confirmation."""

    made: OverrideRow
    row: OverrideRow
    confirmed: OverrideRow | None


class Overridden(NamedTuple):
    """What an overriding finding carries besides its result.

    `row`: the version of the override that counts. `changed_fields`: those that the criterion
    reads and that have changed since it was made or last confirmed; `to_confirm`: there are such.
    `made`: the version with which it was made, where it is another; `confirmed`: the latest one
    with which a lawyer said that it still stands.
    """

    computed: Result
    computed_met_on: date | None
    row: OverrideRow
    to_confirm: bool
    changed_fields: tuple[str, ...]
    made: OverrideRow | None = None
    confirmed: OverrideRow | None = None

    @property
    def maker(self) -> OverrideRow:
        """The version that says who made it and when; a later one may be another lawyer's."""
        return self.made or self.row


def fault(row: OverrideRow) -> str | None:
    """Why a stored override cannot count; None for every one that the program made."""
    criterion = CRITERION_BY_ID.get(row.criterion)
    if criterion is None:
        return "it is of a criterion that there is not"
    if row.criterion in NEVER_OVERRIDDEN:
        return f"{row.criterion} cannot be overridden"
    if row.route is not None and row.route not in criterion.routes:
        return f"{row.criterion} is not a criterion of that route"
    if row.result not in OVERRIDING:
        return "it says neither met nor not met"
    return None


def standing(rows: Iterable[OverrideRow]) -> list[Standing]:
    """Each override as its latest version has it, in the order in which they were made.

    Ending or confirming an older one does not put it after a newer.
    """
    threads: dict[int, list[OverrideRow]] = defaultdict(list)
    for row in rows:
        threads[row.thread].append(row)
    found = [_standing(sorted(versions, key=_version)) for versions in threads.values()]
    return sorted(found, key=lambda one: one.made.id)  # no clock: it may have been set back


def _version(row: OverrideRow) -> int:
    return row.version


def _standing(versions: Sequence[OverrideRow]) -> Standing:
    """A later version that leaves the end as it was says that the override still stands."""
    confirming = [
        after
        for before, after in pairwise(versions)
        if after.ends_on == before.ends_on and not after.withdrawn
    ]
    return Standing(versions[0], versions[-1], confirming[-1] if confirming else None)


def counts(row: OverrideRow, day: date) -> bool:
    """Whether an override counts for a day: from the day it was made to its last day, both in."""
    begun = row.made_on <= day
    over = row.ends_on is not None and day > row.ends_on
    return begun and not over and not row.withdrawn and fault(row) is None


def overriding(rows: Sequence[OverrideRow], facts: Facts) -> dict[tuple[str, Route], Standing]:
    """Of a child's overrides the one that counts for each criterion and route: the latest made."""
    found: dict[tuple[str, Route], Standing] = {}
    for one in standing(row for row in rows if row.child_id == facts.child_id):
        if counts(one.row, facts.as_of):
            for route in routes_of(one.row):
                found[one.row.criterion, route] = one
    return found


def overridden(finding: Finding, override: Standing, facts: Facts) -> Finding:
    """What an override makes of a finding: its own result, and no day on which time meets it."""
    row = override.row
    changed = changed_since(row, facts)
    made = override.made if override.made != row else None
    carried = Overridden(
        finding.result, finding.met_on, row, bool(changed), changed, made, override.confirmed
    )
    return replace(finding, result=Result(row.result), met_on=None, override=carried)


def routes_of(row: OverrideRow) -> tuple[Route, ...]:
    """The routes for which an override is meant: one, or all of its criterion."""
    if row.route is not None:
        return (Route(row.route),)
    return CRITERION_BY_ID[row.criterion].routes


def fields_read(
    criterion_id: str, routes: Iterable[Route], cohort: Cohort | None
) -> tuple[str, ...]:
    """The fields that a criterion reads on some routes of a child; of no cohort, as of any."""
    criterion = CRITERION_BY_ID[criterion_id]
    cohorts = list(Cohort) if cohort is None else [cohort]
    read = [field for route in routes for one in cohorts for field in criterion.fields(route, one)]
    return tuple(dict.fromkeys(read))


def fact_texts(row: ChildRow, fields: Iterable[str]) -> tuple[tuple[str, str | None], ...]:
    """Stored values as texts, to be kept with an override and compared with later ones.

    The stored ones, not those that count on some day: a value that time alone blanks or makes to
    count has not been changed by anybody.
    """
    return tuple((field, _text(row, field)) for field in fields)


def _text(row: ChildRow, field: str) -> str | None:
    value = getattr(row, field)
    return None if value is None else to_text(FIELD_BY_KEY[field].kind, value)


def changed_since(row: OverrideRow, facts: Facts) -> tuple[str, ...]:
    """The fields whose stored values differ from those on which an override was made.

    A field that the criterion reads now and did not then is one of them: the child has come to
    another cohort. `facts` are to be of the child's own row: one with initials in place of names
    would seem changed.
    """
    then = {field: text for field, text in row.facts if field in FIELD_BY_KEY}
    read = fields_read(row.criterion, routes_of(row), facts.cohort)
    now = dict(fact_texts(facts.row, dict.fromkeys([*then, *read])))
    return tuple(field for field, text in now.items() if field not in then or then[field] != text)
