"""What an import would do, before anything is stored (caseload contract, section 5)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ehp_desktop.models.rows import ChildRow, EpisodeRow, OutcomeRow, ReviewRow
from ehp_desktop.review.facts import looked_after
from ehp_desktop.review.intake.compare import (
    Comparison,
    PlannedChild,
    Status,
)
from ehp_desktop.review.intake.histories import (
    HistoryChange,
    change_of_episodes,
    change_of_reviews,
)
from ehp_desktop.review.intake.incoming import Incoming, IncomingChild, Problem
from ehp_desktop.review.intake.outcomes import OUTCOMES, PlannedOutcome, plan_outcomes
from ehp_desktop.review.language import Language, say_short_date
from ehp_desktop.review.permissions import Deed, requires

if TYPE_CHECKING:
    from ehp_desktop.models.import_reads import Stamp
    from ehp_desktop.review.opening import OpenStore

ChosenBlanks = bool | Collection[tuple[str, str]]
"""Which recorded values to clear where the file is blank: all, none, or (child id, field)s."""


class StoredCaseload(NamedTuple):
    """What the store holds when a plan is made for an import as of a day.

    `typed_after`: child id -> fields whose present value a person typed on a day after the
    import's day. `given_before`: the children whose last import was of the same files, as of the
    same day, with the fields that a person has typed since. `latest_day`: the latest day as of
    which anything was imported. `stamp`: how far the store had come; applying is refused when it
    has moved on.
    """

    as_of: dt.date
    children: Mapping[str, ChildRow]
    typed_after: Mapping[str, frozenset[str]] = {}
    episodes: Mapping[str, Sequence[EpisodeRow]] = {}
    reviews: Mapping[str, Sequence[ReviewRow]] = {}
    outcomes: Mapping[tuple[str, str, dt.date], OutcomeRow] = {}
    given_before: Mapping[str, frozenset[str]] = {}
    latest_day: dt.date | None = None
    stamp: "Stamp | None" = None

    def typed(self, child_id: str) -> frozenset[str]:
        """The fields in which what a person typed wins over the file.

        Typed after the import's day; or after these files were last applied as of this day, as
        giving the same files again changes nothing.
        """
        nothing: frozenset[str] = frozenset()
        since = self.given_before.get(child_id, nothing)
        return self.typed_after.get(child_id, nothing) | since


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What applying an import would do. Counts are of children (of an outcomes file: of rows).

    `missing`: looked after on the import's day according to the store, and not in the file; they
    are left as they are unless a person marks them. `problems`: the file's and the plan's own.
    """

    incoming: Incoming
    children: Sequence[PlannedChild]
    outcomes: Sequence[PlannedOutcome]
    missing: tuple[ChildRow, ...]
    new: int
    changed: int
    unchanged: int
    refused: int
    problems: tuple[Problem, ...]
    stored: StoredCaseload = field(repr=False)

    @property
    def as_of(self) -> dt.date:
        """The day as of which the files speak."""
        return self.incoming.as_of

    @property
    def rows(self) -> int:
        """How many children the plan is about: new, changed, unchanged and refused."""
        return self.new + self.changed + self.unchanged + self.refused

    @property
    def accepted(self) -> int:
        """How many children (or outcomes) would be taken."""
        return self.new + self.changed + self.unchanged

    @property
    def missing_from_file(self) -> int:
        """How many children of the store are not in the file."""
        return len(self.missing)

    @property
    def changes_nothing(self) -> bool:
        """Whether applying would write nothing: the same files were applied as of the same day."""
        return not (self.new or self.changed) and all(one.given_before for one in self.children)


@requires(Deed.IMPORT)
def read_plan(
    opened: "OpenStore",
    paths: Sequence[Path],
    *,
    profile: str | None = None,
    as_of: dt.date,
    encoding: str | None = None,
) -> ImportPlan:
    """Read files and compare them with an open store; nothing is written.

    Raises:
        NotFoundError: there is no profile of that name, shipped or of one's own.
        UnreadableFileError: a file cannot be read at all, or no profile fits, or two do.
    """
    from ehp_desktop.review.intake.own_profiles import profiles_folder
    from ehp_desktop.review.intake.reading import read_incoming

    incoming = read_incoming(
        paths,
        profile=profile,
        code_set=opened.code_set,
        as_of=as_of,
        encoding=encoding,
        folder=profiles_folder(opened),
    )
    return make_plan(incoming, stored_caseload(opened, incoming))


@requires(Deed.READ)
def stored_caseload(opened: "OpenStore", incoming: Incoming) -> StoredCaseload:
    """What the store holds that an import is to be compared with."""
    # Imported when first used: the window paints before the database's library is loaded.
    from ehp_desktop.models import import_reads, reads

    with opened.store.reading() as session:
        with_history = any(child.episodes or child.reviews for child in incoming.children)
        return StoredCaseload(
            as_of=incoming.as_of,
            children={row.child_id: row for row in reads.children(session)},
            typed_after=reads.typed_after(session, incoming.as_of),
            episodes=import_reads.all_episodes(session) if with_history else {},
            reviews=import_reads.all_reviews(session) if with_history else {},
            outcomes=import_reads.all_outcomes(session) if incoming.outcomes else {},
            given_before=import_reads.children_given_by(
                session,
                profile=incoming.profile,
                as_of=incoming.as_of,
                sha256=frozenset(file.sha256 for file in incoming.files),
            ),
            latest_day=import_reads.latest_day(session),
            stamp=import_reads.stamp(session),
        )


def make_plan(incoming: Incoming, stored: StoredCaseload) -> ImportPlan:
    """Compare what the files say with what the store holds."""
    comparison = Comparison.of(incoming.columns, incoming.asserted)
    outcomes, problems = plan_outcomes(incoming, stored.children, stored.outcomes)
    children = [_plan_child(child, comparison, stored, problems) for child in incoming.children]
    refused_outcomes = len(incoming.outcomes) - len(outcomes)
    if stored.latest_day is not None and incoming.as_of < stored.latest_day:
        problems.insert(0, _older(incoming.as_of, stored.latest_day))
    return _counted(
        ImportPlan(
            incoming=incoming,
            children=children,
            outcomes=outcomes,
            missing=_missing(incoming, stored),
            new=0,
            changed=0,
            unchanged=0,
            refused=incoming.refused + refused_outcomes,
            problems=(*problems, *incoming.problems),
            stored=stored,
        )
    )


def choose_blanks(plan: ImportPlan, chosen: ChosenBlanks) -> ImportPlan:
    """The plan with blanks of the file clearing what a person chose, and what that ends."""
    if not chosen:
        return plan
    fields: dict[str, set[str]] = {}
    if chosen is not True:
        for child_id, name in chosen:
            fields.setdefault(child_id, set()).add(name)
    comparison = Comparison.of(plan.incoming.columns, plan.incoming.asserted)

    def again(child: PlannedChild) -> PlannedChild:
        blanks = child.kept_blank if chosen is True else fields.get(child.child_id, ())
        if child.stored is None or not blanks:
            return child
        typed = plan.stored.typed(child.child_id)
        compared = comparison.compare(child.incoming, child.stored, typed, blanks)
        return replace(compared, history=child.history)

    return _counted(replace(plan, children=[again(child) for child in plan.children]))


def _plan_child(
    child: IncomingChild,
    comparison: Comparison,
    stored: StoredCaseload,
    problems: list[Problem],
) -> PlannedChild:
    child_id = child.child_id
    row = stored.children.get(child_id)
    if row is None:
        planned = PlannedChild(child, None)
    else:
        planned = comparison.compare(child, row, stored.typed(child_id))
    if child.episodes or child.reviews:
        planned = replace(planned, history=_history(child, stored, problems))
    if child_id in stored.given_before and planned.status is Status.UNCHANGED:
        return replace(planned, given_before=True)
    return planned


def _history(
    child: IncomingChild, stored: StoredCaseload, problems: list[Problem]
) -> tuple[HistoryChange, ...]:
    """What the file's episodes and reviews change of those that are stored."""
    changes = []
    try:
        of_child = stored.episodes.get(child.child_id, ())
        changes.append(change_of_episodes(child.episodes, of_child, stored.as_of))
    except ValueError:
        problems.append(_episodes_left_out(child))
    changes.append(
        change_of_reviews(child.reviews, stored.reviews.get(child.child_id, ()), stored.as_of)
    )
    return tuple(one for one in changes if one is not None)


def _episodes_left_out(child: IncomingChild) -> Problem:
    return Problem(
        "warning",
        f"The store has later episodes of child {child.child_id}, and this older return does not "
        "say when its last one ended. The child's stored episodes are left as they are.",
    )


def _missing(incoming: Incoming, stored: StoredCaseload) -> tuple[ChildRow, ...]:
    """The children looked after on the day of whom the file says nothing, by child_id."""
    if incoming.profile == OUTCOMES:  # says nothing of who is looked after
        return ()
    in_file = {child.child_id for child in incoming.children} | incoming.refused_ids
    return tuple(
        row
        for child_id, row in stored.children.items()
        if child_id not in in_file and looked_after(row, incoming.as_of)
    )


def _counted(plan: ImportPlan) -> ImportPlan:
    counts = Counter(child.status for child in plan.children)
    counts.update(one.status for one in plan.outcomes)
    return replace(
        plan,
        new=counts[Status.NEW],
        changed=counts[Status.CHANGED],
        unchanged=counts[Status.UNCHANGED],
    )


def _older(as_of: dt.date, latest: dt.date) -> Problem:
    ours, theirs = (say_short_date(day, Language.ENGLISH) for day in (as_of, latest))
    return Problem(
        "warning",
        f"These files are imported as at {ours}, and the store already holds an import as at "
        f"{theirs}: applied, their older values replace the newer ones. If that is not what you "
        "want, leave this import.",
    )
