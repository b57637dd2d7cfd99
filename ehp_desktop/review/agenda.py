"""One surgery's agenda as facts: everything that the paper says, before it is worded or drawn.

With initials the rows here hold initials already: a full name that is not in the agenda cannot
come out of the printer.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import AdviceRow, ChildRow, SurgeryRow, ValueHistory
from ehp_desktop.review.assessment import RouteAssessment
from ehp_desktop.review.care_story import CareStory
from ehp_desktop.review.case_life import CaseLife, Meeting
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.imprint import Imprint
from ehp_desktop.review.names import Names, child_name
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.permissions import Deed, ask, requires
from ehp_desktop.review.words import Route

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

__all__ = ["Agenda", "AgendaCase", "Names", "Sibling", "read_agenda"]


@dataclass(frozen=True, slots=True)
class Sibling:
    """A brother or sister who is looked after too; their number where on the same agenda."""

    child_id: str
    name: str
    position: int | None


@dataclass(frozen=True, slots=True)
class AgendaCase:
    """One case: the facts on the agenda's day and all that is worked out or told from them."""

    position: int
    start_time: dt.time
    facts: Facts
    routes: Mapping[Route, RouteAssessment]
    history: Mapping[str, ValueHistory]
    story: CareStory
    siblings: tuple[Sibling, ...] = ()
    earlier: tuple[dt.date, ...] = ()
    """The days of the earlier surgeries at which the child was listed, the latest first."""
    life: CaseLife = field(default_factory=CaseLife)
    """What people recorded of the case: outcomes of earlier surgeries, actions, steps, notes."""

    @property
    def row(self) -> ChildRow:
        """What is recorded of the child, named as the paper names them."""
        return self.facts.row

    @property
    def name(self) -> str:
        """The child's name as the paper gives it; empty where none is recorded."""
        return child_name(self.row)


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that one printing of an agenda says.

    `advice` None: the agenda without advice, which can carry none of it. Otherwise the current
    versions that it is to carry, about its cases and about the surgery.
    """

    authority: str
    code_set: CodeSet
    surgery: SurgeryRow
    as_of: dt.date
    parameters: ParametersOn
    names: Names
    printed_at: dt.datetime
    printed_by: str
    cases: tuple[AgendaCase, ...]
    siblings: SiblingsOnAgenda
    meeting: Meeting = field(default_factory=Meeting)
    advice: tuple[AdviceRow, ...] | None = None

    @property
    def imprint(self) -> Imprint:
        """What each of its pages says of it; what is not issued is a draft."""
        return Imprint(
            authority=self.authority,
            code_set=self.code_set,
            as_of=self.as_of,
            parameters_version=self.parameters_version,
            printed_at=self.printed_at,
            printed_by=self.printed_by,
            names=self.names,
            surgery_date=self.surgery.date,
            state=self.state,
            version=self.meeting.version,
        )

    @property
    def state(self) -> str:
        """The state of this paper: `issued` under a version's number, else that it is a draft.

        A postponed or cancelled surgery says so.
        """
        if self.surgery.state in {"postponed", "cancelled"}:
            return self.surgery.state
        return "draft" if self.meeting.version is None else "issued"

    @property
    def parameters_version(self) -> str:
        """The version of the parameters that the assessments used."""
        return self.parameters.whole.version


@requires(Deed.PRINT)
def read_agenda(
    opened: "OpenStore",
    surgery_id: int,
    *,
    as_of: dt.date | None = None,
    names: Names = Names.INITIALS,
    printed_at: dt.datetime,
    with_advice: bool = False,
    version: int | None = None,
    changes: tuple[str, ...] = (),
) -> Agenda:
    """A surgery's agenda.

    Args:
        opened: the store.
        surgery_id: the surgery's number.
        as_of: the day for which it is worked out; the surgery's date unless said.
        names: how children and their families are named.
        printed_at: when it is printed, in the time that the paper is to show.
        with_advice: whether it carries the legal advice on its cases and the surgery.
        version: the number under which it is being issued; None = a draft.
        changes: what changed to this version, a sentence each, beside what is kept of earlier ones.

    Raises:
        NotFoundError: there is no such surgery.
        NotAllowedError: the actor may not print with advice; nothing was read.
    """
    from ehp_desktop.review.case_reading import CaseReading, surgery_of  # brings SQLAlchemy
    from ehp_desktop.review.life_reading import LifeReading, read_advice

    if with_advice:
        ask(opened.actor, Deed.PRINT_ADVICE)
    with opened.store.reading() as session:
        surgery = surgery_of(session, surgery_id)
        day = as_of or surgery.date
        reading = CaseReading(opened, session, day, names, surgery=surgery)
        lives = LifeReading(session, reading.surgeries, reading.told)
        reading.also_named(lives.children_with_actions)
        advice = None
        if with_advice:
            advice = read_advice(
                opened, session, reading.told, child_ids=surgery.cases, surgery_id=surgery_id
            )
        overdue = lives.overdue(reading.child_words, day)
        meeting = replace(lives.meeting(surgery, version, changes), overdue=overdue)
        return reading.agenda(
            surgery, lambda one: lives.before(one, surgery), printed_at, meeting, advice
        )
