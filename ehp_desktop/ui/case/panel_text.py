"""What the child's panel says, as rich text. Every text of a person goes through `rich`."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from ehp_desktop.models.fields import CONFIRMED_FIELDS, FIELD_BY_KEY
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.criteria.criterion import Finding
from ehp_desktop.review.facts import Facts
from ehp_desktop.review.overriding import NEVER_OVERRIDDEN
from ehp_desktop.review.wording import question
from ehp_desktop.review.words import CriterionKind, Result, Route, RouteState
from ehp_desktop.ui import theme
from ehp_desktop.ui.case.value_words import ValueWords
from ehp_desktop.ui.caseload.words import CaseWords
from ehp_desktop.ui.rich import rich
from ehp_desktop.ui.theme import Role

if TYPE_CHECKING:
    from ehp_desktop.review.explained_child import (
        ChildExplanation,
        CriterionExplanation,
        FactShown,
        RouteExplanation,
    )

_WANTING = frozenset({Result.NOT_MET, Result.UNKNOWN})
RECORD, EXPAND, GO = "record", "expand", "go"
NOTE, OVERRIDE, CONFIRM, END = "note", "override", "confirm", "end"
TIMELINE = "picture:timeline"


class CriterionLinks(NamedTuple):
    """What each criterion offers to do.

    `note`: a note on it. `why_no_override`: why the person may not override; None: they may;
    empty: overriding is not spoken of.
    """

    note: bool = False
    why_no_override: str | None = ""


_NO_LINKS = CriterionLinks()


class PanelText(QObject):
    """Words one child. `writable`: what is not recorded becomes a link to record it."""

    def __init__(self, words: CaseWords, values: ValueWords) -> None:
        super().__init__(words)
        self._words = words
        self._values = values
        self._asking = False  # the criteria being worded are those that hold an open route up

    # The whole

    def head(self, child: "ChildExplanation") -> str:
        """Who it is, in one plain line under the name."""
        words, row, facts = self._words, child.row, child.facts
        parts = []
        if facts.date_of_birth is not None:
            lived = words.time_since(facts.date_of_birth, child.as_of)
            born = words.date(facts.date_of_birth)
            parts.append(self.tr("{age}, born {date}").format(age=lived, date=born))
        else:
            parts.append(self.tr("date of birth not recorded"))
        if child.cohort is not None:
            parts.append(words.placed_with(child.cohort))
        parts.append(self.tr("ID {id}").format(id=row.child_id))
        return " · ".join(parts)

    def body(
        self,
        child: "ChildExplanation",
        *,
        expanded: Collection[Route],
        writable: bool,
        with_picture: bool,
        links: CriterionLinks = _NO_LINKS,
    ) -> str:
        """Everything below the head."""
        self._writable, self._offered = writable, links
        if child.routes:
            parts = [self._overview(child.routes.values())]
        else:
            parts = [self._para(rich(self._why_not_assessed(child)), Role.WORK_NEEDED)]
        parts.append(self._about(child))
        if with_picture:
            alt = rich(self.tr("Timeline of orders, placements, reviews and surgeries"))
            parts.append(f'<p><img src="{TIMELINE}" alt="{alt}"></p>')
        open_first = sorted(
            child.routes.values(), key=lambda one: one.state is RouteState.NOT_THIS_ROUTE
        )
        parts += [
            self._route(route, child.facts, expanded=route.route in expanded)
            for route in open_first
        ]
        return f"<html><body>{''.join(parts)}</body></html>"

    def _why_not_assessed(self, child: "ChildExplanation") -> str:
        row = child.row
        if row.ceased_date is not None and row.ceased_date <= child.as_of:
            return self.tr("Ceased to be looked after on {date}, so no route is assessed.").format(
                date=self._words.date(row.ceased_date)
            )
        return self.tr(
            "In no cohort of the surgery on this date, so no route is assessed: the child is "
            "placed neither with parents, nor with kinship carers, nor with foster carers who "
            "seek an order."
        )

    # Where the child lives, under what order, with whom

    def _about(self, child: "ChildExplanation") -> str:
        row = child.row
        lines = [
            self._pair(self.tr("Placed"), self._placed(child)),
            self._pair(self.tr("Order"), self._order(child)),
            *self._carers(row),
            *self._holders(row),
            self._pair(self.tr("Team"), self._staff(row)),
        ]
        if child.surgeries:
            days = ", ".join(self._words.date(one.date) for one in child.surgeries)
            lines.append(self._pair(self.tr("Surgeries"), rich(days)))
        return f'<table cellspacing="0" cellpadding="1">{"".join(lines)}</table>'

    def _placed(self, child: "ChildExplanation") -> str:
        facts = child.facts
        parts = [self._linked("placement_code", child.row)]
        time = self._words.time_since(facts.carer_since, child.as_of)
        if facts.carer_since is not None and time:
            since = self._words.date(facts.carer_since)
            said = self.tr("with this carer since {date}, {time}").format(date=since, time=time)
            parts.append(rich(said))
        else:
            parts.append(self._linked("placement_start", child.row))
        return " · ".join(parts)

    def _order(self, child: "ChildExplanation") -> str:
        fields = ("legal_status", "legal_status_date", "case_number", "court")
        return " · ".join(self._linked(field, child.row) for field in fields)

    def _carers(self, row: ChildRow) -> list[str]:
        names = [name for name in (row.carer_1_name, row.carer_2_name) if name]
        if not names:
            return []
        relation = self._linked("carer_relationship", row)
        return [self._pair(self.tr("Carer"), f"{rich(', '.join(names))} · {relation}")]

    def _holders(self, row: ChildRow) -> list[str]:
        lines = []
        for number in (1, 2, 3, 4):
            key = f"pr_holder_{number}"
            name, relation = getattr(row, f"{key}_name"), getattr(row, f"{key}_relationship")
            if name and relation != "authority":
                said = rich(self._values.say(f"{key}_relationship", relation))
                position = self._linked(f"{key}_position", row)
                label = self.tr("Parental responsibility")
                lines.append(self._pair(label, f"{rich(name)} · {said} · {position}"))
        return lines

    def _staff(self, row: ChildRow) -> str:
        named = [one for one in (row.team, row.social_worker) if one]
        return rich(" · ".join(named) or self.tr("not recorded"))

    def _pair(self, label: str, value: str) -> str:
        return (
            f"<tr><td style='padding-right:10px'>{self._quiet(rich(label))}</td>"
            f"<td>{value}</td></tr>"
        )

    # The four routes at a glance

    def _overview(self, routes: Iterable["RouteExplanation"]) -> str:
        lines = []
        for one in routes:
            name = f'<a href="{GO}:{one.route.value}">{rich(self._words.route(one.route))}</a>'
            lines.append(
                f"<tr><td>{self._shape(one.state)}</td>"
                f"<td style='padding-right:10px'>{name}</td>"
                f"<td style='padding-right:10px'>{self._state_words(one.state)}</td>"
                f"<td>{self._when(one)}</td></tr>"
            )
        return f'<table cellspacing="0" cellpadding="2">{"".join(lines)}</table>'

    def _when(self, route: "RouteExplanation") -> str:
        parts = []
        if route.state is RouteState.WORK_NEEDED:
            number = len(route.outstanding)
            parts.append(self.tr("1 left") if number == 1 else self.tr("{n} left").format(n=number))
        if route.earliest_date is not None:
            day = self._words.date(route.earliest_date)
            parts.append(self.tr("not before {date}").format(date=day))
        if route.closes_on is not None:
            day = self._words.date(route.closes_on)
            parts.append(self.tr("closes {date}").format(date=day))
        return rich(" · ".join(parts))

    # One route

    def _route(self, route: "RouteExplanation", facts: Facts, *, expanded: bool) -> str:
        self._facts, self._shown_route = facts, route.route
        heading = (
            f"<a name='{route.route.value}'></a><h3>{self._shape(route.state)} "
            f"{rich(self._words.route(route.route))} · {self._state_words(route.state)}</h3>"
        )
        first, rest = _parted(route)
        blocks = [self._para(self._when(route), Role.QUIET)] if self._when(route) else []
        self._asking = route.state is not RouteState.NOT_THIS_ROUTE
        blocks += [self._criteria(title, found) for title, found in self._titled(route, first)]
        self._asking = False
        more = self._more(route, len(rest), expanded=expanded)
        if expanded:
            blocks += [more, self._criteria("", rest)]
        elif rest:
            blocks.append(more)
        return heading + "".join(blocks)

    def _titled(
        self, route: "RouteExplanation", found: list["CriterionExplanation"]
    ) -> list[tuple[str, list["CriterionExplanation"]]]:
        cautions = [one for one in found if one.kind is CriterionKind.CAUTION]
        others = [one for one in found if one.kind is not CriterionKind.CAUTION]
        why = (
            self.tr("Why not")
            if route.state is RouteState.NOT_THIS_ROUTE
            else self.tr("What is left")
        )
        warned = self.tr("Cautions: what does not hold, or is not known (they change no state)")
        titled = [(why, others), (warned, cautions)]
        return [(title, some) for title, some in titled if some]

    def _more(self, route: "RouteExplanation", number: int, *, expanded: bool) -> str:
        if expanded:
            said = self.tr("Hide the other criteria")
        elif route.state is RouteState.NOT_THIS_ROUTE:
            said = self.tr("Show the other {n} criteria").format(n=number)
        else:
            said = self.tr("Show the {n} that hold or do not apply").format(n=number)
        return f'<p><a href="{EXPAND}:{route.route.value}">{rich(said)}</a></p>'

    def _criteria(self, title: str, found: Iterable["CriterionExplanation"]) -> str:
        rows = "".join(self._criterion(one) for one in found)
        named = f"<p><b>{rich(title)}</b></p>" if title else ""
        return f'{named}<table cellspacing="0" cellpadding="2">{rows}</table>'

    def _criterion(self, one: "CriterionExplanation") -> str:
        facts = self._to_settle(one)
        facts += "".join(f"<br>{self._fact(fact)}" for fact in one.facts)
        facts += "".join(f"<br>{rich(note)}" for note in one.parameter_notes.values())
        statement = one.statement
        if one.result is not Result.MET:  # alone, and read in haste, it says the opposite
            statement = f"{self._words.result(one.result)}: {statement}"
        behind = self._quiet(rich(f"{one.authority} · {one.id}"))
        return (
            f"<tr><td>{self._shape(one.result)}</td><td><b>{rich(statement)}</b>"
            f"{self._overridden(one)}<br>{rich(one.explanation)}{facts}"
            f"<br>{behind}{self._criterion_links(one)}</td></tr>"
        )

    def _overridden(self, one: "CriterionExplanation") -> str:
        """Both values of an overridden criterion; who, when, why and until stand behind it."""
        if one.override is None:
            return ""
        now = rich(self.tr("Overridden: {result}").format(result=self._words.result(one.result)))
        computed = rich(self._words.result(one.override.computed))
        worked_out = rich(self.tr("Worked out from the facts:"))
        said = f"<br><b>{now}</b> · {worked_out} <s>{computed}</s>"
        if one.override.to_confirm:
            ink = theme.colour(Role.WORK_NEEDED).name()
            again = rich(self.tr("To be confirmed again"))
            said += f" · <b style='color:{ink}'>{again}</b>"
        return said

    def _criterion_links(self, one: "CriterionExplanation") -> str:
        links = []
        if self._offered.note:
            links.append(f'<a href="{NOTE}:{one.id}">{rich(self.tr("Note on this"))}</a>')
        links += self._override_links(one)
        return "".join(f" · {link}" for link in links)

    def _override_links(self, one: "CriterionExplanation") -> list[str]:
        """Where a role may not override, the link is quiet, says why on hovering and when used."""
        why = self._offered.why_no_override
        if one.id in NEVER_OVERRIDDEN or why == "":
            return []
        wanted = []
        if one.override is not None:
            number = one.override.row.thread
            if one.override.to_confirm:
                wanted.append((f"{CONFIRM}:{number}", self.tr("Confirm again")))
            wanted.append((f"{END}:{number}", self.tr("End the override…")))
        wanted.append((f"{OVERRIDE}:{self._shown_route.value}/{one.id}", self.tr("Override…")))
        if why is None:
            return [f'<a href="{link}">{rich(words)}</a>' for link, words in wanted]
        ink = theme.colour(Role.QUIET).name()
        link, words = wanted[-1]
        return [
            f'<a href="{link}" title="{rich(why)}" style=\'color:{ink};text-decoration:none\'>'
            f"{rich(words)}</a>"
        ]

    def _to_settle(self, one: "CriterionExplanation") -> str:
        """The question that an outstanding criterion leaves: what has to be found out or done."""
        if not self._asking or one.kind is CriterionKind.CAUTION:
            return ""
        found = Finding(one.id, one.result, "", one.met_on)
        asked = question(found, self._facts, self._words.language)
        return f"<br><i>{rich(self.tr('To settle: {question}').format(question=asked))}</i>"

    def _fact(self, fact: "FactShown") -> str:
        field = FIELD_BY_KEY[fact.field]
        label = rich(f"{self._values.label(field.key)}: ")
        if fact.value is None:
            return label + self._record_link(field.key, self.tr("Not recorded"))
        shown = self._values.say_iso(field.key, fact.value)
        link = self._record_link(field.key, shown)
        source = f" — {fact.source}" if fact.source else ""
        if field.key in CONFIRMED_FIELDS and fact.confirmed_on is not None:
            day = self._words.date(fact.confirmed_on)
            source += self.tr(", last confirmed {date}").format(date=day)
        return label + link + self._quiet(rich(source))

    # Small things

    def _linked(self, field: str, row: ChildRow) -> str:
        value = getattr(row, field)
        if value is None:
            label = self._values.label(field)
            said = self.tr("{field}: not recorded").format(field=label)
            return self._record_link(field, said)
        return rich(self._values.say(field, value))

    def _record_link(self, field: str, said: str) -> str:
        if not self._writable:
            return rich(said)
        return f'<a href="{RECORD}:{field}">{rich(said)}</a>'

    def _state_words(self, state: RouteState) -> str:
        ink = theme.colour(Role(state.value)).name()
        return f"<b style='color:{ink}'>{rich(self._words.state(state))}</b>"

    def _shape(self, name: RouteState | Result) -> str:
        alt = self._words.state(name) if isinstance(name, RouteState) else self._words.result(name)
        return f'<img src="shape:{name.value}" alt="{rich(alt)}">'

    def _quiet(self, text: str) -> str:
        return f"<span style='color:{theme.colour(Role.QUIET).name()}'>{text}</span>"

    def _para(self, text: str, role: Role) -> str:
        return f"<p style='color:{theme.colour(role).name()}'>{text}</p>"


def _parted(
    route: "RouteExplanation",
) -> tuple[list["CriterionExplanation"], list["CriterionExplanation"]]:
    """The criteria that want something, or that close the route; and the rest."""
    closed = route.state is RouteState.NOT_THIS_ROUTE
    first: list[CriterionExplanation] = []
    rest: list[CriterionExplanation] = []
    for one in route.criteria:
        wanting = one.result in _WANTING
        shown = wanting and (not closed or one.kind is CriterionKind.ELIGIBILITY)
        (first if shown else rest).append(one)
    return first, rest
