"""The one way in which review/ writes: a transaction with its line of the audit, and a pen."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ehp_desktop.review.audit_words import Action

if TYPE_CHECKING:
    from ehp_desktop.models.life_writes import Pen
    from ehp_desktop.review.opening import OpenStore


@contextmanager
def recording(
    opened: "OpenStore",
    action: Action,
    *,
    child_id: str | None = None,
    about: Mapping[str, Any] | None = None,
) -> Iterator["Pen"]:
    """A transaction in the actor's name: all of it is kept at the end, or nothing.

    Args:
        opened: the store, and who has opened it.
        action: what they do, for the audit.
        child_id: the child it is about, for whom the audit has a random id.
        about: more for the audit, such as counts; never a child's id or a value.

    Raises:
        RefusedError: the store is open for reading only.
        StoreHeldError, DiskError: nothing was changed.
    """
    # Imported where a store is open: a screen that only shows a form starts without it.
    from ehp_desktop.models.life_writes import Pen

    with opened.store.writing(action, child_id=child_id, about=about) as session:
        yield Pen(session, opened.store.signer, opened.clock())
