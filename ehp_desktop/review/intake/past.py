"""The imports that were applied, newest first."""

from typing import TYPE_CHECKING

from ehp_desktop.models.rows import ImportRow
from ehp_desktop.review.permissions import Deed, requires

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore


@requires(Deed.READ)
def list_imports(opened: "OpenStore") -> list[ImportRow]:
    """Every import that was applied to a store, newest first."""
    from ehp_desktop.models import reads  # brings SQLAlchemy, so only where a store is open

    with opened.store.reading() as session:
        return sorted(reads.imports(session), key=lambda row: row.id, reverse=True)


@requires(Deed.READ)
def last_import(opened: "OpenStore") -> ImportRow | None:
    """The import that was applied last; None where there was none."""
    return next(iter(list_imports(opened)), None)
