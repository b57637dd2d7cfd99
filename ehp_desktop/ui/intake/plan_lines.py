"""An import's plan as the lines of its tables; made off the window's thread, no Qt."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.intake.compare import PlannedChild, Status, Why
from ehp_desktop.review.intake.incoming import Problem
from ehp_desktop.review.intake.outcomes import PlannedOutcome
from ehp_desktop.review.intake.plan import ImportPlan
from ehp_desktop.review.language import Language, say_short_date
from ehp_desktop.ui.intake.value_words import PlanWords, child_words

L = TypeVar("L")


class ChangeLine(NamedTuple):
    """One field of one stored child that would change."""

    child_id: str
    child: str
    field: str
    label: str
    before: str
    after: str
    why: Why


class KeptLine(NamedTuple):
    """One field that stays as it is recorded although the file says something else, or nothing."""

    child_id: str
    child: str
    field: str
    label: str
    kept: str
    in_file: str

    @property
    def place(self) -> tuple[str, str]:
        """The value that this line is about: the child and the field."""
        return (self.child_id, self.field)


class NewLine(NamedTuple):
    """One child that the store does not hold yet."""

    child_id: str
    child: str
    date_of_birth: str
    looked_after_since: str
    legal_status: str
    placement: str
    fields: int


class MissingLine(NamedTuple):
    """One child looked after in the store of whom the file says nothing."""

    child_id: str
    child: str
    date_of_birth: str
    team: str
    social_worker: str
    row: ChildRow


class OutcomeLine(NamedTuple):
    """One court outcome of an `outcomes` file."""

    child_id: str
    child: str
    kind: str
    date: str
    court: str
    case_number: str
    status: Status


class ProblemLine(NamedTuple):
    """One problem, numbered in the order in which it was met."""

    number: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class PlanLines:
    """Everything that the page shows of a plan, worded."""

    changes: tuple[ChangeLine, ...]
    to_confirm: tuple[ChangeLine, ...]
    new: tuple[NewLine, ...]
    blanks: tuple[KeptLine, ...]
    typed: tuple[KeptLine, ...]
    missing: tuple[MissingLine, ...]
    outcomes: tuple[OutcomeLine, ...]
    errors: tuple[ProblemLine, ...]
    notes: tuple[ProblemLine, ...]


def lines_of(plan: ImportPlan, language: Language, code_set: CodeSet) -> PlanLines:
    """The lines of a plan, children in its order."""
    words = _Words(language, code_set)
    stored = [child for child in plan.children if child.stored is not None]
    new = [child for child in plan.children if child.status is Status.NEW]
    changes = tuple(_each(stored, words.changes))
    problems = [ProblemLine(number, one) for number, one in enumerate(plan.problems, start=1)]
    return PlanLines(
        changes=tuple(line for line in changes if line.why is not Why.ENDED),
        to_confirm=tuple(line for line in changes if line.why is Why.ENDED),
        new=tuple(words.new(child) for child in new),
        blanks=tuple(_each(stored, words.blanks)),
        typed=tuple(_each(stored, words.typed)),
        missing=tuple(words.missing(row) for row in plan.missing),
        outcomes=tuple(words.outcome(one, plan) for one in plan.outcomes),
        errors=tuple(line for line in problems if line.problem.severity == "error"),
        notes=tuple(line for line in problems if line.problem.severity == "warning"),
    )


def _each(
    children: Iterable[PlannedChild], make: Callable[[PlannedChild], Iterator[L]]
) -> Iterator[L]:
    for child in children:
        yield from make(child)


class _Words:
    """Makes the lines in one language."""

    def __init__(self, language: Language, code_set: CodeSet) -> None:
        self._language = language
        self._words = PlanWords(language, code_set)

    def changes(self, child: PlannedChild) -> Iterator[ChangeLine]:
        name, say = self._child(child), self._words.say
        for change in child.changes:
            key = change.field
            before, after = say(key, change.before), say(key, change.after)
            label = self._words.label(key)
            yield ChangeLine(child.child_id, name, key, label, before, after, change.why)

    def blanks(self, child: PlannedChild) -> Iterator[KeptLine]:
        return self._kept(child, child.kept_blank)

    def typed(self, child: PlannedChild) -> Iterator[KeptLine]:
        return self._kept(child, child.kept_typed)

    def new(self, child: PlannedChild) -> NewLine:
        given = child.incoming.values

        def said(key: str) -> str:
            return self._words.say(key, given.get(key))

        return NewLine(
            child.child_id,
            self._child(child),
            said("date_of_birth"),
            said("looked_after_since"),
            said("legal_status"),
            said("placement_code"),
            len(given),
        )

    def missing(self, row: ChildRow) -> MissingLine:
        return MissingLine(
            row.child_id,
            child_words(row.forename, row.surname),
            self._words.say("date_of_birth", row.date_of_birth),
            row.team or "",
            row.social_worker or "",
            row,
        )

    def outcome(self, one: PlannedOutcome, plan: ImportPlan) -> OutcomeLine:
        row = plan.stored.children.get(one.after.child_id)
        return OutcomeLine(
            one.after.child_id,
            child_words(row.forename, row.surname) if row else "",
            self._words.kind(one.after.kind),
            say_short_date(one.after.date, self._language),
            one.after.court or "",
            one.after.case_number or "",
            one.status,
        )

    def _kept(self, child: PlannedChild, keys: Iterable[str]) -> Iterator[KeptLine]:
        name, say = self._child(child), self._words.say
        for key in keys:
            kept = say(key, getattr(child.stored, key))
            in_file = say(key, child.incoming.values.get(key))
            label = self._words.label(key)
            yield KeptLine(child.child_id, name, key, label, kept, in_file)

    def _child(self, child: PlannedChild) -> str:
        given, stored = child.incoming.values, child.stored
        forename = given.get("forename", stored.forename if stored else None)
        surname = given.get("surname", stored.surname if stored else None)
        return child_words(
            None if forename is None else str(forename), None if surname is None else str(surname)
        )
