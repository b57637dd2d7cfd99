"""What a person did to an agenda, kept so that it can be undone; no Qt.

An agenda is the child ids in their order, so every step (add, remove, fill, move) is the ids
before and after it, and undoing one is putting the earlier ids back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """One thing a person did to one agenda; `words` says what, as it was told to them."""

    surgery_id: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    words: str
    child_ids: tuple[str, ...] = ()
    """The children whom it was done to."""


@dataclass(slots=True)
class AgendaSteps:
    """The steps of this sitting, newest last."""

    steps: list[AgendaStep] = field(default_factory=list)

    def remember(self, step: AgendaStep) -> bool:
        """Keep a step; False where it changed nothing.

        A case moved up three times was moved once: the steps become one.
        """
        last = self.steps[-1] if self.steps else None
        if last is not None and _goes_on(last, step):
            self.steps.pop()
            step = replace(step, before=last.before)
        if step.before == step.after:
            return False
        self.steps.append(step)
        return True

    def last_words(self, surgery_id: int) -> str:
        """What was done to a surgery's agenda last; empty where nothing can be undone."""
        of_it = [step.words for step in self.steps if step.surgery_id == surgery_id]
        return of_it[-1] if of_it else ""

    def take_back(self, surgery_id: int, now: Sequence[str]) -> AgendaStep | None:
        """The last step of a surgery, taken off the list, where the agenda is still as it left it.

        An agenda that somebody changed meanwhile is not overwritten: its steps are forgotten.
        """
        for place in range(len(self.steps) - 1, -1, -1):
            step = self.steps[place]
            if step.surgery_id != surgery_id:
                continue
            if step.after != tuple(now):
                self.forget(surgery_id)
                return None
            return self.steps.pop(place)
        return None

    def forget(self, surgery_id: int) -> None:
        """Forget a surgery's steps."""
        self.steps = [step for step in self.steps if step.surgery_id != surgery_id]


def _goes_on(last: AgendaStep, step: AgendaStep) -> bool:
    same = (last.surgery_id, last.words, last.child_ids)
    only_moved = set(step.before) == set(step.after) == set(last.before)
    return (
        only_moved
        and last.after == step.before
        and same
        == (
            step.surgery_id,
            step.words,
            step.child_ids,
        )
    )


def moved(cases: Sequence[str], chosen: Sequence[str], steps: int) -> tuple[str, ...]:
    """The agenda with the chosen cases moved up (negative) or down by a number of places.

    The chosen keep their order among themselves and stop at the ends; the others keep theirs.
    """
    picked = set(chosen)
    order = list(cases)
    for _ in range(abs(steps)):
        places = [place for place, child_id in enumerate(order) if child_id in picked]
        step = 1 if steps > 0 else -1
        taken = set()
        for place in reversed(places) if step > 0 else places:
            goal = place + step
            if 0 <= goal < len(order) and goal not in taken:
                order[place], order[goal] = order[goal], order[place]
                taken.add(goal)
            else:
                taken.add(place)
    return tuple(order)


def dropped(cases: Sequence[str], chosen: Sequence[str], before: int) -> tuple[str, ...]:
    """The agenda with the chosen cases put together before the case now at an index.

    `before` may be the number of cases: the end.
    """
    picked = set(chosen)
    first = [one for one in cases[:before] if one not in picked]
    last = [one for one in cases[before:] if one not in picked]
    return (*first, *(one for one in cases if one in picked), *last)
