"""Reads what people recorded of cases and surgeries, for papers: current versions, in one session.

Texts come out as the paper may print them: `told` puts initials for full names where it is to.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ehp_desktop.models.rows import (
    ActionRow,
    AdviceRow,
    AttendanceRow,
    CaseOutcomeRow,
    NoteRow,
    OutcomeRow,
    StepRow,
    SurgeryEventRow,
    SurgeryRow,
)
from ehp_desktop.review.case_life import (
    ActionTold,
    CaseLife,
    DatedOutcome,
    Meeting,
    in_order,
    overdue_first,
)

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

Session = Any  # of models/: no room but that one knows what it is
Row = TypeVar("Row", bound=Any)
Told = Callable[[str], str]
"""A recorded text as the paper may print it."""

_TEXTS: Final = ("text", "reason", "what", "detail", "form", "conflict")
"""The columns of rows in which a full name could have been written."""


def as_told(row: Row, told: Told) -> Row:
    """A row with its free texts as the paper may print them."""
    kept = row._asdict()
    changed = {name: told(kept[name]) for name in _TEXTS if kept.get(name)}
    changed_row: Row = row._replace(**changed)
    return changed_row


class LifeReading:
    """Everything current that is recorded of the cases, read once for a whole paper."""

    def __init__(self, session: Session, surgeries: Iterable[SurgeryRow], told: Told) -> None:
        from ehp_desktop.models import advice_books, life_reads, reads
        from ehp_desktop.review.follow_up import told as to_tell

        self._session = session
        self._told = told
        self._surgeries = {row.id: row for row in surgeries}
        self._outcomes = _grouped(to_tell(session, CaseOutcomeRow))
        self._all_actions = to_tell(session, ActionRow)
        self._actions = _grouped(self._all_actions)
        self._steps = _grouped(to_tell(session, StepRow))
        self._all_notes = [row for row in life_reads.current(session, NoteRow) if not row.private]
        self._notes = _grouped(self._all_notes)
        self._orders: Mapping[str | None, Sequence[OutcomeRow]] = _grouped(reads.outcomes(session))
        self._advised = advice_books.recorded(session)

    def before(self, child_id: str, surgery: SurgeryRow) -> CaseLife:
        """What an agenda tells of a case: outcomes of earlier surgeries and all that followed."""
        return self._life(child_id, lambda one: _begins(one) < _begins(surgery))

    def whole(self, child_id: str) -> CaseLife:
        """All that is recorded of a case, of whatever surgery."""
        return self._life(child_id, lambda _: True)

    def at(self, child_id: str, surgery: SurgeryRow) -> CaseLife:
        """What one surgery recorded of a case, as its minutes tell it."""
        life = self._life(child_id, lambda one: one.id == surgery.id)
        return CaseLife(
            outcomes=life.outcomes,
            actions=tuple(one for one in life.actions if one.surgery_id == surgery.id),
            notes=tuple(one for one in life.notes if one.surgery_id == surgery.id),
            advice_recorded=life.advice_recorded,
        )

    def meeting(
        self, surgery: SurgeryRow, version: int | None = None, changes: tuple[str, ...] = ()
    ) -> Meeting:
        """Who is asked, was there and sent apologies; notes and changes of a surgery.

        `version`, `changes`: of the paper in the making, beside what is kept of earlier versions.
        """
        from ehp_desktop.models import life_reads

        attendance = life_reads.current(self._session, AttendanceRow, surgery_id=surgery.id)
        about = [
            one for one in self._all_notes if one.surgery_id == surgery.id and not one.child_id
        ]
        return Meeting(
            attendance=self._as_told(attendance),
            version=version,
            changes=(
                *(
                    one.text
                    for one in self.events(surgery, "issued")
                    if one.text and (one.version or 0) > 1
                ),
                *changes,
            ),
            notes=self._as_told(about),
            advice_recorded=surgery.id in self._advised.surgeries,
        )

    def events(self, surgery: SurgeryRow, kind: str) -> tuple[SurgeryEventRow, ...]:
        """The events of one kind of a surgery, oldest first."""
        from ehp_desktop.models import life_reads

        found = life_reads.all_versions(
            self._session, SurgeryEventRow, surgery_id=surgery.id, kind=kind
        )
        return self._as_told(found)

    def actions(
        self, named: Callable[[str], str], wanted: Callable[[ActionRow], bool] = lambda _: True
    ) -> tuple[ActionTold, ...]:
        """Actions by their day, those of no case among them; `named` tells a child by the id."""
        return in_order(
            ActionTold(
                as_told(row, self._told),
                named(row.child_id) if row.child_id else None,
                self._date(row.surgery_id),
            )
            for row in self._all_actions
            if wanted(row)
        )

    def overdue(self, named: Callable[[str], str], as_of: dt.date) -> tuple[ActionTold, ...]:
        """The actions of every case and surgery that are overdue on a day."""
        return overdue_first(self.actions(named), as_of)

    @property
    def children_with_actions(self) -> frozenset[str]:
        """The children whom any action is about: a paper may have to name them."""
        return frozenset(child_id for child_id in self._actions if child_id)

    def _life(self, child_id: str, counts: Callable[[SurgeryRow], bool]) -> CaseLife:
        dated = [
            (self._surgeries[row.surgery_id], row)
            for row in self._outcomes.get(child_id, ())
            if row.surgery_id in self._surgeries and counts(self._surgeries[row.surgery_id])
        ]
        dated.sort(key=lambda pair: (_begins(pair[0]), pair[1].id), reverse=True)
        steps = sorted(self._steps.get(child_id, ()), key=lambda one: (one.on, one.id))
        orders = sorted(self._orders.get(child_id, ()), key=lambda one: one.date)
        return CaseLife(
            outcomes=tuple(DatedOutcome(one.date, as_told(row, self._told)) for one, row in dated),
            actions=self._as_told(self._actions.get(child_id, ())),
            steps=self._as_told(steps),
            orders=tuple(orders),
            notes=self._as_told(self._notes.get(child_id, ())),
            advice_recorded=child_id in self._advised.children,
        )

    def _as_told(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(as_told(row, self._told) for row in rows)

    def _date(self, surgery_id: int | None) -> dt.date | None:
        found = self._surgeries.get(surgery_id) if surgery_id is not None else None
        return found and found.date


def read_advice(
    opened: "OpenStore",
    session: Session,
    told: Told,
    *,
    child_ids: Iterable[str] = (),
    surgery_id: int | None = None,
) -> tuple[AdviceRow, ...]:
    """The current versions of the advice on some children and on a surgery as a whole.

    Raises:
        RefusedError: the advice key is not held.
        DamagedStoreError: what is kept of it was changed.
    """
    from ehp_desktop.models import advice_books

    keys = opened.store.keys
    books = [advice_books.advice_on(session, keys, child_id=one) for one in child_ids]
    if surgery_id is not None:
        books.append(advice_books.advice_on(session, keys, surgery_id=surgery_id))
    rows = []
    for book in books:
        last = {row.thread: row for row in book}
        rows += [as_told(row, told) for row in last.values()]
    return tuple(rows)


def _grouped(rows: Iterable[Row]) -> Mapping[str | None, Sequence[Row]]:
    """Rows by the child that they are about."""
    found: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.child_id].append(row)
    return dict(found)


def _begins(surgery: SurgeryRow) -> tuple[dt.date, dt.time, int]:
    return surgery.date, surgery.time, surgery.id
