"""Who may do what: one table, asked by every service and shown by the window.

What may not be seen is kept by keys as well: legal advice is encrypted under a key that only
chairs and lawyers hold, a private note under its author's own (models/keys.py).
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.actor import Actor, Role

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Deed(StrEnum):
    """What a person may or may not do."""

    READ = "read cases and surgeries"
    IMPORT = "import files and mark children as having left care"
    EDIT_CHILD = "edit a child's fields"
    MAKE_SURGERY = "make, change, postpone or cancel a surgery"
    WRITE_NOTE = "write a note"
    PRIVATE_NOTE = "write a private note"
    READ_ADVICE = "read legal advice"
    WRITE_ADVICE = "write legal advice"
    OVERRIDE = "override a criterion"
    RECORD = "record outcomes, actions and steps to court"
    CONFIRM = "confirm outcomes, actions and steps to court"
    ISSUE = "issue an agenda"
    CLOSE = "hold or close a surgery"
    PARAMETERS = "change a parameter"
    PEOPLE = "add, change or remove people"
    PURGE = "purge a child's record"
    HOLD = "place or lift a legal hold"
    PRINT = "print agendas and minutes"
    PRINT_ADVICE = "print with legal advice"
    BACKUP = "back the store up"
    RESTORE = "restore a backup"
    READ_AUDIT = "read and export the audit"
    CHILD_RECORD = "produce one child's whole record"
    OWN_PASSPHRASE = "change one's own passphrase"  # noqa: S105 - a deed, no secret


_EVERYONE: Final = frozenset(Role)
_CHAIR: Final = frozenset({Role.CHAIR})
_LAWYER: Final = frozenset({Role.LAWYER})
_OFFICE: Final = frozenset({Role.CHAIR, Role.ADMINISTRATOR})
_PRIVILEGED: Final = frozenset({Role.CHAIR, Role.LAWYER})

MAY: Final[Mapping[Deed, frozenset[Role]]] = {
    Deed.READ: _EVERYONE,
    Deed.IMPORT: _OFFICE,
    Deed.EDIT_CHILD: _OFFICE,
    Deed.MAKE_SURGERY: _OFFICE,
    Deed.WRITE_NOTE: _EVERYONE,
    Deed.PRIVATE_NOTE: _EVERYONE,
    Deed.READ_ADVICE: _PRIVILEGED,
    Deed.WRITE_ADVICE: _LAWYER,
    Deed.OVERRIDE: _LAWYER,
    Deed.RECORD: _EVERYONE,
    Deed.CONFIRM: _CHAIR,
    Deed.ISSUE: _CHAIR,
    Deed.CLOSE: _CHAIR,
    Deed.PARAMETERS: _CHAIR,
    Deed.PEOPLE: _CHAIR,
    Deed.PURGE: _CHAIR,
    Deed.HOLD: _CHAIR,
    Deed.PRINT: _EVERYONE,
    Deed.PRINT_ADVICE: _PRIVILEGED,
    Deed.BACKUP: _EVERYONE,
    Deed.RESTORE: _CHAIR,
    Deed.READ_AUDIT: _CHAIR,
    Deed.CHILD_RECORD: _CHAIR,
    Deed.OWN_PASSPHRASE: _EVERYONE,
}
"""Who may do what: the table, and the only one."""

SERVICES: Final[dict[str, Deed]] = {}
"""Every service function, by module and name, and what it takes to call it; tests read it."""

_NAMES: Final = {
    Role.CHAIR: "the chair",
    Role.LAWYER: "the senior lawyer",
    Role.ADMINISTRATOR: "the administrator",
}


class NotAllowedError(RefusedError):
    """Somebody asked for what their role may not do; nothing was done."""


def may(actor: Actor | None, deed: Deed) -> bool:
    """Whether a person may do something; nobody may do nothing."""
    return why_not(actor, deed) is None


def why_not(actor: Actor | None, deed: Deed) -> str | None:
    """Why a person may not do something, as a sentence; None where they may."""
    if actor is None or not isinstance(actor.role, Role):
        return f"Nobody has signed in, and only a person who has may {deed}."
    if actor.first and deed is not Deed.OWN_PASSPHRASE:
        return (
            "The passphrase is still the first one, which somebody else chose; it is to be changed "
            "before anything else."
        )
    if actor.role in MAY[deed]:
        return None
    return f"Only {who_may(deed)} may {deed}; you are signed in as {_NAMES[actor.role][4:]}."


def who_may(deed: Deed) -> str:
    """The roles that may do something, in words: "the chair or the senior lawyer"."""
    return " or ".join(name for role, name in _NAMES.items() if role in MAY[deed])


def ask(actor: Actor | None, deed: Deed) -> None:
    """Go on only where a person may do something.

    Raises:
        NotAllowedError: they may not; nothing was done.
    """
    wrong = why_not(actor, deed)
    if wrong is None:
        return
    mend = "ask them, or sign in as one of them"
    if actor is None or not isinstance(actor.role, Role):
        mend = "sign in"
    elif actor.first:
        mend = "change it with `people passphrase`"
    raise NotAllowedError(f"{wrong} Nothing was done; {mend}.")


def requires(
    deed: Deed,
) -> Callable[
    [Callable[Concatenate["OpenStore", Given], Result]],
    Callable[Concatenate["OpenStore", Given], Result],
]:
    """A service function, which asks first whether its actor may do this.

    The function's first parameter is the open store, which knows who opened it.
    """

    def decorate(
        service: Callable[Concatenate["OpenStore", Given], Result],
    ) -> Callable[Concatenate["OpenStore", Given], Result]:
        place: Any = service
        SERVICES[f"{place.__module__}.{place.__qualname__}"] = deed

        @wraps(service)
        def asked(opened: "OpenStore", /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
            ask(opened.actor, deed)
            return service(opened, *args, **kwargs)

        return asked

    return decorate
