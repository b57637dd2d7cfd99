"""What a person's role leaves enabled, and why the rest is not: asked here by every page.

The services refuse by themselves (review/permissions.py); this only says so beforehand.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ehp_desktop.review.actor import Actor
from ehp_desktop.review.permissions import Deed, why_not

if TYPE_CHECKING:
    from ehp_desktop.ui.context import AppContext

_KEPT = "hint_when_permitted"


def gate(
    target: QAction | QWidget,
    actor: Actor | None,
    deed: Deed,
    *,
    ready: bool = True,
    otherwise: str = "",
) -> bool:
    """Enables an action or a control for those who may do `deed`; says to others why not.

    The reason becomes the tooltip and the accessible description, in place of the control's own,
    which comes back with the permission. Called again whenever something has changed.

    Args:
        target: what is enabled or disabled.
        actor: who is at work; None may nothing.
        deed: what it does.
        ready: whether it could be done just now, role apart (a row is chosen, say).
        otherwise: why it is not ready, where that wants saying.

    Returns:
        Whether it is enabled.
    """
    why = why_not(actor, deed)
    return enable(target, ready=ready and why is None, why=why or otherwise)


def enable(target: QAction | QWidget, *, ready: bool, why: str = "") -> bool:
    """Enables or disables, and where disabled says `why`; returns `ready`."""
    target.setEnabled(ready)
    _say(target, "" if ready else why)
    return ready


def gate_writing(
    target: QAction | QWidget, context: "AppContext", deed: Deed, *, ready: bool = True
) -> bool:
    """As `gate`, for what is stored: disabled, and said why, in a store open for reading only."""
    actor, writable = context.opened.actor, context.writable
    return gate(
        target, actor, deed, ready=ready and writable, otherwise="" if writable else reading_only()
    )


def may_write(context: "AppContext", deed: Deed) -> bool:
    """Whether the person at work may do what is stored, in this store as it was opened."""
    return why_not_write(context, deed) is None


def why_not_write(context: "AppContext", deed: Deed) -> str | None:
    """Why the person at work may not, as a sentence; None where they may."""
    why = why_not(context.opened.actor, deed)
    if why is None and not context.writable:
        return reading_only()
    return why


def reading_only() -> str:
    """Why nothing can be stored in a store that was opened for reading."""
    return QCoreApplication.translate("permitted", "The store is open for reading only.")


def _say(target: QAction | QWidget, why: str) -> None:
    kept = target.property(_KEPT)
    if why and kept is None:
        target.setProperty(_KEPT, [target.toolTip(), _description(target)])
    if why:
        _describe(target, why, why)
    elif kept is not None:
        target.setProperty(_KEPT, None)
        _describe(target, *kept)


def _description(target: QAction | QWidget) -> str:
    return target.accessibleDescription() if isinstance(target, QWidget) else target.whatsThis()


def _describe(target: QAction | QWidget, hint: str, description: str) -> None:
    target.setToolTip(hint)
    if isinstance(target, QWidget):
        target.setAccessibleDescription(description)
    else:
        target.setStatusTip(description)  # an action has no accessible description of its own
        target.setWhatsThis(description)
