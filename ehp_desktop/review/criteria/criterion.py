"""What a criterion is, what it finds, and how one is declared.

A criterion is one small pure function of facts and parameters, declared by `@criterion`. What it
returns is a finding: one of the few constants written above it, each with the English sentence
of the clause of criteria.md, section 4, that decided. The places in a sentence are named, and
filled only when somebody reads it (review/explanation.py): assessing a caseload words nothing.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ehp_desktop.review.words import Cohort, CriterionKind, Result, Route

if TYPE_CHECKING:
    from ehp_desktop.review.overriding import Overridden

ROUTE_LETTERS: Final = {
    "N": Route.DISCHARGE,
    "S": Route.SUPERVISION_ORDER,
    "G": Route.SPECIAL_GUARDIANSHIP,
    "A": Route.CHILD_ARRANGEMENTS,
}
"""The letters by which criteria.md names the routes."""

KINDS: Final = {
    "E": CriterionKind.ELIGIBILITY,
    "R": CriterionKind.REQUIREMENT,
    "B": CriterionKind.BLOCKER,
    "M": CriterionKind.INFORMATION,
    "C": CriterionKind.CAUTION,
}
"""The kind that the first letter of a criterion's id says."""


@dataclass(slots=True, unsafe_hash=True)
class Finding:
    """What one criterion found: its result, and the sentence of the clause that decided.

    `met_on`: for `not_met`, the first day on which time alone would make it `met`; else None.
    `override`: a lawyer's, where one counts; `result` is then the overriding one, and the sentence
    still that of the clause that was computed. Shared, and so never changed (not frozen for the
    reason that `Facts` gives).
    """

    criterion: str
    result: Result
    sentence: str
    met_on: dt.date | None = None
    override: "Overridden | None" = None

    def until(self, met_on: dt.date) -> "Finding":
        """This finding, with the first day on which time alone would make it `met`."""
        return Finding(self.criterion, self.result, self.sentence, met_on)

    @property
    def computed(self) -> "Finding":
        """What the facts alone give: this finding, unless a lawyer overrides it."""
        if self.override is None:
            return self
        result, met_on = self.override.computed, self.override.computed_met_on
        return Finding(self.criterion, result, self.sentence, met_on)


_sentences: dict[str, None] = {}


def sentences() -> tuple[str, ...]:
    """The sentence of every clause of every criterion, for whoever keeps the Welsh."""
    return tuple(_sentences)


def finding(criterion_id: str, result: Result, sentence: str) -> Finding:
    """The finding of one clause of a criterion; made once, when its module is loaded."""
    _sentences[sentence] = None
    return Finding(criterion_id, result, sentence)


def met(criterion_id: str, sentence: str) -> Finding:
    """A finding of the favourable side."""
    return finding(criterion_id, Result.MET, sentence)


def not_met(criterion_id: str, sentence: str) -> Finding:
    """A finding of the unfavourable side."""
    return finding(criterion_id, Result.NOT_MET, sentence)


def unknown(criterion_id: str, sentence: str) -> Finding:
    """A finding that cannot be made; the sentence names the fact that is missing."""
    return finding(criterion_id, Result.UNKNOWN, sentence)


Reads = str | Mapping[str, str]
"""Names read: one text of names, or texts by when they are read: always (""), on some routes
("N S"), for some cohorts ("kinship foster"), or both ("parents G")."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the tables of criteria.md, section 4, with the function that decides it.

    `alike`: the routes in groups within which the finding is always the same. `rule` takes facts
    and parameters, and a route of each group where there are several.
    """

    id: str
    statement: str
    kind: CriterionKind
    alike: tuple[tuple[Route, ...], ...]
    rule: Callable[..., Finding]
    _authority: str | Mapping[str, str]
    _fields: Reads
    _parameters: Reads
    _parameters_of: str | None

    @property
    def routes(self) -> tuple[Route, ...]:
        """Its routes, in the order in which they are always shown."""
        asked = {route for group in self.alike for route in group}
        return tuple(route for route in Route if route in asked)

    @property
    def differs(self) -> bool:
        """Whether the rule differs between its routes, and so takes one."""
        return len(self.alike) > 1

    def authority(self, route: Route) -> str:
        """The law, regulation or practice behind it on one of its routes."""
        if isinstance(self._authority, str):
            return self._authority
        return next(text for key, text in self._authority.items() if route in _routes(key))

    def fields(self, route: Route, cohort: Cohort | None) -> tuple[str, ...]:
        """The fields of `ChildRow` that it reads on a route, for a child of a cohort."""
        return _read(self._fields, route, cohort)

    def parameters(self, route: Route, cohort: Cohort | None) -> tuple[str, ...]:
        """The parameters that it reads on a route, for a child of a cohort."""
        return _read(self._parameters, route, cohort)

    @property
    def parameters_of(self) -> str | None:
        """The date field whose day decides the parameters; None = the day of the assessment."""
        return self._parameters_of


def criterion(
    criterion_id: str,
    statement: str,
    *,
    routes: str,
    authority: str | Mapping[str, str],
    fields: Reads,
    parameters: Reads = "",
    parameters_of: str | None = None,
) -> Callable[[Callable[..., Finding]], Criterion]:
    """Declare a criterion: the function decorated decides it.

    `routes` are the letters of criteria.md; a bar between them parts routes whose rule differs
    ("N S | G A"), and the function is then asked once for each part, with its first route.
    """

    def declare(rule: Callable[..., Finding]) -> Criterion:
        return Criterion(
            criterion_id,
            statement,
            KINDS[criterion_id[0]],
            tuple(_routes(group) for group in routes.split("|")),
            rule,
            authority,
            fields,
            parameters,
            parameters_of,
        )

    return declare


def _routes(letters: str) -> tuple[Route, ...]:
    return tuple(ROUTE_LETTERS[letter] for letter in letters.split())


def _read(reads: Reads, route: Route, cohort: Cohort | None) -> tuple[str, ...]:
    texts = {"": reads} if isinstance(reads, str) else reads
    names: list[str] = []
    for when, text in texts.items():
        cohorts = [word for word in when.split() if word not in ROUTE_LETTERS]
        letters = [word for word in when.split() if word in ROUTE_LETTERS]
        of_cohort = not cohorts or cohort in cohorts
        on_route = not letters or route in _routes(" ".join(letters))
        if of_cohort and on_route:
            names += text.split()
    return tuple(names)
