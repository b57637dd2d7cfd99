"""The routes of one case on paper: states, what does not hold, what holds, cautions, questions.

A criterion that finds the same for several routes is said once, with its mark under each of them.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from ehp_desktop.review.agenda import AgendaCase
from ehp_desktop.review.criteria import CRITERIA
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.documents.columns import Marked, marked_row, two_columns
from ehp_desktop.review.documents.lines import Run
from ehp_desktop.review.documents.page import BODY, COLUMN, SMALL, Mark, Piece, Row, cell
from ehp_desktop.review.documents.paper import CasePaper, Paper, bold, heading, plain
from ehp_desktop.review.documents.sources import CaseSources
from ehp_desktop.review.documents.speech import Languages
from ehp_desktop.review.explanation import explain
from ehp_desktop.review.language import Language
from ehp_desktop.review.override_words import overridden_explanation
from ehp_desktop.review.wording import question, result_words
from ehp_desktop.review.words import Cohort, CriterionKind, Result, Route, RouteState

_NAME: Final = 14.0
_STATE: Final = {Languages.ENGLISH: 150.0, Languages.WELSH: 150.0, Languages.BOTH: 224.0}
_STATE_WIDTH: Final = 88.0

_BY_ID: Final = {one.id: one for one in CRITERIA}

_PLACES: Final = {one.id: place for place, one in enumerate(CRITERIA)}


class Found(NamedTuple):
    """One finding of a case and the open routes that share it."""

    finding: Finding
    routes: tuple[Route, ...]

    @property
    def kind(self) -> CriterionKind:
        """The kind of its criterion."""
        return _BY_ID[self.finding.criterion].kind


def open_routes(case: AgendaCase) -> tuple[Route, ...]:
    """The routes of a case that its eligibility leaves open."""
    shut = RouteState.NOT_THIS_ROUTE
    return tuple(route for route, found in case.routes.items() if found.state is not shut)


def findings_of(case: AgendaCase) -> list[Found]:
    """Every finding of the open routes in the tables' order, each different one once."""
    alike: dict[tuple[object, ...], tuple[Finding, list[Route]]] = {}
    for route in open_routes(case):
        for one in case.routes[route].findings:
            key = (one.criterion, one.result, one.sentence, one.met_on, one.override)
            alike.setdefault(key, (one, []))[1].append(route)
    found = [Found(finding, tuple(routes)) for finding, routes in alike.values()]
    return sorted(found, key=lambda one: _PLACES[one.finding.criterion])


def route_table(paper: CasePaper, case: AgendaCase, title: str = "Routes") -> list[Piece]:
    """Each route with its state as shape and word, its dates, or why it is not open."""
    if not case.routes:
        words = paper.say("Not assessed: the child is in none of the three cohorts on this date.")
        return [Row((cell(words, 0, COLUMN),), above=6, below=4)]
    shut: dict[str, list[Route]] = {}
    for route, found in case.routes.items():
        if found.state is RouteState.NOT_THIS_ROUTE:
            shut.setdefault(_why_not(paper, case, route), []).append(route)
    rows = [_open_row(paper, case, route) for route in open_routes(case)]
    rows += [_shut_row(paper, routes, why) for why, routes in shut.items()]
    return [heading(paper.say(title), BODY + 1), *rows]


def _open_row(paper: CasePaper, case: AgendaCase, route: Route) -> Row:
    state = case.routes[route].state
    left = _STATE[paper.languages]
    rest = left + _STATE_WIDTH
    cells = (
        cell((bold(paper.route(route)),), _NAME, left - _NAME - 4),
        cell(paper.state(state), left, _STATE_WIDTH - 4),
        cell(_dates(paper, case, route), rest, COLUMN - rest),
    )
    return Row(cells, (Mark(state, 5),), above=1, below=1, rule="rule")


def _shut_row(paper: CasePaper, routes: Sequence[Route], why: str) -> Row:
    """The routes that are shut for the same reason."""
    names = ", ".join(map(paper.route, routes))
    state = RouteState.NOT_THIS_ROUTE
    left = _STATE[paper.languages]
    rest = left + _STATE_WIDTH
    cells = (
        cell(names, _NAME, left - _NAME - 4, size=SMALL),
        cell(paper.state(state), left, _STATE_WIDTH - 4, size=SMALL, ink="grey"),
        cell(why, rest, COLUMN - rest, size=SMALL, ink="grey"),
    )
    return Row(cells, (Mark(state, 5),), above=1, below=1, rule="rule")


def _why_not(paper: CasePaper, case: AgendaCase, route: Route) -> str:
    """The explanation of each eligibility criterion that shuts a route."""
    shutting = [
        finding
        for finding in case.routes[route].findings
        if _BY_ID[finding.criterion].kind is CriterionKind.ELIGIBILITY
        and finding.result is Result.NOT_MET
    ]
    return "; ".join(f"{one.criterion} {_explanation(paper, case, one, route)}" for one in shutting)


def _dates(paper: Paper, case: AgendaCase, route: Route) -> str:
    found = case.routes[route]
    said = []
    if found.outstanding:
        said.append(paper.say("Outstanding: {ids}", ids=", ".join(found.outstanding)))
    if found.earliest_date:
        said.append(paper.say("not before {day}", day=found.earliest_date))
    if found.closes_on:
        said.append(paper.say("too late from {day}", day=found.closes_on))
    return " · ".join(said)


def criteria_rows(paper: CasePaper, case: AgendaCase) -> list[Piece]:
    """What does not hold, what is not known, the cautions, and what holds."""
    found = findings_of(case)
    if not found:
        return []
    read = [name for one in found for name in _fields(case, one)]
    told = _Told(paper, case, CaseSources(paper, case.history, read))
    counting = [one for one in found if one.kind is not CriterionKind.CAUTION]
    cautions = [one for one in found if one.kind is CriterionKind.CAUTION]
    return [
        *told.wanting("What does not hold, or is not known", _wanting(counting)),
        *told.wanting("Cautions: what does not hold, or is not known", _wanting(cautions)),
        *told.wanting("What holds by a lawyer's override", _set_to_met(found)),
        *told.holding("What holds", _plainly_met(counting)),
        *told.small_print(_plainly_met(cautions)),
    ]


def question_rows(paper: Paper, case: AgendaCase) -> list[Piece]:
    """A question for each outstanding criterion of the open routes, with a box to tick."""
    counting = [one for one in findings_of(case) if one.kind is not CriterionKind.CAUTION]
    wanting = [one for one in counting if one.finding.result in (Result.NOT_MET, Result.UNKNOWN)]
    asked: dict[str, str] = {}
    for one in wanting:
        asked.setdefault(_question(paper, case, one.finding), one.finding.criterion)
    if not asked:
        return []
    rows: list[Piece] = [heading(paper.say("Questions to settle"), BODY + 1)]
    # "This route" is that of the criterion, whose id leads back to where its routes are named.
    boxes = [Marked("box", plain(key, "grey"), (plain(words),)) for words, key in asked.items()]
    return [*rows, two_columns(boxes)]


class _Told:
    """The findings of one case in rows."""

    def __init__(self, paper: CasePaper, case: AgendaCase, sources: CaseSources) -> None:
        self._paper = paper
        self._case = case
        self._sources = sources
        self._open = open_routes(case)

    def wanting(self, title: str, found: Sequence[Found]) -> Iterator[Piece]:
        """Findings that call for something: the statement, why, and where that comes from."""
        if found:
            yield heading(self._paper.say(title), BODY + 1)
        # What bears on every open route comes first, then route by route.
        for one in sorted(found, key=self._bearing):
            # In words as well: the statement alone, read in haste, says the opposite.
            result = _result(self._paper, one.finding)
            statement = bold(f"{result}: {_statement(self._paper, one.finding)}  ")
            yield marked_row(self._marked(one, statement), size=BODY)

    def holding(self, title: str, found: Sequence[Found]) -> Iterator[Piece]:
        """Findings that hold, in two columns; the key at the end has their statements."""
        if found:
            yield heading(self._paper.say(title), BODY + 1)
            yield two_columns([self._marked(one) for one in found])

    def small_print(self, quiet: Sequence[Found]) -> Iterator[Piece]:
        """The cautions that are not raised, and where the values come from."""
        said = []
        if quiet:
            ids = ", ".join(one.finding.criterion for one in quiet)
            said.append(self._paper.say("No caution from {ids}.", ids=ids))
        if self._sources.words:
            said.append(self._sources.words)
        if said:
            yield Row((cell(" ".join(said), 0, COLUMN, size=SMALL, ink="grey"),), above=2, below=1)

    def _marked(self, found: Found, *before: Run) -> Marked:
        route = found.routes[0] if len(found.routes) == 1 else None
        why = plain(_explanation(self._paper, self._case, found.finding, route))
        runs = (*self._only(found), *before, why, *self._source(found))
        return Marked(_shape(found), plain(found.finding.criterion, "grey"), runs)

    def _bearing(self, found: Found) -> tuple[int, int]:
        return -len(found.routes), self._open.index(found.routes[0])

    def _only(self, found: Found) -> list[Run]:
        """The routes that a finding is of, where it is not of all that are open."""
        if found.routes == self._open:
            return []
        names = [self._paper.route(route) for route in found.routes]
        return [plain(", ".join(names) + ":  ", "grey")]

    def _source(self, found: Found) -> list[Run]:
        numbers = self._sources.numbers(_fields(self._case, found))
        return [plain(f" {numbers}", "grey")] if numbers else []


def _shape(found: Found) -> str:
    caution = found.kind is CriterionKind.CAUTION and found.finding.result is Result.NOT_MET
    return "caution" if caution else str(found.finding.result)


def _of(found: Sequence[Found], result: Result) -> list[Found]:
    return [one for one in found if one.finding.result is result]


def _plainly_met(found: Sequence[Found]) -> list[Found]:
    """Those that the facts meet; what a lawyer set to met is never among them unseen."""
    return [one for one in _of(found, Result.MET) if one.finding.override is None]


def _set_to_met(found: Sequence[Found]) -> list[Found]:
    return [one for one in _of(found, Result.MET) if one.finding.override is not None]


def _wanting(found: Sequence[Found]) -> list[Found]:
    """Those that do not hold, then those of which it is not known."""
    return _of(found, Result.NOT_MET) + _of(found, Result.UNKNOWN)


def _statement(paper: Paper, finding: Finding) -> str:
    return paper.say(_BY_ID[finding.criterion].statement)


def _result(paper: Paper, finding: Finding) -> str:
    return paper.each(lambda language: result_words(finding.result, language))


def _explanation(
    paper: CasePaper, case: AgendaCase, finding: Finding, route: Route | None = None
) -> str:
    """Why, as the rules word it; of an override first who set it, when and why."""
    worked_out_with, override = paper.worked_out_with, finding.override

    def said(language: Language) -> str:
        why = explain(finding, case.facts, worked_out_with, language, route)
        return why if override is None else overridden_explanation(override, why, language)

    return paper.each(said)


def _question(paper: Paper, case: AgendaCase, finding: Finding) -> str:
    return paper.each(lambda language: question(finding, case.facts, language))


def _fields(case: AgendaCase, found: Found) -> tuple[str, ...]:
    return _fields_read(found.finding.criterion, found.routes[0], case.facts.cohort)


@cache
def _fields_read(criterion_id: str, route: Route, cohort: Cohort | None) -> tuple[str, ...]:
    return _BY_ID[criterion_id].fields(route, cohort)
