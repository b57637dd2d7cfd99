"""What the meeting reads and stores, off the window's thread; plain functions, no Qt."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.language import Language
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.notes.work import forget_kept

if TYPE_CHECKING:
    from ehp_desktop.review.actions_to_do import ActionListed
    from ehp_desktop.review.caseload import CaseLine
    from ehp_desktop.review.explained_child import ChildExplanation
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.review.outcomes import OutcomeListed
    from ehp_desktop.review.relisting import Settled


class MeetingLine(NamedTuple):
    """One case of the meeting: what was decided now and before, and what is to be done.

    `earlier`: the outcomes of other surgeries, the latest first. `saving`: something is being
    stored of it.
    """

    position: int
    start_time: dt.time
    case: "CaseLine"
    outcome: "OutcomeListed | None" = None
    earlier: tuple["OutcomeListed", ...] = ()
    actions: tuple["ActionListed", ...] = ()
    saving: bool = False

    @property
    def child_id(self) -> str:
        """The child's id."""
        return self.case.row.child_id


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """A surgery, its cases, and the day proposed for those who are to come back."""

    row: SurgeryRow
    lines: tuple[MeetingLine, ...]
    next_day: dt.date


class Wish(NamedTuple):
    """An outcome as it was chosen; what it does not need is None."""

    code: str
    reason: str | None = None
    by_date: dt.date | None = None


class Stored(NamedTuple):
    """What is recorded of a case after something was stored, and what that did to agendas."""

    child_id: str
    outcome: "OutcomeListed | None"
    actions: tuple["ActionListed", ...]
    settled: "Settled | None" = None
    put_on: dt.date | None = None
    action_id: int | None = None


def reasons_place(surgery_id: int, child_id: str) -> str:
    """Where the reasons of an outcome are kept while they are typed."""
    return f"outcome/{surgery_id}/{child_id}"


def action_place(surgery_id: int, child_id: str) -> str:
    """Where an action of a case is kept while it is typed."""
    return f"action/{surgery_id}/{child_id}"


def read(opened: "OpenStore", surgery_id: int, _: JobProgress) -> MeetingShown:
    """A surgery's cases with their outcomes and actions."""
    from ehp_desktop.review.actions_to_do import list_actions
    from ehp_desktop.review.outcomes import list_outcomes
    from ehp_desktop.review.surgery import list_surgeries, show_surgery
    from ehp_desktop.ui.surgery.agenda_lines import agenda_lines

    shown = show_surgery(opened, surgery_id)
    outcomes: dict[str, list[OutcomeListed]] = defaultdict(list)
    for one in list_outcomes(opened):
        outcomes[one.versions[0].child_id].append(one)
    actions: dict[str | None, list[ActionListed]] = defaultdict(list)
    for action in list_actions(opened, shown.row.date):
        actions[action.row.child_id].append(action)
    lines = [
        MeetingLine(
            line.position,
            line.start_time,
            line.case,
            _here(outcomes[line.child_id], surgery_id),
            _before(outcomes[line.child_id], shown.row),
            tuple(actions[line.child_id]),
        )
        for line in agenda_lines(shown)
    ]
    later = [
        one.date
        for one in list_surgeries(opened)
        if one.date > shown.row.date and one.state in {"draft", "issued"}
    ]
    proposed = min(later, default=shown.row.date + dt.timedelta(weeks=4))
    return MeetingShown(shown.row, tuple(lines), proposed)


def explain(
    opened: "OpenStore", child_id: str, as_of: dt.date, language: Language, _: JobProgress
) -> "ChildExplanation":
    """One case, each criterion in a sentence."""
    from ehp_desktop.review.caseload import explain_child

    return explain_child(opened, child_id, as_of, language)


def decide(
    opened: "OpenStore", row: SurgeryRow, child_id: str, wish: Wish, _: JobProgress
) -> Stored:
    """Record an outcome."""
    from ehp_desktop.review.outcomes import record

    done = record(opened, row.id, child_id, wish.code, reason=wish.reason, by_date=wish.by_date)
    if wish.reason is not None:
        forget_kept(opened, reasons_place(row.id, child_id))
    return _stored(opened, row, child_id, done.settled)


def undo_decision(opened: "OpenStore", row: SurgeryRow, child_id: str, _: JobProgress) -> Stored:
    """Take back the last that was recorded of a case's outcome."""
    from ehp_desktop.review.outcomes import undo

    done = undo(opened, row.id, child_id)
    return _stored(opened, row, child_id, done.settled)


def confirm_all(opened: "OpenStore", row: SurgeryRow, progress: JobProgress) -> MeetingShown:
    """Confirm every draft of a surgery's outcomes and actions."""
    from ehp_desktop.review.actions_to_do import confirm_actions, list_actions
    from ehp_desktop.review.outcomes import confirm

    confirm(opened, row.id)
    drafts = [
        one.row.thread
        for one in list_actions(opened, row.date, surgery_id=row.id)
        if one.draft is not None
    ]
    if drafts:
        confirm_actions(opened, drafts)
    return read(opened, row.id, progress)


def copy(
    opened: "OpenStore",
    row: SurgeryRow,
    child_id: str,
    outcome_id: int,
    on: dt.date,
    _: JobProgress,
) -> Stored:
    """Record that an outcome was copied to the case record."""
    from ehp_desktop.review.outcomes import copied

    copied(opened, outcome_id, on)
    return _stored(opened, row, child_id)


class ActionTyped(NamedTuple):
    """An action as it was typed."""

    what: str
    who: str
    by_when: dt.date | None


def act(
    opened: "OpenStore", row: SurgeryRow, child_id: str, typed: ActionTyped, _: JobProgress
) -> Stored:
    """Add an action to a case at a surgery."""
    from ehp_desktop.review.actions_to_do import NewAction, add_action

    new = NewAction(typed.what, typed.who, typed.by_when, row.id, child_id)
    number = add_action(opened, new)
    forget_kept(opened, action_place(row.id, child_id))
    return _stored(opened, row, child_id)._replace(action_id=number)


def take_action_back(
    opened: "OpenStore", row: SurgeryRow, child_id: str, action_id: int, _: JobProgress
) -> Stored:
    """Withdraw an action that was just added."""
    from ehp_desktop.review.actions_to_do import withdraw_action

    withdraw_action(opened, action_id)
    return _stored(opened, row, child_id)


def _stored(
    opened: "OpenStore", row: SurgeryRow, child_id: str, settled: "Settled | None" = None
) -> Stored:
    from ehp_desktop.review.actions_to_do import list_actions
    from ehp_desktop.review.outcomes import list_outcomes
    from ehp_desktop.review.surgery import one_surgery

    outcomes = list_outcomes(opened, row.id, child_id)
    actions = list_actions(opened, row.date, child_id=child_id)
    put_on = None
    if settled is not None and settled.put_on is not None:
        put_on = one_surgery(opened, settled.put_on).date
    return Stored(child_id, _here(outcomes, row.id), tuple(actions), settled, put_on)


def _here(outcomes: Sequence["OutcomeListed"], surgery_id: int) -> "OutcomeListed | None":
    return next((one for one in outcomes if one.surgery.id == surgery_id), None)


def _before(outcomes: Sequence["OutcomeListed"], row: SurgeryRow) -> tuple["OutcomeListed", ...]:
    earlier = [one for one in outcomes if one.surgery.date < row.date and one.row is not None]
    return tuple(sorted(earlier, key=lambda one: one.surgery.date, reverse=True))
