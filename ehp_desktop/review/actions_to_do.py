"""Actions: what is to be done, by whom, by when, and when it was done.

Of a case at a surgery, of a surgery, of a case, or of none. What an administrator records is a
draft until the chair confirms it: an action that they say was done is open until then.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ActionRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.case_life import is_done, is_overdue
from ehp_desktop.review.confirming import (
    confirms,
    shown,
    take_back,
    thread_of,
    threads,
    waiting,
)
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.texts import tidy_line, wanted_text

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is

_OVER: Final = frozenset({"closed", "cancelled"})
"""The states of a surgery to which no action is added any more; a general one can be."""


@dataclass(frozen=True, slots=True)
class NewAction:
    """What a person says of an action; `by_when` None = without a day."""

    what: str
    who: str
    by_when: dt.date | None = None
    surgery_id: int | None = None
    child_id: str | None = None


class ActionListed(NamedTuple):
    """One action as it is: what stands, else the draft; and the draft that waits beside it.

    `overdue`: what stands was to be done before the list's day, and was not done by it.
    `versions`: all of its thread, oldest first.
    """

    row: ActionRow
    draft: ActionRow | None
    overdue: bool
    surgery_date: dt.date | None
    versions: tuple[ActionRow, ...]


@requires(Deed.RECORD)
def add_action(opened: "OpenStore", new: NewAction) -> int:
    """Add an action; returns its number. An administrator's is a draft.

    Raises:
        NotFoundError: there is no such surgery or child.
        RefusedError: what or who is blank, the surgery is closed or cancelled, or the case is not
            on its agenda.
    """
    what, who = wanted_text("action", new.what), _who(new.who)
    with recording(opened, Action.ACTION, child_id=new.child_id) as pen:
        _belongs(pen.session, new)
        return pen.first(
            ActionRow,
            surgery_id=new.surgery_id,
            child_id=new.child_id,
            what=what,
            who=who,
            by_when=new.by_when,
            done_on=None,
            confirmed=confirms(opened),
        )


@requires(Deed.RECORD)
def correct_action(
    opened: "OpenStore", action_id: int, *, what: str, who: str, by_when: dt.date | None
) -> None:
    """Say anew what is to be done, by whom and by when.

    Raises:
        NotFoundError: there is no such action.
        RefusedError: what or who is blank, or the action was withdrawn.
    """
    _rewrite(
        opened,
        action_id,
        {"what": wanted_text("action", what), "who": _who(who), "by_when": by_when},
    )


@requires(Deed.RECORD)
def done(opened: "OpenStore", action_id: int, on: dt.date | None) -> None:
    """Record on which day an action was done; None = it was not, after all.

    Raises:
        NotFoundError: there is no such action.
        RefusedError: it was withdrawn.
    """
    _rewrite(opened, action_id, {"done_on": on})


@requires(Deed.RECORD)
def withdraw_action(opened: "OpenStore", action_id: int) -> None:
    """Withdraw an action; where a draft waits over what stands, only the draft.

    Raises:
        NotFoundError: there is no such action.
        RefusedError: it was withdrawn already.
    """
    child_id = _child_of(opened, action_id)
    with recording(opened, Action.ACTION, child_id=child_id) as pen:
        take_back(pen, _standing(pen.session, action_id), confirmed=confirms(opened))


@requires(Deed.CONFIRM)
def confirm_actions(opened: "OpenStore", action_ids: Sequence[int] | None = None) -> list[int]:
    """Confirm drafts of actions, all or some; all of these or none. Their numbers.

    Raises:
        NotFoundError: there is no such action.
        RefusedError: one has no draft that waits.
    """
    with recording(opened, Action.ACTION, about={"confirmed": True}) as pen:
        if action_ids is None:
            drafts = [one for one in _all(pen.session) if waiting(one)]
        else:
            drafts = [_thread(pen.session, one) for one in dict.fromkeys(action_ids)]
        for one in drafts:
            if waiting(one) is None:
                raise RefusedError(
                    f"Action {one[0].thread} has no draft that waits to be confirmed; nothing was "
                    "changed."
                )
            pen.next(one[-1], confirmed=True)
        return [one[0].thread for one in drafts]


@requires(Deed.READ)
def list_actions(
    opened: "OpenStore",
    as_of: dt.date,
    *,
    surgery_id: int | None = None,
    child_id: str | None = None,
    with_done: bool = True,
) -> list[ActionListed]:
    """Actions of a surgery, of a child, or all, without those withdrawn.

    Overdue ones come first, the longest overdue leading; then the others by their day, those
    without one after them; those done last.
    """
    with opened.store.reading() as session:
        return actions_listed(
            session, as_of, surgery_id=surgery_id, child_id=child_id, with_done=with_done
        )


def actions_listed(
    session: Session, as_of: dt.date, *, with_done: bool = True, **of: Any
) -> list[ActionListed]:
    """`list_actions` within a session that somebody else has opened."""
    from ehp_desktop.models import reads

    dates = {one.id: one.date for one in reads.surgeries(session)}
    asked = {name: value for name, value in of.items() if value is not None}
    listed = [
        ActionListed(
            row,
            waiting(one),
            is_overdue(row, as_of),
            None if row.surgery_id is None else dates[row.surgery_id],
            tuple(one),
        )
        for one in _all(session, asked)
        if (row := shown(one)) is not None and (with_done or not is_done(row, as_of))
    ]
    return sorted(listed, key=lambda one: _order(one, as_of))


def _order(one: ActionListed, as_of: dt.date) -> tuple[bool, bool, dt.date, int]:
    row = one.row
    return is_done(row, as_of), not one.overdue, row.by_when or dt.date.max, row.thread


def _rewrite(opened: "OpenStore", action_id: int, changed: Mapping[str, Any]) -> None:
    counts = confirms(opened)
    with opened.store.reading() as session:
        last = _standing(session, action_id)[-1]
    said = all(getattr(last, name) == value for name, value in changed.items())
    if said and (last.confirmed or not counts):
        return  # said again as it stands: no new version
    with recording(opened, Action.ACTION, child_id=last.child_id) as pen:
        pen.next(_standing(pen.session, action_id)[-1], **changed, confirmed=counts)


def _who(name: str) -> str:
    who = tidy_line("name", name)
    if who is None:
        raise RefusedError("Nobody was named who is to do it; nothing was changed. Name somebody.")
    return who


def _belongs(session: Session, new: NewAction) -> None:
    """Refuse what an action cannot be of."""
    from ehp_desktop.models import reads

    if new.child_id is not None and reads.child(session, new.child_id) is None:
        raise NotFoundError(
            f"There is no child {new.child_id} in this store; nothing was changed. Check the id."
        )
    if new.surgery_id is None:
        return
    surgery = reads.surgery(session, new.surgery_id)
    if surgery is None:
        raise NotFoundError(
            f"There is no surgery {new.surgery_id}, so nothing was changed; the list of surgeries "
            "shows their numbers."
        )
    if surgery.state in _OVER:
        raise RefusedError(
            f"Surgery {new.surgery_id} is {surgery.state}, so no action was added to it. Add it to "
            "the case, or as an addendum."
        )
    if new.child_id is not None and new.child_id not in surgery.cases:
        raise RefusedError(
            f"{new.child_id} is not on the agenda of surgery {new.surgery_id}, so nothing was "
            "changed. Put the case on its agenda first, or leave the surgery out."
        )


def _standing(session: Session, action_id: int) -> list[ActionRow]:
    versions = _thread(session, action_id)
    if shown(versions) is None:
        raise RefusedError(f"Action {action_id} was withdrawn; nothing was changed. Add a new one.")
    return versions


def _thread(session: Session, action_id: int) -> list[ActionRow]:
    return thread_of(
        session,
        ActionRow,
        action_id,
        f"There is no action {action_id}, so nothing was changed; `action list` shows them.",
    )


def _child_of(opened: "OpenStore", action_id: int) -> str | None:
    with opened.store.reading() as session:
        return _thread(session, action_id)[-1].child_id


def _all(session: Session, asked: Mapping[str, object] | None = None) -> Iterable[list[ActionRow]]:
    from ehp_desktop.models import life_reads

    return threads(life_reads.all_versions(session, ActionRow, **(asked or {}))).values()
