"""An invitation to a surgery: to whom, when, where, which cases; no facts of any of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ehp_desktop.models.rows import SurgeryRow
from ehp_desktop.review.imprint import Imprint
from ehp_desktop.review.names import Names
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.surgery import start_time

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


class CaseCalled(NamedTuple):
    """A case as an invitation may name it: number, time, initials (or none) and id."""

    position: int
    start_time: dt.time
    name: str
    child_id: str


@dataclass(frozen=True, slots=True)
class InvitationPaper:
    """What one invitation says. `to`: names, one or the whole list. `cases` None: none are named.

    The cases' names are initials on every invitation, whatever the agenda has.
    """

    imprint: Imprint
    surgery: SurgeryRow
    to: tuple[str, ...]
    cases: tuple[CaseCalled, ...] | None = None


@requires(Deed.PRINT)
def invitation_of(
    opened: "OpenStore",
    surgery_id: int,
    to: Sequence[str] = (),
    *,
    with_cases: bool = False,
    printed_at: dt.datetime,
) -> InvitationPaper:
    """An invitation to a surgery.

    Args:
        opened: the store.
        surgery_id: the surgery's number.
        to: whom it is for; everybody on the invitation list where nobody is named.
        with_cases: whether the cases are named, by initials and id and no more.
        printed_at: when it is printed, in the time that the paper is to show.

    Raises:
        NotFoundError: there is no such surgery.
    """
    from ehp_desktop.review.case_reading import (  # brings SQLAlchemy
        CaseReading,
        imprint_of,
        surgery_of,
    )
    from ehp_desktop.review.life_reading import LifeReading

    with opened.store.reading() as session:
        surgery = surgery_of(session, surgery_id)
        day = surgery.date
        reading = CaseReading(opened, session, day, Names.INITIALS, surgery=surgery)
        invited = LifeReading(session, reading.surgeries, reading.told).meeting(surgery)
        cases = tuple(
            CaseCalled(position, start_time(surgery, position), reading.name(child_id), child_id)
            for position, child_id in enumerate(surgery.cases, 1)
        )
        return InvitationPaper(
            imprint=imprint_of(opened, day, printed_at, Names.INITIALS, day),
            surgery=reading.surgery_told(surgery),
            to=tuple(to) or tuple(one.name for one in invited.people("invited")),
            cases=cases if with_cases else None,
        )
