"""One surgery's agenda as facts: everything that the paper says, before it is worded or drawn.

With initials the rows here hold initials already: a full name that is not in the agenda cannot
come out of the printer.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.models.rows import ChildRow, SurgeryRow, ValueHistory
from ehp_desktop.review.assessment import RouteAssessment, assess
from ehp_desktop.review.care_story import CareStory, care_story
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
from ehp_desktop.review.facts import Facts, facts_on, looked_after
from ehp_desktop.review.names import NameCover, Names, child_name, with_initials
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.surgery import start_time
from ehp_desktop.review.words import Route

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

__all__ = ["Agenda", "AgendaCase", "Names", "Sibling", "read_agenda"]

_TEXTS: Final = ("court", "case_number", "team", "step_down_lead")
"""Texts of a child in which a full name could have been written."""


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
    """Everything that one printing of an agenda says."""

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

    @property
    def parameters_version(self) -> str:
        """The version of the parameters that the assessments used."""
        return self.parameters.whole.version


def read_agenda(
    opened: "OpenStore",
    surgery_id: int,
    *,
    as_of: dt.date | None = None,
    names: Names = Names.INITIALS,
    printed_at: dt.datetime,
) -> Agenda:
    """A surgery's agenda, worked out for a day.

    Args:
        opened: the store.
        surgery_id: the surgery's number.
        as_of: the day for which everything is worked out; the surgery's date unless said.
        names: how children and their families are named.
        printed_at: when it is printed, in the time that the paper is to show.

    Raises:
        NotFoundError: there is no such surgery.
    """
    from ehp_desktop.models import reads  # brings SQLAlchemy, see surgery.py

    with opened.store.reading() as session:
        surgery = reads.surgery(session, surgery_id)
        if surgery is None:
            raise NotFoundError(
                f"There is no surgery {surgery_id}, and no agenda was made; the list of "
                "surgeries shows their numbers."
            )
        stored = {row.child_id: row for row in reads.children(session)}
        surgeries = reads.surgeries(session)
        reading = _Reading(opened, surgery, as_of or surgery.date, names, stored, surgeries)
        cases = [
            reading.case(
                child_id,
                episodes=reads.episodes(session, child_id),
                reviews=[one.held_on for one in reads.reviews(session, child_id)],
                history=reads.provenance(session, child_id),
            )
            for child_id in surgery.cases
        ]
    return reading.agenda(cases, printed_at)


class _Reading:
    """What the cases of one agenda share while it is read."""

    def __init__(
        self,
        opened: "OpenStore",
        surgery: SurgeryRow,
        as_of: dt.date,
        names: Names,
        stored: Mapping[str, ChildRow],
        surgeries: Sequence[SurgeryRow],
    ) -> None:
        self.as_of = as_of
        self.parameters: ParametersOn = opened.parameters.at(as_of)
        self._opened = opened
        self._names = names
        self._surgery = surgery
        self._surgeries = surgeries
        self._stored = stored
        present = [row for row in stored.values() if looked_after(row, as_of)]
        self.siblings = SiblingsOnAgenda.among(present, surgery.cases)
        listed = set(surgery.cases)
        named = listed | {one for group in self._groups(listed) for one in group}
        self._cover = NameCover(stored[one] for one in named if one in stored)

    def _groups(self, listed: Iterable[str]) -> list[frozenset[str]]:
        groups = {self._stored[one].sibling_group for one in listed if one in self._stored}
        return [self.siblings.looked_after.get(group, frozenset()) for group in groups if group]

    def agenda(self, cases: Iterable[AgendaCase], printed_at: dt.datetime) -> Agenda:
        """The agenda of these cases."""
        return Agenda(
            authority=self._opened.authority,
            code_set=self._opened.code_set,
            surgery=self._surgery_to_print(),
            as_of=self.as_of,
            parameters=self.parameters,
            names=self._names,
            printed_at=printed_at,
            printed_by=self._opened.actor.name,
            cases=tuple(cases),
            siblings=self.siblings,
        )

    def _surgery_to_print(self) -> SurgeryRow:
        """The surgery, its free texts without full names where initials are asked for."""
        if self._names is Names.FULL:
            return self._surgery
        place, apologies = self._surgery.place, self._surgery.apologies
        return self._surgery._replace(
            place=place and self._cover.cover(place),
            apologies=apologies and self._cover.cover(apologies),
        )

    def case(self, child_id: str, **told: Any) -> AgendaCase:
        """One case, from the child's row and what is told of them besides."""
        row = self._to_print(self._stored[child_id])
        facts = facts_on(row, self.as_of, self.parameters, self._opened.code_set)
        position = self._surgery.cases.index(child_id) + 1
        listed = [one for one in self._surgeries if child_id in one.cases]
        begins = (self._surgery.date, self._surgery.time, self._surgery.id)
        earlier = [one.date for one in listed if (one.date, one.time, one.id) < begins]
        return AgendaCase(
            position=position,
            start_time=start_time(self._surgery, position),
            facts=facts,
            routes=assess(facts, self.parameters, self.siblings),
            history=self._covered(told["history"]),
            story=care_story(
                facts, told["episodes"], told["reviews"], (one.date for one in listed)
            ),
            siblings=self._siblings_of(facts),
            earlier=tuple(sorted(set(earlier), reverse=True)),
        )

    def _to_print(self, row: ChildRow) -> ChildRow:
        if self._names is Names.FULL:
            return row
        return with_initials(self._cover.cover_row(row, _TEXTS))

    def _covered(self, history: Mapping[str, ValueHistory]) -> Mapping[str, ValueHistory]:
        """Provenance in which no file's name gives a full name away."""
        if self._names is Names.FULL:
            return history
        return {
            field: one._replace(
                origin=one.origin._replace(
                    file_name=one.origin.file_name and self._cover.cover(one.origin.file_name)
                )
            )
            for field, one in history.items()
        }

    def _siblings_of(self, facts: Facts) -> tuple[Sibling, ...]:
        """Brothers and sisters, those on the agenda first and in its order."""
        numbers = {child_id: number for number, child_id in enumerate(self._surgery.cases, 1)}
        others = sorted(self.siblings.others(facts), key=lambda one: (numbers.get(one, 1e9), one))
        return tuple(
            Sibling(one, child_name(self._to_print(self._stored[one])), numbers.get(one))
            for one in others
        )
