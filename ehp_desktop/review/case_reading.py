"""Reads cases for papers: facts, routes, story and siblings, named as the paper names them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.errors import NotFoundError
from ehp_desktop.models.rows import AdviceRow, ChildRow, OverrideRow, SurgeryRow, ValueHistory
from ehp_desktop.review.agenda import Agenda, AgendaCase, Sibling
from ehp_desktop.review.assessment import assess
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.care_story import care_story
from ehp_desktop.review.case_life import CaseLife, Meeting
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
from ehp_desktop.review.facts import Facts, facts_on, looked_after
from ehp_desktop.review.imprint import Imprint
from ehp_desktop.review.life_reading import as_told
from ehp_desktop.review.names import NameCover, Names, child_name, with_initials
from ehp_desktop.review.overrides import by_child
from ehp_desktop.review.parameters import ParametersOn
from ehp_desktop.review.surgery import start_time

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is

_TEXTS: Final = ("court", "case_number", "team", "step_down_lead")
"""Texts of a child in which a full name could have been written."""


def surgery_of(session: Session, surgery_id: int) -> SurgeryRow:
    """A surgery by its number.

    Raises:
        NotFoundError: there is none.
    """
    from ehp_desktop.models import reads

    found = reads.surgery(session, surgery_id)
    if found is None:
        raise NotFoundError(
            f"There is no surgery {surgery_id}, and no paper was made; the list of surgeries "
            "shows their numbers."
        )
    return found


def imprint_of(
    opened: "OpenStore",
    as_of: dt.date,
    printed_at: dt.datetime,
    names: Names,
    surgery_date: dt.date | None = None,
) -> Imprint:
    """What each page of a paper that is not issued says of it."""
    return Imprint(
        authority=opened.authority,
        code_set=opened.code_set,
        as_of=as_of,
        parameters_version=opened.parameters.at(as_of).whole.version,
        printed_at=printed_at,
        printed_by=opened.actor.name,
        names=names,
        surgery_date=surgery_date,
    )


def note_printed(
    opened: "OpenStore", kind: str, *, with_advice: bool = False, child_id: str | None = None
) -> bool:
    """Add a line to the audit that a paper was made; returns whether it could be.

    Args:
        opened: the store; not in the middle of writing.
        kind: agenda, minutes, summary, actions, invitation or record.
        with_advice: whether it carries legal advice.
        child_id: the child it is about, where it is about one.
    """
    about = {"paper": kind, "with_advice": with_advice}
    return opened.store.noting(Action.PRINTED, child_id=child_id, about=about)


class CaseReading:
    """What the cases of one paper share while it is read.

    `surgery`: the one whose list they are on; None = a paper of no one surgery.
    """

    def __init__(
        self,
        opened: "OpenStore",
        session: Session,
        as_of: dt.date,
        names: Names,
        *,
        surgery: SurgeryRow | None = None,
        child_ids: Iterable[str] = (),
    ) -> None:
        from ehp_desktop.models import reads

        self.as_of = as_of
        self.parameters: ParametersOn = opened.parameters.at(as_of)
        self.surgeries = reads.surgeries(session)
        self._opened = opened
        self._session = session
        self._names = names
        self._surgery = surgery
        self._stored = {row.child_id: row for row in reads.children(session)}
        self._overrides = by_child(session)
        listed = surgery.cases if surgery is not None else ()
        present = [row for row in self._stored.values() if looked_after(row, as_of)]
        self.siblings = SiblingsOnAgenda.among(present, listed)
        of_these = {*listed, *child_ids}
        self._named = of_these | {one for group in self._groups(of_these) for one in group}
        self._cover = self._covering()

    def also_named(self, child_ids: Iterable[str]) -> None:
        """Other children whom the paper names; their full names are covered too."""
        self._named |= set(child_ids)
        self._cover = self._covering()

    def told(self, text: str) -> str:
        """A recorded text as the paper may print it."""
        return text if self._names is Names.FULL else self._cover.cover(text)

    def child_words(self, child_id: str) -> str:
        """A child as the paper names them, with the id."""
        name = self.name(child_id)
        return f"{name} ({child_id})" if name else child_id

    def name(self, child_id: str) -> str:
        """A child's name as the paper gives it; empty where none is recorded."""
        row = self._stored.get(child_id)
        return child_name(self._to_print(row)) if row is not None else ""

    def surgery_told(self, surgery: SurgeryRow) -> SurgeryRow:
        """A surgery, its free texts without full names where initials are asked for."""
        place, apologies = surgery.place, surgery.apologies
        return surgery._replace(
            place=place and self.told(place), apologies=apologies and self.told(apologies)
        )

    def agenda(
        self,
        surgery: SurgeryRow,
        lives: Callable[[str], CaseLife],
        printed_at: dt.datetime,
        meeting: Meeting,
        advice: tuple[AdviceRow, ...] | None,
    ) -> Agenda:
        """A surgery with its cases in order; `lives` tells what is recorded of each child."""
        return Agenda(
            authority=self._opened.authority,
            code_set=self._opened.code_set,
            surgery=self.surgery_told(surgery),
            as_of=self.as_of,
            parameters=self.parameters,
            names=self._names,
            printed_at=printed_at,
            printed_by=self._opened.actor.name,
            cases=tuple(self.case(child_id, lives(child_id)) for child_id in surgery.cases),
            siblings=self.siblings,
            meeting=meeting,
            advice=advice,
        )

    def case(self, child_id: str, life: CaseLife) -> AgendaCase:
        """One case, with what is recorded of it.

        Raises:
            NotFoundError: there is no such child.
        """
        from ehp_desktop.models import reads

        if child_id not in self._stored:
            raise NotFoundError(
                f"There is no child {child_id}, and no paper was made; check the child id."
            )
        facts = facts_on(
            self._to_print(self._stored[child_id]),
            self.as_of,
            self.parameters,
            self._opened.code_set,
        )
        overrides = [as_told(one, self.told) for one in self._overrides.get(child_id, ())]
        listed = [one for one in self.surgeries if child_id in one.cases]
        position = self._surgery.cases.index(child_id) + 1 if self._surgery else 1
        held = [one.held_on for one in reads.reviews(self._session, child_id)]
        return AgendaCase(
            position=position,
            start_time=start_time(self._surgery, position) if self._surgery else dt.time(),
            facts=facts,
            routes=self._routes(facts, overrides),
            history=self._covered(reads.provenance(self._session, child_id)),
            story=care_story(
                facts,
                reads.episodes(self._session, child_id),
                held,
                (one.date for one in listed),
            ),
            siblings=self._siblings_of(facts),
            earlier=self._earlier(listed),
            life=life,
        )

    def _routes(self, facts: Facts, overrides: list[OverrideRow]) -> Mapping[Any, Any]:
        """Worked out; whether a fact changed since an override is asked of the stored row.

        Initials differ from the names that were read when the override was made.
        """
        siblings = self.siblings if self._surgery is not None else None
        if overrides and self._names is not Names.FULL:
            row = self._stored[facts.child_id]
            facts = facts_on(row, self.as_of, self.parameters, self._opened.code_set)
        return assess(facts, self.parameters, siblings, overrides)

    def _earlier(self, listed: Iterable[SurgeryRow]) -> tuple[dt.date, ...]:
        """The days of surgeries before this one; of no one surgery, those up to the day."""
        if self._surgery is None:
            days = {one.date for one in listed if one.date <= self.as_of}
        else:
            begins = (self._surgery.date, self._surgery.time, self._surgery.id)
            days = {one.date for one in listed if (one.date, one.time, one.id) < begins}
        return tuple(sorted(days, reverse=True))

    def _groups(self, listed: Iterable[str]) -> list[frozenset[str]]:
        groups = {self._stored[one].sibling_group for one in listed if one in self._stored}
        return [self.siblings.looked_after.get(group, frozenset()) for group in groups if group]

    def _covering(self) -> NameCover:
        return NameCover(self._stored[one] for one in self._named if one in self._stored)

    def _to_print(self, row: ChildRow) -> ChildRow:
        if self._names is Names.FULL:
            return row
        return with_initials(self._cover.cover_row(row, _TEXTS))

    def _covered(self, history: Mapping[str, ValueHistory]) -> Mapping[str, ValueHistory]:
        """Provenance in which no file's name gives a full name away."""
        if self._names is Names.FULL:
            return history
        return {
            name: one._replace(
                origin=one.origin._replace(
                    file_name=one.origin.file_name and self._cover.cover(one.origin.file_name)
                )
            )
            for name, one in history.items()
        }

    def _siblings_of(self, facts: Facts) -> tuple[Sibling, ...]:
        """Brothers and sisters, those on the agenda first and in its order."""
        listed = self._surgery.cases if self._surgery is not None else ()
        numbers = {child_id: number for number, child_id in enumerate(listed, 1)}
        others = sorted(self.siblings.others(facts), key=lambda one: (numbers.get(one, 1e9), one))
        return tuple(
            Sibling(one, child_name(self._to_print(self._stored[one])), numbers.get(one))
            for one in others
        )
