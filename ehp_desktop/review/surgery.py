"""A surgery and its agenda: made, changed, filled from candidates, ordered and timed."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.rows import ChildRow, SurgeryRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.recording import recording
from ehp_desktop.review.surgery_states import (
    Part,
    SurgeryState,
    must,
    surgery_row,
    take_up_again,
)
from ehp_desktop.review.texts import tidy_line, tidy_text
from ehp_desktop.review.words import Cohort, Route, RouteState

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.assessment import RouteAssessment
    from ehp_desktop.review.facts import Facts
    from ehp_desktop.review.opening import OpenStore
    from ehp_desktop.review.series import PlannedDay

# models.reads and models.writes bring SQLAlchemy with them: they are imported where a store is
# open, so that a screen that only needs `SurgeryDraft` starts without it.

LONGEST_CASE: Final = 240


@dataclass(frozen=True, slots=True)
class SurgeryDraft:
    """What a person says of a surgery; texts are tidied and blank ones count as not given."""

    date: dt.date
    time: dt.time = dt.time(10, 0)
    place: str | None = None
    chair: str | None = None
    lawyer: str | None = None
    apologies: str | None = None
    minutes_per_case: int = 20


@dataclass(frozen=True, slots=True)
class CasesChanged:
    """What became of the cases that were asked for; `id` is the surgery's."""

    id: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    already_there: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class CasesRefusedError(RefusedError):
    """Cases that cannot be added, removed or ordered as asked; the agenda is as it was."""

    def __init__(self, message: str, changed: CasesChanged) -> None:
        super().__init__(message)
        self.changed = changed


@dataclass(frozen=True, slots=True)
class SurgeryCaseShown:
    """One case of an agenda, worked out for the surgery's date; positions run from 1."""

    position: int
    row: ChildRow
    start_time: dt.time
    age: int | None
    cohort: Cohort | None
    routes: Mapping[Route, "RouteAssessment"]
    facts: "Facts"

    @property
    def child_id(self) -> str:
        """The child's id."""
        return self.row.child_id


@dataclass(frozen=True, slots=True)
class SurgeryShown:
    """A surgery and its cases in order."""

    row: SurgeryRow
    cases: tuple[SurgeryCaseShown, ...]


def start_time(surgery: SurgeryRow, position: int) -> dt.time:
    """When the case at a position (from 1) begins; past midnight the clock starts again."""
    first = surgery.time.hour * 60 + surgery.time.minute
    minutes = first + (position - 1) * surgery.minutes_per_case
    return dt.time(minutes // 60 % 24, minutes % 60)


@requires(Deed.MAKE_SURGERY)
def new_surgery(opened: "OpenStore", draft: SurgeryDraft) -> int:
    """Make a surgery and return its number; its cases are those relisted for it, if any.

    Raises:
        RefusedError: a text holds control characters or is too long, or the minutes are not 1 to
            240.
    """
    return new_series(opened, draft, (draft.date,))[0]


@requires(Deed.MAKE_SURGERY)
def new_series(
    opened: "OpenStore", draft: SurgeryDraft, days: "Iterable[dt.date | PlannedDay]"
) -> list[int]:
    """Make a surgery on each day, all like the draft; all of them or none. Their numbers in order.

    Raises:
        RefusedError: as for `new_surgery`.
    """
    from ehp_desktop.models import writes
    from ehp_desktop.review.relisting import relist_onto

    tidy = _tidied(draft)
    dates = [day if isinstance(day, dt.date) else day.date for day in days]
    with recording(opened, Action.SURGERY) as pen:
        numbers = [
            writes.add_surgery(pen.session, **_columns(tidy, date), **_stamp(opened))
            for date in dates
        ]
        for number in numbers:
            pen.surgery_event(number, "made")
        relist_onto(pen, *numbers)
        return numbers


@requires(Deed.MAKE_SURGERY)
def edit_surgery(opened: "OpenStore", surgery_id: int, draft: SurgeryDraft) -> None:
    """Change what is said of a surgery; its cases stay.

    Another date for one that is postponed makes it the draft or issued surgery again that it was.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: as for `new_surgery`, or it has been held, closed or cancelled.
    """
    from ehp_desktop.models import writes

    tidy = _tidied(draft)
    with recording(opened, Action.SURGERY, about={"surgery": surgery_id}) as pen:
        row = surgery_row(pen.session, surgery_id)
        must(row, Part.FACTS)
        writes.edit_surgery(pen.session, surgery_id, **_columns(tidy, tidy.date))
        if row.state == SurgeryState.POSTPONED and tidy.date != row.date:
            take_up_again(pen, surgery_id)
        pen.surgery_event(surgery_id, "edited")


@requires(Deed.READ)
def list_surgeries(opened: "OpenStore") -> list[SurgeryRow]:
    """Every surgery, in the order of date, time and number."""
    from ehp_desktop.models import reads

    with opened.store.reading() as session:
        return reads.surgeries(session)


@requires(Deed.READ)
def one_surgery(opened: "OpenStore", surgery_id: int) -> SurgeryRow:
    """What is said of a surgery, and its list of cases.

    Raises:
        NotFoundError: there is no such surgery.
    """
    with opened.store.reading() as session:
        return surgery_row(session, surgery_id)


@requires(Deed.READ)
def show_surgery(opened: "OpenStore", surgery_id: int) -> SurgeryShown:
    """A surgery with its cases in order, worked out for its date and with this agenda in mind.

    Raises:
        NotFoundError: there is no such surgery.
    """
    from ehp_desktop.models import reads
    from ehp_desktop.review.assessment import assess
    from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
    from ehp_desktop.review.facts import facts_on, looked_after
    from ehp_desktop.review.overrides import by_child

    with opened.store.reading() as session:
        surgery = surgery_row(session, surgery_id)
        stored = {row.child_id: row for row in reads.children(session)}
        overrides = by_child(session)
    present = [row for row in stored.values() if looked_after(row, surgery.date)]
    siblings = SiblingsOnAgenda.among(present, surgery.cases)
    parameters = opened.parameters.at(surgery.date)
    cases = []
    for position, child_id in enumerate(surgery.cases, 1):
        facts = facts_on(stored[child_id], surgery.date, parameters, opened.code_set)
        routes = assess(facts, parameters, siblings, overrides.get(child_id, ()))
        begins = start_time(surgery, position)
        cases.append(
            SurgeryCaseShown(position, facts.row, begins, facts.age, facts.cohort, routes, facts)
        )
    return SurgeryShown(surgery, tuple(cases))


@requires(Deed.MAKE_SURGERY)
def add_cases(opened: "OpenStore", surgery_id: int, child_ids: Sequence[str]) -> CasesChanged:
    """Put children at the end of an agenda in the order given; all of them or none.

    Any child in the store may be added by hand, of whatever cohort: the person knows why. Those
    already on the agenda stay where they are.

    Raises:
        NotFoundError: there is no such surgery.
        CasesRefusedError: a child is not in the store; `changed.unknown` names which.
    """
    from ehp_desktop.models import reads

    with recording(opened, Action.SURGERY, about={"surgery": surgery_id}) as pen:
        row = surgery_row(pen.session, surgery_id)
        must(row, Part.LATE_CASE)
        wanted = list(dict.fromkeys(child_ids))
        unknown = tuple(one for one in wanted if reads.child(pen.session, one) is None)
        if unknown:
            raise CasesRefusedError(
                f"Not in the store: {', '.join(unknown)}. Nothing was added; check the child ids.",
                CasesChanged(surgery_id, unknown=unknown),
            )
        return _add(pen, row, wanted)


@requires(Deed.MAKE_SURGERY)
def remove_cases(opened: "OpenStore", surgery_id: int, child_ids: Sequence[str]) -> CasesChanged:
    """Take children off an agenda; all of them or none.

    Raises:
        NotFoundError: there is no such surgery.
        CasesRefusedError: a child is not on the agenda; `changed.unknown` names which.
    """
    with recording(opened, Action.SURGERY, about={"surgery": surgery_id}) as pen:
        row = surgery_row(pen.session, surgery_id)
        must(row, Part.CASES)
        going = tuple(dict.fromkeys(child_ids))
        unknown = tuple(one for one in going if one not in row.cases)
        if unknown:
            raise CasesRefusedError(
                f"Not on this agenda: {', '.join(unknown)}. Nothing was removed.",
                CasesChanged(surgery_id, unknown=unknown),
            )
        staying = [one for one in row.cases if one not in going]
        _set_cases(pen, surgery_id, staying)
    return CasesChanged(surgery_id, removed=going)


@requires(Deed.MAKE_SURGERY)
def order_cases(opened: "OpenStore", surgery_id: int, child_ids: Sequence[str]) -> CasesChanged:
    """Put an agenda's cases in a new order; the ids are exactly the agenda's, each once.

    Raises:
        NotFoundError: there is no such surgery.
        CasesRefusedError: an id is not on the agenda, is left out or comes twice.
    """
    with recording(opened, Action.SURGERY, about={"surgery": surgery_id}) as pen:
        row = surgery_row(pen.session, surgery_id)
        must(row, Part.CASES)
        unknown = tuple(one for one in dict.fromkeys(child_ids) if one not in row.cases)
        wrong = _wrong_order(row.cases, child_ids, unknown)
        if wrong:
            raise CasesRefusedError(
                f"{wrong} The order is as it was; name every case of the agenda once.",
                CasesChanged(surgery_id, unknown=unknown),
            )
        _set_cases(pen, surgery_id, child_ids)
    return CasesChanged(surgery_id, already_there=tuple(child_ids))


@requires(Deed.MAKE_SURGERY)
def fill(
    opened: "OpenStore",
    surgery_id: int,
    route: Route,
    *,
    state: RouteState | None = None,
    limit: int | None = None,
    as_of: dt.date | None = None,
) -> CasesChanged:
    """Add a route's candidates in their order: ready, then work needed, none twice.

    Args:
        opened: the store.
        surgery_id: the surgery's number.
        route: the route whose candidates are wanted.
        state: only those of one state.
        limit: add at most so many; None adds all.
        as_of: the day for which candidates are worked out; the surgery's date unless said.

    Raises:
        NotFoundError: there is no such surgery.
        RefusedError: the state is `not_this_route`, or the limit is under 1.
    """
    from ehp_desktop.models import reads
    from ehp_desktop.review.caseload import candidates, read_caseload

    if state is RouteState.NOT_THIS_ROUTE:
        raise RefusedError("An agenda is never filled with children who are not for the route.")
    if limit is not None and limit < 1:
        raise RefusedError("The limit of an agenda to fill is a whole number from 1.")
    with opened.store.reading() as session:
        day = as_of or surgery_row(session, surgery_id).date
    lines = candidates(read_caseload(opened, day), route, state)
    wanted = [line.row.child_id for line in lines]
    with recording(opened, Action.SURGERY, about={"surgery": surgery_id}) as pen:
        row = surgery_row(pen.session, surgery_id)
        must(row, Part.CASES)
        fresh = [one for one in wanted if one not in row.cases and reads.child(pen.session, one)]
        there = [one for one in wanted if one in row.cases]
        return replace(_add(pen, row, fresh[:limit]), already_there=tuple(there))


def _add(pen: "Pen", row: SurgeryRow, wanted: Collection[str]) -> CasesChanged:
    added = tuple(one for one in wanted if one not in row.cases)
    there = tuple(one for one in wanted if one in row.cases)
    if added:
        _set_cases(pen, row.id, (*row.cases, *added))
    return CasesChanged(row.id, added=added, already_there=there)


def _set_cases(pen: "Pen", surgery_id: int, child_ids: Sequence[str]) -> None:
    from ehp_desktop.models import writes

    writes.set_surgery_cases(pen.session, surgery_id, child_ids, at=pen.at, by=pen.signer.name)
    pen.surgery_event(surgery_id, "cases")


def _wrong_order(cases: Sequence[str], asked: Sequence[str], unknown: Sequence[str]) -> str:
    if unknown:
        return f"Not on this agenda: {', '.join(unknown)}."
    left_out = [one for one in cases if one not in asked]
    if left_out:
        return f"Left out: {', '.join(left_out)}."
    return "A case is named twice." if len(asked) != len(cases) else ""


def _stamp(opened: "OpenStore") -> dict[str, Any]:
    return {"at": opened.clock(), "by": opened.actor.name}


def _columns(draft: SurgeryDraft, date: dt.date) -> dict[str, Any]:
    return {
        "date": date,
        "time": draft.time.replace(second=0, microsecond=0),
        "place": draft.place,
        "chair": draft.chair,
        "lawyer": draft.lawyer,
        "apologies": draft.apologies,
        "minutes_per_case": draft.minutes_per_case,
    }


def _tidied(draft: SurgeryDraft) -> SurgeryDraft:
    if not 1 <= draft.minutes_per_case <= LONGEST_CASE:
        raise RefusedError(f"The minutes for a case are a whole number from 1 to {LONGEST_CASE}.")
    return replace(
        draft,
        place=tidy_line("place", draft.place),
        chair=tidy_line("chair", draft.chair),
        lawyer=tidy_line("lawyer", draft.lawyer),
        apologies=tidy_text("apologies", draft.apologies),
    )
