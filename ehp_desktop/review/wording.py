"""What routes, states, results, choices, codes and lengths of time are called.

English phrases, said in a language through `review.language.phrase`. A state is never worded as
advice. What the sentences of the criteria say stands with the criteria.
"""

import datetime as dt
from typing import Final

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import FIELD_BY_KEY, FieldKind, FieldValue, to_text
from ehp_desktop.models.rows import Origin
from ehp_desktop.review.code_labels import code_label
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.dates import Span
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.language import Language, phrase, say_short_date, spoken_in
from ehp_desktop.review.questions import QUESTIONS
from ehp_desktop.review.words import Cohort, CriterionKind, Result, Route, RouteState

ROUTES: Final = {
    Route.DISCHARGE: "Discharge",
    Route.SUPERVISION_ORDER: "Supervision order",
    Route.SPECIAL_GUARDIANSHIP: "Special guardianship",
    Route.CHILD_ARRANGEMENTS: "Child arrangements",
}
STATES: Final = {
    RouteState.READY: "ready to discuss",
    RouteState.WORK_NEEDED: "needs work first",
    RouteState.NOT_THIS_ROUTE: "not this route",
}
COHORTS: Final = {
    Cohort.PARENTS: "with parents",
    Cohort.KINSHIP: "with a kinship carer",
    Cohort.FOSTER: "with a foster carer who seeks an order",
}
KINDS: Final = {
    CriterionKind.ELIGIBILITY: "Eligibility",
    CriterionKind.REQUIREMENT: "Requirements",
    CriterionKind.BLOCKER: "Blockers",
    CriterionKind.INFORMATION: "Information",
    CriterionKind.CAUTION: "Cautions",
}
RESULTS: Final = {
    Result.MET: "met",
    Result.NOT_MET: "not met",
    Result.UNKNOWN: "unknown",
    Result.NOT_APPLICABLE: "does not apply",
}

NOT_RECORDED: Final = "not recorded"
DATE_NOT_RECORDED: Final = "date not recorded"
WELSH_PERIODS: Final = "The periods for visits, reviews and approvals are those of Wales."

_POSITIONS: Final = {
    "agrees": "agrees",
    "opposes": "opposes",
    "neutral": "neutral",
    "unknown": "position unknown",
}
_HOLDERS: Final = {
    "mother": "mother",
    "father": "father",
    "step_parent": "step-parent",
    "guardian": "guardian",
    "authority": "the authority",
    "other": "another person",
}

CHOICES: Final[dict[str, dict[str, str]]] = {
    "preferred_language": {"en": "English", "cy": "Welsh", "other": "another language"},
    "s91_14_names": {
        "authority": "the authority",
        "parent": "a parent",
        "carer": "the carer",
        "child": "the child",
        "other": "others",
    },
    "carer_relationship": {
        "parent": "parent",
        "grandparent": "grandparent",
        "aunt_uncle": "aunt or uncle",
        "sibling": "brother or sister",
        "cousin": "cousin",
        "step_parent": "step-parent",
        "other_relative": "other relative",
        "friend": "friend",
        "none": "unrelated foster carer",
    },
    "carer_approval": {"full": "full", "temporary": "temporary", "none": "not approved"},
    "carer_seeks": {
        "sgo": "a special guardianship order",
        "cao": "a child arrangements order",
        "either": "either a special guardianship or a child arrangements order",
        "neither": "neither order",
    },
    "review_endorses": {
        "discharge": "discharge",
        "supervision_order": "a supervision order",
        "special_guardianship": "special guardianship",
        "child_arrangements": "child arrangements",
        "any": "any route",
        "none": "none of the routes",
    },
    "iro_view": {"supports": "supports it", "opposes": "opposes it", "undecided": "undecided"},
    "last_incident_kind": {
        "domestic_abuse": "domestic abuse",
        "substance": "substance use",
        "police": "police",
        "missing": "missing",
        "other": "other",
    },
    "concerns": {"resolved": "resolved", "managed": "managed", "outstanding": "outstanding"},
    "child_wishes": {
        "supports": "supports it",
        "opposes": "opposes it",
        "mixed": "mixed",
        "neutral": "neutral",
    },
} | {
    f"pr_holder_{number}_{part}": words
    for number in range(1, 5)
    for part, words in (("relationship", _HOLDERS), ("position", _POSITIONS))
}
"""The words of every choice of every field that has choices."""

_NUMBERS: Final = "zero one two three four five six seven eight nine ten".split()
_UNITS: Final = ("month", "week", "day", "working day", "year")


def route_words(route: Route, language: Language) -> str:
    """A route's name."""
    return phrase(ROUTES[route], language)


def state_words(state: RouteState, language: Language) -> str:
    """A state as it is shown; never advice."""
    return phrase(STATES[state], language)


def cohort_words(cohort: Cohort, language: Language) -> str:
    """With whom a child of a cohort lives."""
    return phrase(COHORTS[cohort], language)


def kind_words(kind: CriterionKind, language: Language) -> str:
    """The heading over criteria of a kind."""
    return phrase(KINDS[kind], language)


def result_words(result: Result, language: Language) -> str:
    """A criterion's result."""
    return phrase(RESULTS[result], language)


def label_words(field: str, language: Language) -> str:
    """A field's label."""
    return phrase(FIELD_BY_KEY[field].label, language)


def choice_words(field: str, choice: str, language: Language) -> str:
    """One choice of a field, or several kept as `a;b`, as it stands in a sentence."""
    words = CHOICES[field]
    said = [phrase(words[one], language) for one in choice.split(";")]
    return said[0] if len(said) == 1 else ", ".join(said)


def value_words(
    field: str, value: FieldValue | None, language: Language, code_set: CodeSet | None = None
) -> str:
    """A recorded value for people to read; a code with its label where the set is given."""
    if value is None:
        return phrase(NOT_RECORDED, language)
    kind = FIELD_BY_KEY[field].kind
    if isinstance(value, dt.date):
        return say_short_date(value, language)
    if kind is FieldKind.YES_NO:
        return phrase("yes" if value else "no", language)
    if kind is FieldKind.MONEY:
        return f"£{to_text(kind, value)}"
    if kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
        return choice_words(field, str(value), language)
    code_kind = kind.code_kind
    if code_kind is not None and code_set is not None:
        return f"{value}, {phrase(code_label(code_set, code_kind, str(value)), language)}"
    return str(value)


def count_words(count: int, unit: str, language: Language) -> str:
    """So many months, weeks, days, working days or years: "three months", "42 days"."""
    if count == 1:
        return phrase(f"one {unit}", language)
    if count < len(_NUMBERS):
        return phrase(f"{_NUMBERS[count]} {unit}s", language)
    return phrase(f"{{n}} {unit}s", language, n=count)


def span_words(span: Span, language: Language) -> str:
    """A length of time, in figures: "14 months", "3 years 2 months", "12 days"."""
    months = span.years * 12 + span.months
    if not months:
        return _figures(span.days, "day", language)
    if span.years < 2:
        return _figures(months, "month", language)
    years = _figures(span.years, "year", language)
    if not span.months:
        return years
    return f"{years} {_figures(span.months, 'month', language)}"


def _figures(count: int, unit: str, language: Language) -> str:
    return phrase(f"{{n}} {unit}" if count == 1 else f"{{n}} {unit}s", language, n=count)


def source_words(origin: Origin, language: Language) -> str:
    """Where a value came from: a file's row and the day it speaks of, or who typed it and when."""
    if origin.file_name is None:
        said = "typed by {name}, {day}"
    elif origin.row is None:
        said = "{file}, as at {day}"
    else:
        said = "{file} row {row}, as at {day}"
    day = say_short_date(origin.as_of, spoken_in(said, language))
    return phrase(said, language, name=origin.by, file=origin.file_name, row=origin.row, day=day)


def code_set_note(code_set: CodeSet, language: Language) -> str | None:
    """What must be said of the periods where a store is not Welsh; None where it is."""
    return phrase(WELSH_PERIODS, language) if code_set is CodeSet.ENGLAND else None


def question(finding: Finding, facts: Facts, language: Language) -> str:
    """The question to settle that an outstanding criterion leaves, with its day where it has one.

    Raises:
        KeyError: the finding is met, or a caution's: neither leaves a question.
    """
    asked = QUESTIONS[finding.criterion]
    if finding.result is Result.UNKNOWN:
        return phrase(asked.unknown, language)
    if finding.result is not Result.NOT_MET:
        raise KeyError(finding.criterion)
    if finding.met_on is None or asked.dated is None:
        return phrase(asked.not_met, language)
    spoken = spoken_in(asked.dated, language)
    return phrase(asked.dated, language, met_on=say_short_date(finding.met_on, spoken))


def phrases() -> frozenset[str]:
    """Every English phrase of this module, for whoever keeps the Welsh."""
    said = {words for words_of in CHOICES.values() for words in words_of.values()}
    said |= {*ROUTES.values(), *STATES.values(), *COHORTS.values()}
    said |= {*KINDS.values(), *RESULTS.values()}
    for unit in _UNITS:
        said |= {f"one {unit}", f"{{n}} {unit}", f"{{n}} {unit}s"}
        said |= {f"{number} {unit}s" for number in _NUMBERS if number != "one"}
    for asked in QUESTIONS.values():
        said |= {text for text in asked if text is not None}
    said |= {NOT_RECORDED, DATE_NOT_RECORDED, WELSH_PERIODS, "yes", "no"}
    said |= {"typed by {name}, {day}", "{file}, as at {day}", "{file} row {row}, as at {day}"}
    return frozenset(said)
