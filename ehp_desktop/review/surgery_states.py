"""The states of a surgery's life: one table of moves, and one of what each state lets change.

A draft is issued, as often as it takes, then held, then closed. Until it is held it may be
postponed or cancelled; what is closed or cancelled stays as it is, but for dated addenda.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import SurgeryRow

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen

Session = Any  # of models/: no room but that one knows what it is


class SurgeryState(StrEnum):
    """Where a surgery is in its life."""

    DRAFT = "draft"
    ISSUED = "issued"
    HELD = "held"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """What puts a surgery into another state, or into the same one anew; each is an event."""

    ISSUE = "issued"
    HOLD = "held"
    CLOSE = "closed"
    POSTPONE = "postponed"
    GIVE_DATE = "postponed to"
    """Postponed to a date: it stays, or becomes again, the draft or issued surgery that it was."""
    CANCEL = "cancelled"


class Part(StrEnum):
    """What of a surgery can be changed, and in some states cannot."""

    FACTS = "date, time, place and people"
    CASES = "cases and their order"
    LATE_CASE = "cases that come up"
    ATTENDANCE = "attendance"
    OUTCOMES = "outcomes"
    ADDENDA = "addenda"


_BEFORE: Final = frozenset({SurgeryState.DRAFT, SurgeryState.ISSUED})
_OPEN: Final = _BEFORE | {SurgeryState.POSTPONED}

MOVES: Final[Mapping[Move, frozenset[SurgeryState]]] = {
    Move.ISSUE: _BEFORE,
    Move.HOLD: frozenset({SurgeryState.ISSUED}),
    Move.CLOSE: frozenset({SurgeryState.HELD}),
    Move.POSTPONE: _BEFORE,
    Move.GIVE_DATE: _OPEN,
    Move.CANCEL: _OPEN,
}
"""From which states each move can be made."""

CHANGES: Final[Mapping[Part, frozenset[SurgeryState]]] = {
    Part.FACTS: _OPEN,
    Part.CASES: _OPEN,
    Part.LATE_CASE: _OPEN | {SurgeryState.HELD},
    Part.ATTENDANCE: _OPEN | {SurgeryState.HELD},
    Part.OUTCOMES: _BEFORE | {SurgeryState.HELD},
    Part.ADDENDA: frozenset({SurgeryState.CLOSED}),
}
"""In which states each part can be changed. At the meeting a case that comes up can be added."""

_IS: Final = {
    SurgeryState.DRAFT: "is still a draft",
    SurgeryState.ISSUED: "is issued and has not been held",
    SurgeryState.HELD: "has been held and is not closed",
    SurgeryState.CLOSED: "is closed",
    SurgeryState.POSTPONED: "is postponed and has no date",
    SurgeryState.CANCELLED: "was cancelled",
}
_NEXT: Final = {
    SurgeryState.DRAFT: "Issue its agenda first.",
    SurgeryState.ISSUED: "Mark it as held first.",
    SurgeryState.HELD: "Record outcomes, notes and attendance, and close it.",
    SurgeryState.CLOSED: "What is to be said after that is an addendum.",
    SurgeryState.POSTPONED: "Give it a date first.",
    SurgeryState.CANCELLED: "Make another surgery instead.",
}
_MOVED: Final = {
    Move.ISSUE: "cannot be issued",
    Move.HOLD: "cannot be marked as held",
    Move.CLOSE: "cannot be closed",
    Move.POSTPONE: "cannot be postponed",
    Move.GIVE_DATE: "cannot be given another date",
    Move.CANCEL: "cannot be cancelled",
}


def surgery_row(session: Session, surgery_id: int) -> SurgeryRow:
    """A surgery as it is now.

    Raises:
        NotFoundError: there is no such surgery.
    """
    from ehp_desktop.models import reads

    row = reads.surgery(session, surgery_id)
    if row is None:
        raise NotFoundError(
            f"There is no surgery {surgery_id}, and nothing was changed; list the surgeries to see "
            "their numbers."
        )
    return row


def can(state: str, wanted: Move | Part) -> bool:
    """Whether a move can be made from a state, or a part changed in it."""
    table = MOVES[wanted] if isinstance(wanted, Move) else CHANGES[wanted]
    return state in table


def why_not_now(row: SurgeryRow, wanted: Move | Part) -> str | None:
    """Why a surgery's state does not let something be done, as sentences; None where it does."""
    if can(row.state, wanted):
        return None
    state = SurgeryState(row.state)
    if isinstance(wanted, Move):
        refused = f"it {_MOVED[wanted]}"
    elif wanted is Part.ADDENDA:
        refused = "addenda are for a surgery that is closed"
    else:
        refused = f"its {wanted} cannot be changed"
    return f"Surgery {row.id} {_IS[state]}, so {refused}; nothing was changed. {_NEXT[state]}"


def must(row: SurgeryRow, wanted: Move | Part) -> None:
    """Go on only where the surgery's state lets something be done.

    Raises:
        RefusedError: it does not; nothing was changed.
    """
    wrong = why_not_now(row, wanted)
    if wrong is not None:
        raise RefusedError(wrong)


def take_up_again(pen: "Pen", surgery_id: int) -> None:
    """Make a postponed surgery the draft, or the issued one, that it was."""
    from ehp_desktop.models.issued_papers import last_version
    from ehp_desktop.models.writes import set_surgery_state

    issued = last_version(pen.session, surgery_id) is not None
    set_surgery_state(
        pen.session, surgery_id, SurgeryState.ISSUED if issued else SurgeryState.DRAFT
    )
