"""The scripted surgery: from an import to people removed, a step at a time.

Everything that a step writes is the same each time it is played: the clock stands still in each
step and every number is known. So what a store holds after a step can be compared with what it
held after that step when nothing happened.
"""

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from ehp_desktop.review import (
    actions_to_do,
    advice,
    attendance,
    backups,
    court_steps,
    issuing,
    kept_texts,
    notes,
    opening,
    outcomes,
    parameter_changes,
    people,
    purging,
    record,
    surgery,
    surgery_life,
)
from ehp_desktop.review.actor import Role
from ehp_desktop.review.intake.apply import apply_plan
from ehp_desktop.review.intake.plan import read_plan
from ehp_desktop.review.issue_variants import Variants
from ehp_desktop.review.names import Names
from ehp_desktop.review.sample import AS_OF, many_extract_csv, many_rows
from ehp_desktop.review.words import Route
from tools.torture.cast import (
    ADMINISTRATOR,
    CHAIR,
    LAWYER,
    MARK,
    NAMES,
    NEW,
    NEW_FIRST,
    PASSPHRASES,
    clock_at,
    sha,
)

CHILDREN: Final = 60
SURGERY_DAY: Final = dt.date(2021, 10, 5)
PURGED: Final = f"{CHILDREN:07d}"
NOTED: Final = "0000003"
_PLACE: Final = "note/child/0000003"
_LATER: Final = dt.date(2021, 11, 9)

Acknowledged = Mapping[str, str | None]
"""What must be there -> its digest; None: it must be there no more."""


@dataclass
class Play:
    """One store as the script goes through it, by one person after another."""

    folder: Path
    beside: Path
    """Where files lie that are none of the store's: what is imported, backups made by hand."""
    opened: "opening.OpenStore | None" = None
    role: str = ""
    at: int = 0
    removed: list[str] = field(default_factory=list)

    def _now(self) -> dt.datetime:
        return clock_at(self.at)()

    def be(self, role: str) -> "opening.OpenStore":
        """Sign in as somebody, once whoever was there has ended their session."""
        if self.opened is None or self.opened.store.closed or self.role != role:
            self.leave()
            self.opened = opening.unlock(
                self.folder, PASSPHRASES[role], user=NAMES[role], clock=self._now
            )
            self.role = role
        return self.opened

    def leave(self) -> None:
        """End a session as every program does: with a backup where anything was changed."""
        if self.opened is not None and not self.opened.store.closed:
            backups.after_session(self.opened)
            self.opened.close()
        self.opened = None


class Step(NamedTuple):
    """One step: its name, who does it, and what it does; it returns what must then be there."""

    name: str
    role: str
    do: Callable[["opening.OpenStore", Play], Acknowledged]


def children_digest(rows: "list[tuple[object, ...]]") -> str:
    """Children as they are told apart: id, names and date of birth."""
    return sha(sorted(rows, key=lambda row: str(row[0])))


@cache
def _known() -> tuple[tuple[object, ...], ...]:
    return tuple(
        (row.child_id, row.forename, row.surname, row.date_of_birth) for row in many_rows(CHILDREN)
    )


def extract_file(beside: Path) -> Path:
    """The file that is imported."""
    path = beside / "extract.csv"
    if not path.exists():
        path.write_bytes(many_extract_csv(CHILDREN))
    return path


def _import(opened: "opening.OpenStore", play: Play) -> Acknowledged:
    plan = read_plan(opened, [extract_file(play.beside)], profile="extract", as_of=AS_OF)
    applied = apply_plan(opened, plan)
    assert applied.new == CHILDREN, "the sample was not taken whole"
    return {"children": children_digest(list(_known()))}


def _edit(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    record.record_values(opened, NOTED, {"team": f"Tîm {MARK}"}, on=AS_OF)
    return {f"child {NOTED} team": sha(f"Tîm {MARK}")}


def _surgery(opened: "opening.OpenStore", _: Play, day: dt.date = SURGERY_DAY) -> Acknowledged:
    number = surgery.new_surgery(opened, surgery.SurgeryDraft(day, place=f"Ystafell {MARK}"))
    return {f"surgery {number} day": sha(day), f"surgery {number} state": sha("draft")}


def _fill(opened: "opening.OpenStore", _: Play, route: Route) -> Acknowledged:
    surgery.fill(opened, 1, route, limit=2)
    return {}


def _cases(opened: "opening.OpenStore", play: Play) -> Acknowledged:
    surgery.add_cases(opened, 1, [NOTED])
    return {}


def _order(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    wanted = sorted(surgery.one_surgery(opened, 1).cases, reverse=True)
    surgery.order_cases(opened, 1, wanted)
    return {"surgery 1 agenda": sha(wanted)}


def _attendance(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    there = [
        attendance.Attending(NAMES[LAWYER], attendance.Part.INVITED),
        attendance.Attending(f"Dr {MARK}", attendance.Part.APOLOGIES, "Iechyd"),
    ]
    numbers = attendance.record_attendance(opened, 1, there)
    return {
        f"attendance {number}": sha(one.name, one.part.value)
        for number, one in zip(numbers, there, strict=True)
    }


def _note(
    opened: "opening.OpenStore",
    play: Play,
    child_id: str | None = NOTED,
    *,
    private: bool = False,
) -> Acknowledged:
    text = f"{MARK} note of step {play.at}, by the {play.role}\n" * (1 + play.at % 7)
    about = {"child_id": child_id, "surgery_id": None if child_id else 1}
    number = notes.add_note(opened, notes.NewNote(text, private=private, **about))  # type: ignore[arg-type]
    return {f"note {number} v1": sha(text.strip())}


def _correct_note(opened: "opening.OpenStore", play: Play, number: int) -> Acknowledged:
    text = f"{MARK} corrected in step {play.at}"
    version = notes.correct_note(opened, number, text)
    return {f"note {number} v{version}": sha(text)}


def _typed(opened: "opening.OpenStore", play: Play) -> Acknowledged:
    text = f"{MARK} typed in step {play.at}"
    kept_texts.keep_text(opened, _PLACE, text)
    return {f"draft of the {play.role}": sha(text)}


def _advise(opened: "opening.OpenStore", play: Play, child_id: str | None = NOTED) -> Acknowledged:
    text = f"{MARK} advice of step {play.at}"
    about = {"child_id": child_id, "surgery_id": None if child_id else 1}
    reference = advice.add_advice(opened, advice.NewAdvice(text, **about))  # type: ignore[arg-type]
    return {f"advice {reference} v1": sha(text)}


def _correct_advice(opened: "opening.OpenStore", play: Play) -> Acknowledged:
    text = f"{MARK} advice corrected in step {play.at}"
    reference = advice.AdviceReference(NOTED, None, 1)
    version = advice.correct_advice(opened, reference, text)
    return {f"advice {reference} v{version}": sha(text)}


def _issue(opened: "opening.OpenStore", _: Play, variants: Variants) -> Acknowledged:
    issued = issuing.issue(opened, 1, variants, opened.clock())
    papers = {f"paper {one.issued_id}": one.sha256[:16] for one in issued.papers}
    return {"surgery 1 state": sha("issued"), **papers}


def _hold(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    surgery_life.hold(opened, 1)
    return {"surgery 1 state": sha("held")}


_OUTCOMES: Final = (
    ("discharge", None, None),
    ("keep_order", f"{MARK} reason", None),
    ("not_yet", None, _LATER),
    ("more_information", f"{MARK} reason", _LATER),
    ("escalate", f"{MARK} reason", None),
)


def _outcome(opened: "opening.OpenStore", _: Play, place: int) -> Acknowledged:
    child_id = surgery.one_surgery(opened, 1).cases[place]
    code, reason, by_date = _OUTCOMES[place]
    done = outcomes.record(opened, 1, child_id, code, reason=reason, by_date=by_date)
    kept = sha(child_id, code, reason, by_date, done.confirmed)
    return {f"outcome {done.id} v1": kept}


def _confirm(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    cases = surgery.one_surgery(opened, 1).cases
    confirmed = outcomes.confirm(opened, 1)
    return {
        f"outcome {one.id} v2": sha(one.child_id, *_OUTCOMES[cases.index(one.child_id)], True)  # noqa: FBT003
        for one in confirmed
    }


def _copied(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    outcomes.copied(opened, 1, dt.date(2021, 10, 6))
    return {"outcome 1 copied": sha(dt.date(2021, 10, 6))}


def _action(opened: "opening.OpenStore", play: Play) -> Acknowledged:
    what = f"{MARK} to be done since step {play.at}"
    new = actions_to_do.NewAction(what, f"Dr {MARK}", _LATER, surgery_id=1, child_id=None)
    number = actions_to_do.add_action(opened, new)
    return {f"action {number} v1": sha(what, None)}


def _confirm_actions(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    confirmed = actions_to_do.confirm_actions(opened)
    return {f"action {number} confirmed": sha(True) for number in confirmed}  # noqa: FBT003


def _done(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    actions_to_do.done(opened, 1, dt.date(2021, 10, 7))
    return {"action 1 done": sha(dt.date(2021, 10, 7))}


def _to_court(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    new = court_steps.NewStep(
        NOTED, "application_drafted", dt.date(2021, 10, 7), Route.DISCHARGE, detail=MARK
    )
    made = court_steps.add_step(opened, new)
    return {f"step {made.row.id}": sha("application_drafted", dt.date(2021, 10, 7), MARK)}


def _close(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    surgery_life.close(opened, 1, anyway=f"{MARK} reason")
    return {"surgery 1 state": sha("closed")}


def _addendum(opened: "opening.OpenStore", play: Play) -> Acknowledged:
    text = f"{MARK} addendum of step {play.at}"
    surgery_life.add_addendum(opened, 1, text)
    return {"surgery 1 addendum": sha(text)}


def _parameter(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    parameter_changes.set_parameter(
        opened, parameter_changes.NewParameter("wishes_months", 21, _LATER, f"{MARK} reason")
    )
    return {"parameter wishes_months": sha(21, _LATER)}


def _add_person(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    people.add_person(opened, NAMES[NEW], Role.ADMINISTRATOR, PASSPHRASES[NEW_FIRST])
    return {f"person {NAMES[NEW]}": sha("administrator", True)}  # noqa: FBT003


def _own_passphrase(opened: "opening.OpenStore", play: Play) -> Acknowledged:
    play.opened = people.change_passphrase(opened, PASSPHRASES[NEW_FIRST], PASSPHRASES[NEW])
    play.role = NEW
    return {f"person {NAMES[NEW]}": sha("administrator", False)}  # noqa: FBT003


def _role(opened: "opening.OpenStore", _: Play, role: Role) -> Acknowledged:
    people.change_role(opened, NAMES[NEW], role)
    return {f"person {NAMES[NEW]}": sha(role.value, False)}  # noqa: FBT003


def _remove(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    people.remove_person(opened, NAMES[NEW])
    return {f"person {NAMES[NEW]}": None}


def _backup(opened: "opening.OpenStore", play: Play) -> Acknowledged:
    file = play.beside / f"by-hand-{play.at}.ehpbackup"
    file.unlink(missing_ok=True)  # where the step was stopped before it was acknowledged
    made = backups.backup(opened, file)
    return {f"backup {file.name}": made.sha256[:16]}


def _legal_hold(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    number = purging.place_hold(opened, NOTED, f"{MARK} reason")
    return {f"hold {number}": sha(f"{MARK} reason")}


def _left(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    record.mark_left(opened, PURGED, date=dt.date(2021, 9, 1), reason="E3", on=AS_OF)
    return {f"child {PURGED} left": sha(dt.date(2021, 9, 1))}


def _purge(opened: "opening.OpenStore", _: Play) -> Acknowledged:
    cases = [one for one in surgery.one_surgery(opened, 1).cases if one != PURGED]
    purging.purge(opened, PURGED)
    staying = [row for row in _known() if row[0] != PURGED]
    return {
        "children": children_digest(staying),
        "surgery 1 agenda": sha(cases),
        f"advice child/{PURGED}/1 v1": None,
        f"child {PURGED} left": None,
        f"note {_PURGED_NOTE} v1": None,
    }


_PURGED_NOTE: Final = 4
_ALL: Final = Variants(("en",), (Names.INITIALS,), with_advice=True)
_TWO: Final = Variants(("en",), (Names.INITIALS,))

STEPS: Final = (
    Step("import", CHAIR, _import),
    Step("child edited", CHAIR, _edit),
    Step("surgery made", CHAIR, _surgery),
    Step("agenda filled", CHAIR, partial(_fill, route=Route.DISCHARGE)),
    Step("agenda filled again", CHAIR, partial(_fill, route=Route.SPECIAL_GUARDIANSHIP)),
    Step("case added", CHAIR, _cases),
    Step("agenda ordered", CHAIR, _order),
    Step("attendance", CHAIR, _attendance),
    Step("note", CHAIR, _note),
    Step("note corrected", CHAIR, partial(_correct_note, number=1)),
    Step("private note", CHAIR, partial(_note, private=True)),
    Step("note to be purged", CHAIR, partial(_note, child_id=PURGED)),
    Step("text kept while typed", CHAIR, _typed),
    Step("advice on a child", LAWYER, _advise),
    Step("advice on the surgery", LAWYER, partial(_advise, child_id=None)),
    Step("advice corrected", LAWYER, _correct_advice),
    Step("lawyer's private note", LAWYER, partial(_note, child_id=None, private=True)),
    Step("advice to be purged", LAWYER, partial(_advise, child_id=PURGED)),
    Step("issued, with and without advice", CHAIR, partial(_issue, variants=_ALL)),
    Step("attendance after issue", CHAIR, _attendance),
    Step("issued again", CHAIR, partial(_issue, variants=_TWO)),
    Step("held", CHAIR, _hold),
    Step("outcome, as draft", ADMINISTRATOR, partial(_outcome, place=0)),
    Step("second outcome, as draft", ADMINISTRATOR, partial(_outcome, place=1)),
    Step("action, as draft", ADMINISTRATOR, _action),
    Step("surgery's note", ADMINISTRATOR, partial(_note, child_id=None)),
    Step("outcomes confirmed", CHAIR, _confirm),
    Step("third outcome", CHAIR, partial(_outcome, place=2)),
    Step("fourth outcome", CHAIR, partial(_outcome, place=3)),
    Step("actions confirmed", CHAIR, _confirm_actions),
    Step("action done", CHAIR, _done),
    Step("outcome copied", CHAIR, _copied),
    Step("step to court", CHAIR, _to_court),
    Step("closed", CHAIR, _close),
    Step("addendum", CHAIR, _addendum),
    Step("next surgery", CHAIR, partial(_surgery, day=dt.date(2021, 12, 7))),
    Step("parameter", CHAIR, _parameter),
    Step("person added", CHAIR, _add_person),
    Step("own passphrase", NEW_FIRST, _own_passphrase),
    Step("note of the new person", NEW, _note),
    Step("role: lawyer", CHAIR, partial(_role, role=Role.LAWYER)),
    Step("advice of the new person", NEW, _advise),
    Step("role: administrator", CHAIR, partial(_role, role=Role.ADMINISTRATOR)),
    Step("backup", CHAIR, _backup),
    Step("person removed", CHAIR, _remove),
    Step("note under the new key", CHAIR, _note),
    Step("legal hold", CHAIR, _legal_hold),
    Step("left care", CHAIR, _left),
    Step("purged", CHAIR, _purge),
    Step("last note", ADMINISTRATOR, partial(_note, child_id=None)),
)
"""The whole script."""


def perform(
    play: Play,
    first: int,
    acknowledge: Callable[[int, Acknowledged], None],
    before: Callable[[int], None],
) -> None:
    """Play from a step to the end; each is acknowledged when its service has returned."""
    for at in range(first, len(STEPS)):
        play.at = at
        before(at)
        step = STEPS[at]
        acknowledge(at, step.do(play.be(step.role), play))
    play.leave()


def umask_as_usual() -> None:
    """As somebody's own account has it."""
    os.umask(0o022)
