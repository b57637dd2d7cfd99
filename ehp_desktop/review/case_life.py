"""What people recorded of a case and of a surgery, as every paper tells it; nothing worded here."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ehp_desktop.models.rows import (
    ActionRow,
    AdviceRow,
    AttendanceRow,
    CaseOutcomeRow,
    NoteRow,
    OutcomeRow,
    StepRow,
)
from ehp_desktop.review.dates import birthday, plus_months

RELISTING: Final = frozenset({"not_yet", "more_information"})
"""The outcomes whose date brings a case back to a surgery."""

MONTH_NINE: Final = 9
"""Months after which a supervision order prompts (CA 1989 Sch 3 para 6: it ends after a year)."""
_A_YEAR: Final = 12


class DatedOutcome(NamedTuple):
    """What a surgery decided of a case, and the day of that surgery."""

    surgery_date: dt.date
    row: CaseOutcomeRow


class ActionTold(NamedTuple):
    """An action with the child it is about, named as the paper names children, and its surgery.

    `child`: name and id as they are printed; None where it is about no child.
    """

    row: ActionRow
    child: str | None = None
    surgery_date: dt.date | None = None


class OrderPrompt(NamedTuple):
    """What an order that was made asks to be looked at.

    `first`: for a supervision order the day on which month 9 is reached, for special guardianship
    the day on which the support plan's next yearly review falls. `ends`: the order's last day.
    """

    kind: str
    made: dt.date
    first: dt.date
    ends: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CaseLife:
    """What is recorded of one case besides its fields. Every row is a current version.

    `outcomes`: the latest surgery first. `notes`: of facts, for everyone. `advice_recorded`: legal
    advice is recorded of the case; the one thing about advice that every paper may say.
    """

    outcomes: tuple[DatedOutcome, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    steps: tuple[StepRow, ...] = ()
    orders: tuple[OutcomeRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    advice_recorded: bool = False

    @property
    def relisted_from(self) -> dt.date | None:
        """The day of the surgery that put the case on a later list; None where none did."""
        confirmed = [one for one in self.outcomes if one.row.confirmed and not one.row.withdrawn]
        if confirmed and confirmed[0].row.code in RELISTING:
            return confirmed[0].surgery_date
        return None


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is recorded of a surgery besides its cases.

    `version`: the number under which the paper is issued; None = not issued, a draft. `changes`:
    what changed since version 1, a sentence each. `overdue`: actions of every surgery.
    """

    attendance: tuple[AttendanceRow, ...] = ()
    version: int | None = None
    changes: tuple[str, ...] = ()
    overdue: tuple[ActionTold, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    advice_recorded: bool = False

    def people(self, part: str) -> tuple[AttendanceRow, ...]:
        """Those whose part this is: invited, attended or apologies."""
        return tuple(one for one in self.attendance if one.part == part and not one.withdrawn)

    @property
    def conflicts(self) -> tuple[AttendanceRow, ...]:
        """Those who declared a conflict of interest."""
        return tuple(one for one in self.attendance if one.conflict and not one.withdrawn)


def is_done(action: ActionRow, as_of: dt.date) -> bool:
    """Whether an action was done by a day; one done later had not been done."""
    return action.done_on is not None and action.done_on <= as_of


def is_open(action: ActionRow, as_of: dt.date) -> bool:
    """Whether an action was still to be done on a day; drafts count, withdrawn ones do not."""
    return not action.withdrawn and not is_done(action, as_of)


def is_overdue(action: ActionRow, as_of: dt.date) -> bool:
    """Whether an open action's day had passed; on the day itself it is not overdue."""
    return action.by_when is not None and action.by_when < as_of and is_open(action, as_of)


def overdue_first(actions: Iterable[ActionTold], as_of: dt.date) -> tuple[ActionTold, ...]:
    """Those that were overdue on a day, the longest overdue first."""
    late = [one for one in actions if is_overdue(one.row, as_of)]
    return tuple(sorted(late, key=_by_when))


def _by_when(told: ActionTold) -> tuple[dt.date, int]:
    return told.row.by_when or dt.date.max, told.row.id


def in_order(actions: Iterable[ActionTold]) -> tuple[ActionTold, ...]:
    """Actions by their day, those without one last."""
    return tuple(sorted(actions, key=_by_when))


def supervision_order_ends(made: dt.date) -> dt.date:
    """The last day of a supervision order that is not extended.

    It ceases "at the end of the period of one year beginning with the date on which it was made"
    (CA 1989 Sch 3 para 6(1)).
    """
    return birthday(made, 1) - dt.timedelta(1)


def order_prompts(orders: Sequence[OutcomeRow], as_of: dt.date) -> tuple[OrderPrompt, ...]:
    """What the orders made by a day ask to be looked at, in their order.

    A supervision order lasts a year from the day made (CA 1989 Sch 3 para 6) and is shown to its
    end; a special guardianship support plan is reviewed each year (SI 2005/1513 reg 12).
    """
    prompts = []
    for one in orders:
        if one.date > as_of:
            continue
        if one.kind == "supervision_order_made":
            first = plus_months(one.date, MONTH_NINE)
            ends = supervision_order_ends(one.date)
            prompts.append(OrderPrompt(one.kind, one.date, first, ends))
        elif one.kind == "special_guardianship_order":
            years = 1
            while plus_months(one.date, _A_YEAR * years) < as_of:
                years += 1
            due = plus_months(one.date, _A_YEAR * years)
            prompts.append(OrderPrompt(one.kind, one.date, due))
    return tuple(prompts)


def advice_of(advice: Sequence[AdviceRow], child_id: str | None) -> tuple[AdviceRow, ...]:
    """The advice about one child, or about the surgery as a whole where `child_id` is None."""
    return tuple(one for one in advice if one.child_id == child_id)
