"""The periods and ages that the criteria use, each with the day from which it holds.

Kept in resources/parameters/parameters.toml (criteria.md, section 5) and checked when loaded.
"""

import datetime as dt
import hashlib
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any, Final, NoReturn, Self

from ehp_desktop.models.errors import EhpError
from ehp_desktop.models.rows import ParameterRow
from ehp_desktop.review.dates import born_by, months_run_from, plus_months, within_months_from

LARGEST: Final = 999
"""The largest value of a parameter."""


class ParameterFileError(EhpError):
    """The parameters cannot be used as they are written; the text names the key at fault."""


class ParameterKind(StrEnum):
    """Whether the law sets a parameter or the authority's own practice does."""

    LAW = "law"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of one parameter and the day from which it holds.

    `to_be_confirmed`: what is not certain about it, said wherever it is used; else None.
    `set_by`: what a chair recorded, where the value is not one of the program's.
    """

    name: str
    value: int
    from_day: dt.date
    kind: ParameterKind
    source: str
    to_be_confirmed: str | None = None
    set_by: ParameterRow | None = None


@dataclass(frozen=True, slots=True)
class ParameterValues:
    """The values in force on some days. Units are in the names; `leaving_care_age` is in years."""

    bar_months: int
    residence_months: int
    settled_months: int
    register_clear_months: int
    first_review_working_days: int
    second_review_months: int
    review_months: int
    first_visit_days: int
    visit_days_until_review: int
    visit_days_parents: int
    visit_days_temporary: int
    visit_days: int
    visit_months_long_term: int
    first_year_months: int
    step_down_plan_months: int
    wishes_months: int
    assessment_months: int
    notice_months: int
    temporary_weeks: int
    temporary_extension_weeks: int
    leaving_care_age: int
    answer_months: int
    time_left_months: int
    household_months: int
    incident_months: int
    pr_exercised_months: int
    whole: "ParameterSet"


PARAMETER_NAMES = tuple(field.name for field in fields(ParameterValues) if field.name != "whole")


@dataclass(frozen=True, slots=True)
class ParametersOn(ParameterValues):
    """The values in force on a day, and the days that they mark off, counted from it.

    A rule that asks whether months have passed since a date compares the date with the day
    marked off: the calendar is then asked once for a whole caseload, not once for each child.
    `*_run_from`: the latest day since which the period has passed on `day`. `*_within_from`: the
    earliest day within the period of which `day` lies. `*_born_by`: the latest birth of those
    who are adult, or who have no useful time left before a birthday.
    """

    day: dt.date
    residence_run_from: dt.date
    settled_run_from: dt.date
    register_clear_run_from: dt.date
    first_year_run_from: dt.date
    household_run_from: dt.date
    incident_run_from: dt.date
    pr_exercised_run_from: dt.date
    step_down_plan_within_from: dt.date
    wishes_within_from: dt.date
    assessment_within_from: dt.date
    answer_within_from: dt.date
    notice_given_by: dt.date
    adult_born_by: dt.date
    no_time_before_18_born_by: dt.date
    no_time_before_17_born_by: dt.date

    def in_force_on(self, day: dt.date) -> ParameterValues:
        """The values in force on another day, for a rule that looks back to one."""
        return self.whole.in_force(day)


class ParameterSet:
    """Every value of every parameter; `version` is a digest that changes when any of them does."""

    def __init__(self, values: tuple[Parameter, ...]) -> None:
        self.values = tuple(sorted(values, key=lambda one: (one.name, one.from_day)))
        _refuse_gaps(self.values)
        self.version = _digest(self.values)
        self._days = sorted({one.from_day for one in self.values})
        self._on = tuple(self._values_on(day) for day in (dt.date.min, *self._days))
        self._made = lru_cache(maxsize=1024)(self._make)

    @classmethod
    def load(cls) -> Self:
        """The parameters shipped with the program.

        Raises:
            ParameterFileError: a key is missing, unknown or of the wrong kind.
        """
        place = resources.files("ehp_desktop.resources") / "parameters" / "parameters.toml"
        return cls.from_toml(place.read_text(encoding="utf-8"))

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Parameters from the text of a parameter file.

        Raises:
            ParameterFileError: as for `load`, or the text is not TOML.
        """
        try:
            tables = tomllib.loads(text).get("parameter", [])
        except tomllib.TOMLDecodeError as error:
            message = f"The parameters cannot be read, and nothing can be worked out: {error}."
            raise ParameterFileError(message) from error
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            _refuse("`parameter`", "is not a list of tables")
        return cls(tuple(_parameter(table, number) for number, table in enumerate(tables, 1)))

    def in_force(self, day: dt.date) -> ParameterValues:
        """The values in force on a day; before a parameter's first day, its first value."""
        return self._on[bisect_right(self._days, day)]

    def at(self, day: dt.date) -> ParametersOn:
        """The values in force on a day, with the days that they mark off."""
        return self._made(day)

    def _make(self, day: dt.date) -> ParametersOn:
        values = self.in_force(day)
        marks: dict[str, Any] = {"day": day, "whole": self}
        marks |= {name: getattr(values, name) for name in PARAMETER_NAMES}
        for name in _RUN:
            marks[f"{name}_run_from"] = months_run_from(day, marks[f"{name}_months"])
        for name in _WITHIN:
            marks[f"{name}_within_from"] = within_months_from(day, marks[f"{name}_months"])
        return ParametersOn(
            notice_given_by=plus_months(day, -values.notice_months),
            adult_born_by=born_by(day, 18, 0),
            no_time_before_18_born_by=born_by(day, 18, values.time_left_months),
            no_time_before_17_born_by=born_by(day, 17, values.time_left_months),
            **marks,
        )

    def describe(self, name: str, day: dt.date) -> Parameter:
        """The value of one parameter in force on a day, with its kind, source and day."""
        its_values = [one for one in self.values if one.name == name]
        in_force = [one for one in its_values if one.from_day <= day]
        return in_force[-1] if in_force else its_values[0]

    def _values_on(self, day: dt.date) -> ParameterValues:
        values = {name: self.describe(name, day).value for name in PARAMETER_NAMES}
        return ParameterValues(**values, whole=self)


_RUN = "residence settled register_clear first_year household incident pr_exercised".split()
_WITHIN = "step_down_plan wishes assessment answer".split()


def _digest(values: tuple[Parameter, ...]) -> str:
    lines = (
        f"{one.name}\t{one.value}\t{one.from_day}\t{one.kind}\t{one.source}\t{one.to_be_confirmed}"
        for one in values
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:10]


def _refuse_gaps(values: tuple[Parameter, ...]) -> None:
    seen: set[tuple[str, dt.date]] = set()
    for one in values:
        if one.name not in PARAMETER_NAMES:
            _refuse(one.name, "is not a parameter of any criterion")
        if (one.name, one.from_day) in seen:
            _refuse(one.name, f"has two values from {one.from_day}")
        seen.add((one.name, one.from_day))
    named = {one.name for one in values}
    for name in PARAMETER_NAMES:
        if name not in named:
            _refuse(name, "has no value")


def _parameter(table: Mapping[str, Any], number: int) -> Parameter:
    """One table of the file, checked."""
    name = table.get("name")
    if not isinstance(name, str) or not name:
        _refuse(f"number {number}", "has no `name`")
    keys = {"name", "value", "from", "kind", "source", "to_be_confirmed"}
    for key in table:
        if key not in keys:
            _refuse(name, f"has an unknown key `{key}`")
    value, from_day = table.get("value"), table.get("from")
    if type(value) is not int or not 0 <= value <= LARGEST:
        _refuse(name, f"needs a `value` that is a whole number from 0 to {LARGEST}")
    if type(from_day) is not dt.date:
        _refuse(name, "needs a `from` that is a date, such as 2020-04-01")
    if table.get("kind") not in tuple(ParameterKind):
        _refuse(name, "needs a `kind` that is law or local")
    for key in ("source", "to_be_confirmed"):
        text = table.get(key, None if key == "source" else "-")
        if not isinstance(text, str) or not text.strip():
            _refuse(name, f"needs a `{key}` that is text")
    return Parameter(
        name,
        value,
        from_day,
        ParameterKind(table["kind"]),
        table["source"],
        table.get("to_be_confirmed"),
    )


def _refuse(name: object, wrong: str) -> NoReturn:
    message = (
        f"The parameters cannot be used: {name} {wrong}. Nothing can be worked out until the "
        "parameter file is mended or the program is installed again."
    )
    raise ParameterFileError(message)
