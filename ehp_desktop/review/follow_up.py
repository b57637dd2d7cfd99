"""What became of each case: its last outcome, and the actions, steps and orders that followed.

Papers read it as `case_life` through `life_reading`, which takes from here which version of an
outcome, action or step is to be told.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ehp_desktop.models.rows import ActionRow, CaseOutcomeRow, OutcomeRow, StepRow, SurgeryRow
from ehp_desktop.review.actions_to_do import actions_listed
from ehp_desktop.review.case_life import DatedOutcome, is_done
from ehp_desktop.review.confirming import shown, threads
from ehp_desktop.review.court_steps import ORDER_MADE
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.relisting import begins

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is
Row = TypeVar("Row", bound=Any)


class CaseStory(NamedTuple):
    """What is to be known of one case at the next surgery; rows are those that stand, or drafts.

    `outcome`: of the last surgery before the one in question that has one. `still_to_do`: actions
    open on the day, overdue ones first. `steps`: by their day, without those that are `orders`.
    """

    outcome: DatedOutcome | None
    still_to_do: tuple[ActionRow, ...]
    done: tuple[ActionRow, ...]
    steps: tuple[StepRow, ...]
    orders: tuple[OutcomeRow, ...]


@requires(Deed.READ)
def case_stories(
    opened: "OpenStore",
    child_ids: Iterable[str],
    as_of: dt.date,
    *,
    before: SurgeryRow | None = None,
) -> dict[str, CaseStory]:
    """The story of each child as it stands on a day.

    Args:
        opened: the store.
        child_ids: whose stories are wanted.
        as_of: the day; hearings after it are told, other steps and orders after it are not.
        before: only outcomes of surgeries before this one; None = of any up to the day.
    """
    with opened.store.reading() as session:
        return case_story(session, child_ids, as_of, before=before)


def case_story(
    session: Session, child_ids: Iterable[str], as_of: dt.date, *, before: SurgeryRow | None = None
) -> dict[str, CaseStory]:
    """`case_stories` within a session that somebody else has opened."""
    from ehp_desktop.models import reads

    surgeries = {one.id: one for one in reads.surgeries(session)}
    outcomes = _last_outcomes(told(session, CaseOutcomeRow), surgeries, as_of, before)
    actions = _grouped(one.row for one in actions_listed(session, as_of))
    steps = _grouped(
        one
        for one in sorted(told(session, StepRow), key=lambda one: (one.on, one.thread))
        if not one.withdrawn and (one.on <= as_of or one.kind == "hearing")
    )
    orders = _grouped(one for one in reads.outcomes(session) if one.date <= as_of)
    return {
        child_id: CaseStory(
            outcomes.get(child_id),
            tuple(one for one in actions.get(child_id, ()) if not is_done(one, as_of)),
            tuple(one for one in actions.get(child_id, ()) if is_done(one, as_of)),
            tuple(steps.get(child_id, ())),
            tuple(orders.get(child_id, ())),
        )
        for child_id in dict.fromkeys(child_ids)
    }


def told(session: Session, row: type[Row]) -> list[Row]:
    """The version of each thread that is to be told, in the order in which they began.

    It is the one that stands, else the draft, else the one that withdraws it. An order that stands
    is told among the court outcomes, and not as a step.
    """
    from ehp_desktop.models import life_reads

    every = threads(life_reads.all_versions(session, row)).values()
    rows: list[Row] = [shown(versions) or versions[-1] for versions in every]
    return [one for one in rows if not _among_orders(one)]


def _among_orders(row: Any) -> bool:
    return isinstance(row, StepRow) and row.kind == ORDER_MADE and row.confirmed


def _last_outcomes(
    rows: Iterable[CaseOutcomeRow],
    surgeries: Mapping[int, SurgeryRow],
    as_of: dt.date,
    before: SurgeryRow | None,
) -> dict[str, DatedOutcome]:
    def counts(surgery: SurgeryRow) -> bool:
        if before is not None:
            return begins(surgery) < begins(before)
        return surgery.date <= as_of

    wanted = [one for one in rows if not one.withdrawn and counts(surgeries[one.surgery_id])]
    wanted.sort(key=lambda one: begins(surgeries[one.surgery_id]))
    return {one.child_id: DatedOutcome(surgeries[one.surgery_id].date, one) for one in wanted}


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.child_id is not None:
            found.setdefault(row.child_id, []).append(row)
    return found
