"""Drafts and what stands: an administrator's outcomes, actions and steps wait for the chair.

A thread's last confirmed version stands until another is confirmed: what an administrator
records over it is a draft beside it. A version that says again what was confirmed already (the
draft over it was taken back, or the outcome was copied to the case record) is confirmed as it was.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.review.actor import Role
from ehp_desktop.review.permissions import Deed, may

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore

Row = TypeVar("Row", bound=Any)  # CaseOutcomeRow, ActionRow or StepRow


def confirms(opened: "OpenStore") -> bool:
    """Whether what the actor records is confirmed at once: a chair's and a lawyer's is."""
    return opened.actor.role is Role.LAWYER or may(opened.actor, Deed.CONFIRM)


def stands(versions: Sequence[Row]) -> Row | None:
    """The version that stands: the last confirmed one, unless it withdraws the thread."""
    last = last_confirmed(versions)
    return None if last is None or last.withdrawn else last


def waiting(versions: Sequence[Row]) -> Row | None:
    """The draft that waits for the chair; a withdrawn one of which nothing stood does not."""
    if not versions or versions[-1].confirmed:
        return None
    last = versions[-1]
    return None if last.withdrawn and stands(versions) is None else last


def shown(versions: Sequence[Row]) -> Row | None:
    """The version to tell: the one that stands, else the draft; None: withdrawn."""
    return stands(versions) or waiting(versions)


def threads(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Versions by their thread, oldest first, threads in the order in which they began."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.thread, []).append(row)
    return found


def take_back(pen: "Pen", versions: Sequence[Row], *, confirmed: bool) -> None:
    """Withdraw a thread; where a draft waits over what stands, only that draft.

    Args:
        pen: of the transaction in which the versions were read.
        versions: of one thread, oldest first; the last one is not a withdrawal that counts.
        confirmed: whether a withdrawal counts at once, or waits for the chair.
    """
    last, before = versions[-1], last_confirmed(versions)
    if not last.confirmed and before is not None:
        again = before._asdict()
        kept = {name: again[name] for name in again if name not in _OF_THE_VERSION}
        pen.next(last, **kept)
    else:
        pen.next(last, withdrawn=True, confirmed=confirmed)


def thread_of(session: Any, row: type[Row], number: int, missing: str) -> list[Row]:
    """Every version of one thread, oldest first; it may be named by the number of any of them.

    Raises:
        NotFoundError: there is no such row; `missing` says so.
    """
    from ehp_desktop.models import life_reads

    named: list[Row] = life_reads.all_versions(session, row, id=number)
    if not named:
        raise NotFoundError(missing)
    return life_reads.one_thread(session, row, named[0].thread)


_OF_THE_VERSION = frozenset({"id", "thread", "version", "author_id", "author", "role", "at"})


def last_confirmed(versions: Sequence[Row]) -> Row | None:
    """The last version that a chair's or a lawyer's word is behind, were it a withdrawal.

    An administrator's version that counts only says again what one of them had said (a draft over
    it was taken back, or it was copied to the case record): it is told as theirs.
    """
    last = next((one for one in reversed(versions) if one.confirmed), None)
    if last is None or last.role != Role.ADMINISTRATOR:
        return last
    theirs = (one for one in reversed(versions) if one.confirmed and one.role != last.role)
    maker = next(theirs, last)
    said: Row = last._replace(
        author_id=maker.author_id, author=maker.author, role=maker.role, at=maker.at
    )
    return said
