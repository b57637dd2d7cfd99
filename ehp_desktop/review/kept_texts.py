"""What is typed and not yet saved: kept every few seconds, and there again after a crash.

Each person's is encrypted under their own key: nobody else reads it, or sees for what it is.
A place is a text that names the field, such as "note/child/1234".
"""

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.errors import EhpError
from ehp_desktop.review.permissions import Deed, requires

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

_OF_CHILD: Final = ("note/child/", "override/", "hold/lift/", "hold/place/", "record/redact/")


@requires(Deed.WRITE_NOTE)
def keep_text(opened: "OpenStore", place: str, text: str) -> None:
    """Keep what is typed at a place, instead of what was kept for it; blank forgets it.

    Raises:
        RefusedError: the store is open for reading only, or was opened with the recovery code.
        StoreHeldError, DiskError: it was not kept; what was kept before still is.
    """
    from ehp_desktop.models.typing_drafts import keep_draft

    with opened.store.keeping() as session:
        keep_draft(session, opened.store.keys, place, text)


@requires(Deed.WRITE_NOTE)
def kept_texts(opened: "OpenStore") -> dict[str, str]:
    """What the actor has typed and not saved, by its place.

    What was typed of a child who is no longer in the store, as they were purged, is forgotten.

    Raises:
        DamagedStoreError: a text is not as it was kept.
    """
    from ehp_desktop.models.typing_drafts import drafts

    with opened.store.reading() as session:
        found = drafts(session, opened.store.keys)
        gone = [place for place in found if _is_of_nobody(session, place)]
    for place in gone:
        del found[place]
        if opened.writable:
            with suppress(EhpError):  # it is forgotten the next time
                keep_text(opened, place, "")
    return found


def _is_of_nobody(session: Any, place: str) -> bool:
    """Whether a place is of a child, and the store has none of that id."""
    from ehp_desktop.models import reads

    for prefix in _OF_CHILD:
        if place.startswith(prefix):
            parts = place.removeprefix(prefix).split("/")
            named = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
            return not any(reads.has_child(session, child_id) for child_id in named)
    return False


@requires(Deed.WRITE_NOTE)
def forget_text(opened: "OpenStore", place: str) -> None:
    """Forget what was kept for a place, now that it is saved or thrown away; again is nothing.

    Raises:
        As `keep_text` does.
    """
    keep_text(opened, place, "")
