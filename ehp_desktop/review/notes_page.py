"""All notes on one page, with the names of the children whom they are about; and looking at one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.note_search import NoteShown
from ehp_desktop.review.permissions import Deed, requires

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


@dataclass(frozen=True, slots=True)
class NotesPage:
    """Every note that the actor may read, the latest first.

    `names`: what each child is called, by the child's id. `surgeries`: the day of each, by number.
    """

    notes: tuple[NoteShown, ...]
    names: Mapping[str, str]
    surgeries: Mapping[int, date]


@requires(Deed.READ)
def all_notes(opened: "OpenStore") -> NotesPage:
    """Every note and piece of advice that the actor may read, across all cases.

    Raises:
        DamagedStoreError: an encrypted text is not as it was written.
    """
    from ehp_desktop.models import reads
    from ehp_desktop.review.notes import find_notes

    with opened.store.reading() as session:
        names = {
            row.child_id: " ".join(part for part in (row.forename, row.surname) if part)
            for row in reads.children(session)
        }
        surgeries = {one.id: one.date for one in reads.surgeries(session)}
    return NotesPage(tuple(find_notes(opened)), names, surgeries)


@requires(Deed.READ)
def note_look(opened: "OpenStore", child_id: str) -> bool:
    """Write into the audit that the actor looks at a case; says whether it could be written."""
    return opened.store.noting(Action.LOOKED, child_id=child_id)
