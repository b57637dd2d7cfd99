"""Applying a plan in one transaction: all it accepts, or none (caseload contract, section 5)."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.fields import CONFIRMED_FIELDS
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.backups import before_import
from ehp_desktop.review.intake.compare import PlannedChild, Status
from ehp_desktop.review.intake.plan import ChosenBlanks, ImportPlan, choose_blanks
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.record import write_left

if TYPE_CHECKING:
    from ehp_desktop.models.import_writes import (
        ChildWritten,
        FileWritten,
        ImportWriter,
        ImportWritten,
    )
    from ehp_desktop.review.opening import OpenStore

Progress = Callable[[int, int], None]
"""Told how many children of how many are written."""

_BATCH: Final = 500  # children between two looks at Cancel
_DATED: Final = len(CONFIRMED_FIELDS)


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did. `import_id` None: nothing had to be written."""

    import_id: int | None
    new: int
    changed: int
    unchanged: int
    refused: int
    left: int
    to_be_confirmed: int  # fields blanked because what they were about has changed

    @property
    def changed_nothing(self) -> bool:
        """Whether every value is as it was; the days of confirming may have moved on."""
        return not (self.new or self.changed or self.left)


@requires(Deed.IMPORT)
def apply_plan(
    opened: "OpenStore",
    plan: ImportPlan,
    *,
    clear_blanks: ChosenBlanks = False,
    left: Mapping[str, tuple[dt.date, str]] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Applied:
    """Store what a plan says, with where every value came from; all of it or nothing.

    `clear_blanks`: which recorded values to clear where the file is blank. `left`: of the plan's
    missing children, those whom the person marks as having left care, with date and reason.
    Where the same files were applied as of the same day before, nothing is written.

    Raises:
        RefusedError: the store has changed since the plan was made, or the person cancelled, or
            a mark is not possible; nothing was stored.
        StoreError: the store cannot be written; nothing was stored.
    """
    # Imported where a store is open: a screen that only shows a plan starts without it.
    from ehp_desktop.models.import_reads import stamp
    from ehp_desktop.models.import_writes import ImportWriter

    plan = choose_blanks(plan, clear_blanks)
    marks = {} if left is None else left
    _check_marks(plan, marks)
    before_import(opened)
    about = {"new": plan.new, "changed": plan.changed, "left": len(marks)}
    with opened.store.writing(Action.IMPORTED, about=about) as session:
        if stamp(session) != plan.stored.stamp:
            raise RefusedError(
                "The store has changed since this import was compared with it, so nothing was "
                "stored. Read the file again and look at what it would do now."
            )
        import_id = None
        if not plan.changes_nothing:
            writer = ImportWriter(session, _run(opened, plan), _files(plan))
            _write(writer, plan, progress, cancelled)
            import_id = writer.import_id
        _write_marks(opened, session, marks)
    return Applied(
        import_id,
        new=plan.new,
        changed=plan.changed,
        unchanged=plan.unchanged,
        refused=plan.refused,
        left=len(marks),
        to_be_confirmed=sum(len(child.cleared) for child in plan.children),
    )


def _check_marks(plan: ImportPlan, marks: Mapping[str, tuple[dt.date, str]]) -> None:
    missing = {row.child_id for row in plan.missing}
    others = sorted(set(marks) - missing)
    if others:
        raise RefusedError(
            f"Child {others[0]} is in the file or not looked after, so cannot be marked with this "
            "import as having left care; nothing was stored. Mark only children whom the plan "
            "lists as not in the file."
        )


def _write_marks(
    opened: "OpenStore", session: Any, marks: Mapping[str, tuple[dt.date, str]]
) -> None:
    """Close the children whom the person marked, as something typed today, not read."""
    from ehp_desktop.models.typed_writes import TypedWriter

    now = opened.clock()
    typed = TypedWriter(session, as_of=now.date(), at=now, by=opened.actor.name)
    for child_id, (day, reason) in marks.items():
        write_left(typed, child_id, day, reason, code_set=opened.code_set)


def _run(opened: "OpenStore", plan: ImportPlan) -> "ImportWritten":
    from ehp_desktop.models.import_writes import ImportWritten

    return ImportWritten(
        profile=plan.incoming.profile,
        as_of=plan.as_of,
        at=opened.clock(),
        by=opened.actor.name,
        new=plan.new,
        changed=plan.changed,
        unchanged=plan.unchanged,
        refused=plan.refused,
    )


def _files(plan: ImportPlan) -> "list[FileWritten]":
    from ehp_desktop.models.import_writes import FileWritten

    return [
        FileWritten(file.name, file.sha256, file.encoding, file.rows_read)
        for file in plan.incoming.files
    ]


def _write(
    writer: "ImportWriter",
    plan: ImportPlan,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    children = plan.children
    for start in range(0, len(children), _BATCH):
        if cancelled is not None and cancelled():
            raise RefusedError("The import was stopped before its end, so nothing was stored.")
        batch = children[start : start + _BATCH]
        writer.write_children([_written(one, plan.as_of) for one in batch if not one.given_before])
        if progress is not None:
            progress(start + len(batch), len(children))
    _write_history(writer, plan)
    _write_outcomes(writer, plan)


def _written(child: PlannedChild, as_of: dt.date) -> "ChildWritten":
    from ehp_desktop.models.import_writes import ChildWritten

    incoming, stored = child.incoming, child.stored
    dated = None if stored is None else _dated(child, stored, as_of)
    after = child.after if child.differences else None
    if after is not None and dated is not None:
        after, dated = ChildRow._make([*after[:-_DATED], *dated]), None
    return ChildWritten(
        child.child_id,
        incoming.origin,
        incoming.origins,
        stored is None,
        incoming.values,
        after,
        dated,
        [one[:3] for one in child.differences],
        child.confirmed,
        {one.name: (one.before, one.after) for one in child.history},
    )


def _dated(
    child: PlannedChild, stored: ChildRow, as_of: dt.date
) -> tuple[dt.date | None, ...] | None:
    """The days on which the answers that grow old were confirmed; None where they stay."""
    changed = {one.field: one.after for one in child.differences}
    before = _confirmed_days(stored)
    after = tuple(
        as_of
        if name in child.confirmed or changed.get(name) is not None
        else (None if name in changed else day)
        for name, day in zip(CONFIRMED_FIELDS, before, strict=True)
    )
    return None if after == before else after


def _confirmed_days(row: ChildRow) -> tuple[dt.date | None, ...]:
    """The last columns of a child, in the order of `CONFIRMED_FIELDS`."""
    return (
        row.proceedings_open_confirmed_on,
        row.plan_to_move_confirmed_on,
        row.cp_registered_confirmed_on,
        row.s47_open_confirmed_on,
    )


def _write_history(writer: "ImportWriter", plan: ImportPlan) -> None:
    """Put the file's episodes and reviews in the place of those that it does not bear out."""
    from ehp_desktop.models.import_writes import HistoryWritten

    written: dict[str, list[HistoryWritten]] = {"episodes": [], "reviews": []}
    for child in plan.children:
        for one in child.history:
            rows = [((child.child_id, *row[:-1]), row.origin) for row in one.rows]
            written[one.name].append(HistoryWritten(child.child_id, one.forget, rows))
    writer.replace_episodes(written["episodes"])
    writer.replace_reviews(written["reviews"])


def _write_outcomes(writer: "ImportWriter", plan: ImportPlan) -> None:
    """Put court outcomes, and in each child's record how many there are."""
    from ehp_desktop.models.import_writes import ChildWritten

    taken = [one for one in plan.outcomes if one.status is not Status.UNCHANGED]
    writer.write_outcomes([(one.after, one.incoming.origin) for one in taken])
    before = Counter(child_id for child_id, _, _ in plan.stored.outcomes)
    added = Counter(one.incoming.child_id for one in taken if one.status is Status.NEW)
    origins = {one.incoming.child_id: one.incoming.origin for one in reversed(taken)}
    writer.write_children(
        [
            ChildWritten(
                child_id,
                origin,
                {},
                is_new=False,
                given={},
                after=None,
                dated=None,
                changes=(),
                confirmed=(),
                history={"outcomes": (before[child_id], before[child_id] + added[child_id])},
            )
            for child_id, origin in origins.items()
        ]
    )
