"""The chair's changes of local parameters: kept, put with those of the program, told.

A change has the day from which it holds, and none is ever taken back: another one follows it. Of
two with the same day the one that was recorded later holds.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ehp_desktop.models.errors import NotFoundError, RefusedError
from ehp_desktop.models.rows import ParameterRow
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.language import Language, phrase, say_short_date, spoken_in
from ehp_desktop.review.life_words import ROLES
from ehp_desktop.review.parameters import (
    LARGEST,
    PARAMETER_NAMES,
    Parameter,
    ParameterKind,
    ParameterSet,
)
from ehp_desktop.review.permissions import Deed, requires
from ehp_desktop.review.reasons import tidy_reason
from ehp_desktop.review.recording import recording

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

SET_BY: Final = "{value} from {from_day}: set by {name}, {role}, on {day}. Reason: {reason}"
SOURCE: Final = "Set by {name}, {role}, on {day}: {reason}"


@dataclass(frozen=True, slots=True)
class NewParameter:
    """What a chair says of a parameter: its value from a day on, and why."""

    name: str
    value: int
    from_day: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class ParameterShown:
    """One parameter: the value in force on a day, and those that take effect after it."""

    in_force: Parameter
    later: tuple[Parameter, ...]


def parameters_of(session: Any) -> ParameterSet:
    """The parameters of a store: those of the program, and what its chairs set.

    Raises:
        ParameterFileError: those of the program cannot be used.
    """
    from ehp_desktop.models import reads

    if not reads.has_any(session, "parameter_value"):  # as a rule, and opening is not to wait
        return with_changes(())
    from ehp_desktop.models import life_reads

    return with_changes(tuple(life_reads.all_versions(session, ParameterRow)))


@lru_cache(maxsize=8)
def with_changes(rows: tuple[ParameterRow, ...]) -> ParameterSet:
    """The parameters of the program with those that were set; the same set for the same rows."""
    shipped = ParameterSet.load()
    if not rows:
        return shipped
    local = {one.name for one in shipped.values if one.kind is ParameterKind.LOCAL}
    holding = {(one.name, one.from_day): one for one in shipped.values}
    for row in sorted(rows, key=_recorded):
        if row.name in local:  # a later program may have made one the law's: the law holds then
            holding[row.name, row.from_day] = _parameter(row)
    return ParameterSet(tuple(holding.values()))


def _recorded(row: ParameterRow) -> int:
    return row.id


def _parameter(row: ParameterRow) -> Parameter:
    source = SOURCE.format(
        name=row.author,
        role=row.role,
        day=say_short_date(row.at.date()),
        reason=" ".join(row.reason.split()),
    )
    return Parameter(row.name, row.value, row.from_day, ParameterKind.LOCAL, source, set_by=row)


def parameter_note(parameter: Parameter, language: Language) -> str | None:
    """What must be said of a parameter: what is not certain of it, or who set it, when and why."""
    if parameter.to_be_confirmed is not None:
        return phrase(parameter.to_be_confirmed, language)
    row = parameter.set_by
    if row is None:
        return None
    spoken = spoken_in(SET_BY, language)
    return phrase(
        SET_BY,
        language,
        value=row.value,
        from_day=say_short_date(row.from_day, spoken),
        name=row.author,
        role=phrase(ROLES.get(row.role, row.role), spoken),
        day=say_short_date(row.at.date(), spoken),
        reason=" ".join(row.reason.split()).removesuffix("."),
    )


@requires(Deed.READ)
def list_parameters(opened: "OpenStore", as_of: dt.date) -> list[ParameterShown]:
    """Every parameter on a day, in the order of criteria.md."""
    whole = opened.parameters
    return [
        ParameterShown(
            whole.describe(name, as_of),
            tuple(
                one
                for one in whole.values
                if one.name == name
                and one.from_day > as_of
                and one is not whole.describe(name, as_of)
            ),
        )
        for name in PARAMETER_NAMES
    ]


@requires(Deed.PARAMETERS)
def set_parameter(opened: "OpenStore", new: NewParameter) -> ParameterSet:
    """Keep a chair's value of a local parameter; returns the parameters as they are now.

    Whoever goes on with the open store goes on with these: every assessment from now on, for a
    day from the value's own on, uses it.

    Raises:
        NotFoundError: there is no such parameter.
        RefusedError: the law sets it, the value is no whole number from 0 to 999, or there is no
            reason; nothing was changed.
    """
    reason = tidy_reason(new.reason)
    _check(opened.parameters, new)
    with recording(opened, Action.PARAMETER, about={"name": new.name}) as pen:
        pen.add(
            ParameterRow,
            name=new.name,
            value=new.value,
            from_day=new.from_day,
            reason=reason,
        )
        return parameters_of(pen.session)


def _check(whole: ParameterSet, new: NewParameter) -> None:
    if new.name not in PARAMETER_NAMES:
        raise NotFoundError(
            f"There is no parameter {new.name}; nothing was changed. `parameter list` names them."
        )
    kind = whole.describe(new.name, new.from_day).kind
    if kind is not ParameterKind.LOCAL:
        raise RefusedError(
            f"The law sets {new.name}, and only local practice can be changed here; nothing was "
            "changed. A change of the law comes with a new version of the program."
        )
    if type(new.value) is not int or not 0 <= new.value <= LARGEST:
        raise RefusedError(
            f"The value of {new.name} is a whole number from 0 to {LARGEST}; nothing was changed."
        )


def phrases() -> tuple[str, ...]:
    """Every English phrase of this module, for whoever keeps the Welsh."""
    return (SET_BY,)
