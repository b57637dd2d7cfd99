"""Why a criterion has its result: as data first, then as a sentence in a language.

An explanation is the sentence of the clause that decided, the values that fill its places, and
notes on what is recorded and does not count. Nothing here decides anything.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final, NamedTuple, Protocol

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import CONFIRMED_FIELDS
from ehp_desktop.review.criteria import CRITERION_BY_ID
from ehp_desktop.review.criteria.blockers import temporary_end
from ehp_desktop.review.criteria.cautions import SiblingsOnAgenda
from ehp_desktop.review.criteria.criterion import Criterion, Finding
from ehp_desktop.review.criteria.due_days import review_due, visit_due
from ehp_desktop.review.dates import birthday, first_day_counting_back, plus_months, span
from ehp_desktop.review.facts import EVENTS, GOES_WITH, Facts, pr_holders
from ehp_desktop.review.language import Language
from ehp_desktop.review.parameters import PARAMETER_NAMES, ParametersOn
from ehp_desktop.review.sentences import (
    EVERYONE,
    NO_POSITION,
    NO_RELATIONSHIP,
    Labels,
    Note,
    Period,
    Phrase,
    Positions,
    Recorded,
    Value,
    say_note,
)
from ehp_desktop.review.words import Route


class WorkedOutWith(Protocol):
    """What an assessment was worked out with, besides the facts: an agenda is such a thing."""

    @property
    def parameters(self) -> ParametersOn:
        """The parameters in force on the day."""

    @property
    def siblings(self) -> SiblingsOnAgenda | None:
        """Who is on the agenda in question, if one is."""


class Setting(NamedTuple):
    """What an assessment was worked out with, where no agenda is at hand."""

    parameters: ParametersOn
    siblings: SiblingsOnAgenda | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The clause that decided, and notes on what is recorded but does not count."""

    decided: Note
    notes: tuple[Note, ...]
    code_set: CodeSet


def explain(
    finding: Finding,
    facts: Facts,
    worked_out_with: WorkedOutWith,
    language: Language,
    route: Route | None = None,
) -> str:
    """Why a finding is what it is, as a sentence or more, without a full stop at the end.

    Of one that a lawyer overrides it says why the computed result is what it is; who overrides it
    and why, `override_words` says. `route`: the route for which it is asked, where that is one;
    notes are then of what is read for that route.
    """
    return say(explanation(finding, facts, worked_out_with, route), language)


def explanation(
    finding: Finding,
    facts: Facts,
    worked_out_with: WorkedOutWith,
    route: Route | None = None,
) -> Explanation:
    """Why a finding, as it was computed, is what it is, as data."""
    finding = finding.computed
    criterion = CRITERION_BY_ID[finding.criterion]
    places = _places(finding.sentence)
    asked = _Asked(criterion, finding, facts, worked_out_with)
    values = {place: asked.value(place) for place in places}
    routes = criterion.routes if route is None else (route,)
    fields = [field for one in routes for field in criterion.fields(one, facts.cohort)]
    notes = [*_left_out(facts, fields, asked.parameters), *asked.notes(places)]
    return Explanation(Note(finding.sentence, values), tuple(notes), facts.code_set)


def _places(sentence: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(sentence) if name)


class _Asked:
    """One finding and all that its sentence may speak of."""

    def __init__(
        self,
        criterion: Criterion,
        finding: Finding,
        facts: Facts,
        worked_out_with: WorkedOutWith,
    ) -> None:
        self.criterion = criterion
        self.finding = finding
        self.facts = facts
        self.parameters = parameters_for(criterion, facts, worked_out_with.parameters)
        self.siblings = worked_out_with.siblings

    def value(self, place: str) -> Value:
        """What fills one place of the sentence."""
        if place == "met_on" and self.finding.met_on is not None:
            return self.finding.met_on
        if place in _WORKED_OUT:
            return _WORKED_OUT[place](self)
        if place in PARAMETER_NAMES:
            return _period(place, getattr(self.parameters, place))
        field = place.removesuffix("_ago")
        kept = getattr(self.facts, field)
        if field != place:
            return span(kept, self.facts.as_of)
        return Recorded(field, kept)

    def notes(self, places: tuple[str, ...]) -> Iterator[Note]:
        """What must be said of a value or a parameter that the sentence uses."""
        if "carer_since" in places and self.facts.carer_since_assumed:
            yield Note(CARER_SINCE_ASSUMED, {})
        day = parameters_day(self.criterion, self.facts)
        for place in places:
            if place in PARAMETER_NAMES:
                used = self.parameters.whole.describe(place, day)
                if used.to_be_confirmed:
                    period = _period(place, used.value)
                    uncertain = Phrase(used.to_be_confirmed)
                    yield Note(UNCERTAIN, {"period": period, "uncertain": uncertain})

    def blank(self) -> Labels:
        """The fields read that are not recorded."""
        fields = dict.fromkeys(
            field
            for route in self.criterion.routes
            for field in self.criterion.fields(route, self.facts.cohort)
        )
        return Labels(tuple(one for one in fields if self.facts.value_of(one) is None))

    def carer_facts_missing(self) -> Labels:
        """What is not recorded of the carers: relationship, a name, a named one's birth."""
        facts = self.facts
        missing = [] if facts.carer_relationship else ["carer_relationship"]
        if facts.carer_1_name is None and facts.carer_2_name is None:
            missing.append("carer_1_name")
        if facts.carer_1_name is not None and facts.carer_1_date_of_birth is None:
            missing.append("carer_1_date_of_birth")
        if facts.carer_2_name is not None and facts.carer_2_date_of_birth is None:
            missing.append("carer_2_date_of_birth")
        return Labels(tuple(missing))


def parameters_day(criterion: Criterion, facts: Facts) -> dt.date:
    """The day whose parameters a criterion reads: the facts' own, or one that it looks back to."""
    looks_back_to = criterion.parameters_of
    day = None if looks_back_to is None else getattr(facts, looks_back_to)
    return facts.as_of if day is None else day


def parameters_for(criterion: Criterion, facts: Facts, parameters: ParametersOn) -> ParametersOn:
    """The parameters that a criterion reads."""
    return parameters.whole.at(parameters_day(criterion, facts))


def _born(asked: _Asked) -> dt.date:
    return asked.facts.date_of_birth or asked.facts.as_of


def _day(day: dt.date | None) -> Value:
    return Recorded("", None) if day is None else day


def _last_day(end: dt.date | None) -> Value:
    return _day(None if end is None else end - dt.timedelta(1))


def _months_on(field: str, parameter: str) -> Callable[[_Asked], Value]:
    """The day so many months after a date, the months being a parameter."""

    def day(asked: _Asked) -> Value:
        start = getattr(asked.facts, field)
        months = getattr(asked.parameters, parameter)
        return _day(None if start is None else plus_months(start, months))

    return day


def _notice_run_on(asked: _Asked) -> Value:
    given = asked.facts.sgo_notice_date
    return _day(given and first_day_counting_back(given, asked.parameters.notice_months))


def _youngest_carer(asked: _Asked) -> Value:
    born = (asked.facts.carer_1_date_of_birth, asked.facts.carer_2_date_of_birth)
    return _day(max((day for day in born if day is not None), default=None))


def _positions(asked: _Asked) -> Value:
    return Positions(
        tuple(
            (relationship, position)
            for name, relationship, position in pr_holders(asked.facts.row)
            if name is not None and relationship != "authority"
        )
    )


def _siblings(asked: _Asked, *, listed: bool) -> str:
    if asked.siblings is None:
        return ""
    others = asked.siblings.others(asked.facts)
    return ", ".join(sorted(others if listed else others - asked.siblings.on_agenda))


_WORKED_OUT: Final[Mapping[str, Callable[[_Asked], Value]]] = {
    "as_of": lambda asked: asked.facts.as_of,
    "age": lambda asked: asked.facts.age or 0,
    "eighteenth_birthday": lambda asked: birthday(_born(asked), 18),
    "seventeenth_birthday": lambda asked: birthday(_born(asked), 17),
    "youngest_carer_born": _youngest_carer,
    "review_due": lambda asked: _day(review_due(asked.facts, asked.parameters)),
    "visit_due": lambda asked: _day(visit_due(asked.facts, asked.parameters)),
    "temporary_last_day": lambda asked: _last_day(temporary_end(asked.facts, asked.parameters)),
    "notice_run_on": _notice_run_on,
    "step_down_plan_current_to": _months_on("step_down_plan_date", "step_down_plan_months"),
    "wishes_current_to": _months_on("wishes_date", "wishes_months"),
    "assessment_current_to": _months_on("assessment_date", "assessment_months"),
    "pr_positions": _positions,
    "siblings_looked_after": lambda asked: _siblings(asked, listed=True),
    "siblings_not_listed": lambda asked: _siblings(asked, listed=False),
    "not_recorded": _Asked.blank,
    "carer_facts_missing": _Asked.carer_facts_missing,
}
"""Places of the sentences that are neither a field nor a parameter."""


def _period(parameter: str, count: int) -> Period | int:
    """A parameter with its unit, which its name tells; an age is a plain number."""
    for unit in ("working_day", "day", "week", "month"):
        if f"{unit}s" in parameter:
            return Period(count, unit.replace("_", " "))
    return count


CARER_SINCE_ASSUMED: Final = (
    "When the child began to live with this carer is not recorded, so the start of the placement "
    "is taken"
)
UNCERTAIN: Final = "Reckoned with {period}: {uncertain}"
AHEAD: Final = "{field}: {day} is after {as_of} and does not count"
EARLIER_CARE: Final = (
    "{field}: {day} is before this period of care, which began on {since}, and does not count"
)
GREW_OLD: Final = (
    "{field}: last confirmed on {day}, more than {period} before {as_of}, which counts as not "
    "recorded"
)
NEVER_CONFIRMED: Final = (
    "{field}: no day is kept on which this was confirmed, which counts as not recorded"
)


def _left_out(facts: Facts, fields: list[str], parameters: ParametersOn) -> Iterator[Note]:
    """Why values that are recorded do not count, for those that a criterion reads."""
    date_of = {undated: date for date, others in GOES_WITH.items() for undated in others}
    read = dict.fromkeys([*fields, *(date_of[one] for one in fields if one in date_of)])
    for field in read:
        stored = getattr(facts.row, field)
        if stored is None or facts.value_of(field) is not None:
            continue
        named: dict[str, Value] = {"field": Labels((field,)), "as_of": facts.as_of}
        if field in EVENTS and stored > facts.as_of:
            yield Note(AHEAD, named | {"day": stored})
        elif field == "last_review_date" and facts.looked_after_since is not None:
            yield Note(EARLIER_CARE, named | {"day": stored, "since": facts.looked_after_since})
        elif field in CONFIRMED_FIELDS and not _went_with_a_date(facts, field):
            confirmed_on = getattr(facts.row, f"{field}_confirmed_on")
            if confirmed_on is None:
                yield Note(NEVER_CONFIRMED, named)
            else:
                period = _period("answer_months", parameters.answer_months)
                yield Note(GREW_OLD, named | {"day": confirmed_on, "period": period})


def _went_with_a_date(facts: Facts, field: str) -> bool:
    """Whether an undated value does not count because its date lies ahead."""
    for date_field, others in GOES_WITH.items():
        day = getattr(facts.row, date_field)
        if field in others and day is not None and day > facts.as_of:
            return True
    return False


def say(explained: Explanation, language: Language) -> str:
    """An explanation in a language: what decided, then each note."""
    notes = (explained.decided, *explained.notes)
    return ". ".join(say_note(note, explained.code_set, language) for note in notes)


def phrases() -> tuple[str, ...]:
    """Every English phrase of this module."""
    notes = (CARER_SINCE_ASSUMED, UNCERTAIN, AHEAD, EARLIER_CARE, GREW_OLD, NEVER_CONFIRMED)
    return (*notes, EVERYONE, NO_RELATIONSHIP, NO_POSITION)
