"""The minutes of one surgery as facts: everything that the paper says, before it is drawn."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ehp_desktop.models.rows import AdviceRow, SurgeryEventRow, SurgeryRow
from ehp_desktop.review.agenda import Agenda
from ehp_desktop.review.case_life import ActionTold
from ehp_desktop.review.imprint import Imprint
from ehp_desktop.review.names import Names
from ehp_desktop.review.permissions import Deed, ask, requires

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """What one printing of minutes says.

    `agenda`: the surgery with its cases in order, worked out for its day, each case's `life`
    holding what this surgery recorded and nothing of others; its `advice` decides whether the
    minutes carry advice. `actions`: those about no child. `addenda`: events of that kind.
    """

    agenda: Agenda
    actions: tuple[ActionTold, ...] = ()
    addenda: tuple[SurgeryEventRow, ...] = ()

    @property
    def imprint(self) -> Imprint:
        """What each page says; minutes of a surgery that is not closed are a draft."""
        state = "closed" if self.agenda.surgery.state == "closed" else "draft"
        return replace(self.agenda.imprint, state=state)


@requires(Deed.PRINT)
def minutes_of(
    opened: "OpenStore",
    surgery_id: int,
    *,
    printed_at: dt.datetime,
    names: Names = Names.INITIALS,
    with_advice: bool = False,
    version: int | None = None,
) -> MinutesPaper:
    """The minutes of a surgery, worked out for its day.

    Args:
        opened: the store.
        surgery_id: the surgery's number.
        printed_at: when they are printed, in the time that the paper is to show.
        names: how children and their families are named.
        with_advice: whether they carry the legal advice given at this surgery, and that on its
            cases which was given at none.
        version: the number under which they are issued; None = not issued.

    Raises:
        NotFoundError: there is no such surgery.
        NotAllowedError: the actor may not print with advice; nothing was read.
    """
    from ehp_desktop.review.case_reading import CaseReading, surgery_of  # brings SQLAlchemy
    from ehp_desktop.review.life_reading import LifeReading

    if with_advice:
        ask(opened.actor, Deed.PRINT_ADVICE)
    with opened.store.reading() as session:
        surgery = surgery_of(session, surgery_id)
        reading = CaseReading(opened, session, surgery.date, names, surgery=surgery)
        lives = LifeReading(session, reading.surgeries, reading.told)
        advice = _advice(opened, session, reading.told, surgery) if with_advice else None
        meeting = lives.meeting(surgery, version)
        agenda = reading.agenda(
            surgery, lambda one: lives.at(one, surgery), printed_at, meeting, advice
        )
        return MinutesPaper(
            agenda,
            actions=lives.actions(
                reading.child_words,
                lambda one: one.surgery_id == surgery_id and one.child_id not in surgery.cases,
            ),
            addenda=lives.events(surgery, "addendum"),
        )


def _advice(
    opened: "OpenStore", session: Session, told: Callable[[str], str], surgery: SurgeryRow
) -> tuple[AdviceRow, ...]:
    """The advice of a surgery, and that on its cases which was given at none in particular."""
    from ehp_desktop.review.life_reading import read_advice

    found = read_advice(opened, session, told, child_ids=surgery.cases, surgery_id=surgery.id)
    return tuple(one for one in found if one.surgery_id in (surgery.id, None))
