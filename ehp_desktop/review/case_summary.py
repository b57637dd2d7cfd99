"""One case in brief as facts: who and where, routes with reasons, what was decided and done."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehp_desktop.models.rows import AdviceRow
from ehp_desktop.review.agenda import AgendaCase
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
from ehp_desktop.review.imprint import Imprint
from ehp_desktop.review.names import Names
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.permissions import Deed, ask, requires

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


@dataclass(frozen=True, slots=True)
class CaseSummaryPaper:
    """What one printing of a case's summary says; `advice` None = it can carry none."""

    imprint: Imprint
    case: AgendaCase
    parameters: ParametersOn
    siblings: SiblingsOnAgenda | None = None
    advice: tuple[AdviceRow, ...] | None = None


@requires(Deed.PRINT)
def case_summary_of(
    opened: "OpenStore",
    child_id: str,
    *,
    as_of: dt.date,
    printed_at: dt.datetime,
    names: Names = Names.INITIALS,
    with_advice: bool = False,
) -> CaseSummaryPaper:
    """One case's summary, worked out for a day.

    Raises:
        NotFoundError: there is no such child.
        NotAllowedError: the actor may not print with advice; nothing was read.
    """
    from ehp_desktop.review.case_reading import CaseReading, imprint_of  # brings SQLAlchemy
    from ehp_desktop.review.life_reading import LifeReading, read_advice

    if with_advice:
        ask(opened.actor, Deed.PRINT_ADVICE)
    with opened.store.reading() as session:
        reading = CaseReading(opened, session, as_of, names, child_ids=(child_id,))
        lives = LifeReading(session, reading.surgeries, reading.told)
        return CaseSummaryPaper(
            imprint=imprint_of(opened, as_of, printed_at, names),
            case=reading.case(child_id, lives.whole(child_id)),
            parameters=reading.parameters,
            advice=read_advice(opened, session, reading.told, child_ids=(child_id,))
            if with_advice
            else None,
        )
