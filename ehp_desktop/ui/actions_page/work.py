"""What the actions page reads and stores, off the window's thread; plain functions, no Qt."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ehp_desktop.models.rows import ActionRow
from ehp_desktop.ui.jobs import JobProgress
from ehp_desktop.ui.notes.work import forget_kept

if TYPE_CHECKING:
    from ehp_desktop.review.documents.press import Printed
    from ehp_desktop.review.opening import OpenStore


class ActionLine(NamedTuple):
    """One action as the page shows it; `child` is the child's name, None where it is about none.

    `row`: what stands, else the draft. `draft`: a draft waits beside it, or it is one itself.
    """

    row: ActionRow
    draft: ActionRow | None
    overdue: bool
    child: str | None
    surgery_date: dt.date | None

    @property
    def number(self) -> int:
        """What the action is known by."""
        return self.row.thread


class SurgeryDay(NamedTuple):
    """A surgery to which an action may belong."""

    id: int
    date: dt.date
    state: str


@dataclass(frozen=True, slots=True)
class ActionsShown:
    """Every action, overdue first, and the surgeries to choose from, the latest first."""

    lines: tuple[ActionLine, ...]
    surgeries: tuple[SurgeryDay, ...]


class ActionWish(NamedTuple):
    """An action as it was typed."""

    what: str
    who: str
    by_when: dt.date | None
    surgery_id: int | None = None
    child_id: str | None = None


class DoneBefore(NamedTuple):
    """On which day an action had been done; None = it had not."""

    number: int
    on: dt.date | None


def typed_place(line: ActionLine | None) -> str:
    """Where an action is kept while it is typed; None: a new one."""
    return "action/new" if line is None else f"action/{line.number}"


def read(opened: "OpenStore", today: dt.date, _: JobProgress) -> ActionsShown:
    """Every action that is not withdrawn."""
    from ehp_desktop.review.actions_to_do import list_actions
    from ehp_desktop.review.caseload import read_caseload
    from ehp_desktop.review.surgery import list_surgeries

    listed = list_actions(opened, today)
    wanted = {one.row.child_id for one in listed} - {None}
    names: dict[str, str] = {}
    if wanted:
        for line in read_caseload(opened, today).lines:
            row = line.row
            if row.child_id in wanted:
                named = " ".join(part for part in (row.forename, row.surname) if part)
                names[row.child_id] = named or row.child_id
    lines = tuple(
        ActionLine(
            one.row,
            one.draft,
            one.overdue,
            names.get(one.row.child_id, one.row.child_id) if one.row.child_id else None,
            one.surgery_date,
        )
        for one in listed
    )
    surgeries = tuple(
        SurgeryDay(one.id, one.date, one.state) for one in reversed(list_surgeries(opened))
    )
    return ActionsShown(lines, surgeries)


def set_done(
    opened: "OpenStore", before: Sequence[DoneBefore], on: dt.date | None, _: JobProgress
) -> tuple[DoneBefore, ...]:
    """Mark actions as done on a day, or as not done; what they were before."""
    from ehp_desktop.review.actions_to_do import done

    for one in before:
        done(opened, one.number, on)
    return tuple(before)


def put_back(opened: "OpenStore", before: Sequence[DoneBefore], _: JobProgress) -> None:
    """Mark actions as they were."""
    from ehp_desktop.review.actions_to_do import done

    for one in before:
        done(opened, one.number, one.on)


def add(opened: "OpenStore", wish: ActionWish, _: JobProgress) -> int:
    """Add an action; its number."""
    from ehp_desktop.review.actions_to_do import NewAction, add_action

    new = NewAction(wish.what, wish.who, wish.by_when, wish.surgery_id, wish.child_id)
    number = add_action(opened, new)
    forget_kept(opened, typed_place(None))
    return number


def correct(opened: "OpenStore", number: int, wish: ActionWish, _: JobProgress) -> int:
    """Say an action anew."""
    from ehp_desktop.review.actions_to_do import correct_action

    correct_action(opened, number, what=wish.what, who=wish.who, by_when=wish.by_when)
    forget_kept(opened, f"action/{number}")
    return number


def withdraw(opened: "OpenStore", number: int, _: JobProgress) -> None:
    """Withdraw an action."""
    from ehp_desktop.review.actions_to_do import withdraw_action

    withdraw_action(opened, number)


def confirm(opened: "OpenStore", _: JobProgress) -> int:
    """Confirm every draft; how many."""
    from ehp_desktop.review.actions_to_do import confirm_actions

    return len(confirm_actions(opened))


def print_list(
    opened: "OpenStore", surgery_id: int | None, today: dt.date, language: str, _: JobProgress
) -> "Printed":
    """All open actions, or those of one surgery, as printed; the audit says that it was made."""
    from ehp_desktop.review.action_list import action_list_of
    from ehp_desktop.review.case_reading import note_printed
    from ehp_desktop.review.documents.action_list_pdf import render_action_list

    now = opened.clock().astimezone()
    told = action_list_of(opened, surgery_id, as_of=today, printed_at=now)
    printed = render_action_list(told, language)
    note_printed(opened, "actions")
    return printed
