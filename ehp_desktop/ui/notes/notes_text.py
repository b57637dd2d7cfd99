"""How notes are told, as rich text. Every text of a person goes through `rich`."""

import datetime as dt
from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject

from ehp_desktop.review.actor import Actor, Role
from ehp_desktop.review.criteria import CRITERION_BY_ID
from ehp_desktop.review.language import Language, phrase, say_short_date
from ehp_desktop.review.life_words import ROLES
from ehp_desktop.review.note_search import NoteKind, NoteShown, Written
from ehp_desktop.ui import theme
from ehp_desktop.ui.rich import rich

CORRECT, WITHDRAW, EARLIER = "correct", "withdraw", "earlier"


class NotesText(QObject):
    """Words the notes on one child or one surgery."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language

    def kind(self, kind: NoteKind) -> str:
        """What a kind of note is called."""
        return {
            NoteKind.FACT: self.tr("Fact note"),
            NoteKind.PRIVATE: self.tr("Private note, your own eyes only"),
            NoteKind.ADVICE: self.tr("Legal advice, privileged"),
        }[kind]

    def author(self, row: Written) -> str:
        """Who wrote a version: the name and the role."""
        return f"{row.author}, {phrase(ROLES.get(row.role, row.role), self.language)}"

    def moment(self, at: dt.datetime) -> str:
        """When, where the person sits."""
        local = at.astimezone()
        return f"{say_short_date(local.date(), self.language)}, {local:%H:%M}"

    def criterion(self, criterion: str) -> str:
        """A criterion by its id and statement."""
        known = CRITERION_BY_ID.get(criterion)
        said = "" if known is None else f" {phrase(known.statement, self.language)}"
        return f"{criterion}{said}"

    def body(
        self,
        shown: Iterable[NoteShown],
        actor: Actor,
        *,
        expanded: Collection[str],
        writable: bool,
        advice_unseen: bool,
    ) -> str:
        """All of them, each with what its reader may do with it."""
        parts = []
        if advice_unseen:
            parts.append(f"<p><b>{rich(self.tr('Legal advice recorded.'))}</b></p>")
        parts += [self._note(one, actor, expanded, writable=writable) for one in shown]
        return f"<html><body>{'<hr>'.join(parts)}</body></html>"

    def _note(
        self, one: NoteShown, actor: Actor, expanded: Collection[str], *, writable: bool
    ) -> str:
        reference = str(one.reference)
        head = [f"<b>{rich(self.kind(one.kind))}</b>", rich(self.author(one.saying))]
        head.append(rich(self.moment(one.saying.at)))
        behind = self._about(one.saying)
        text = rich(one.text)
        if one.withdrawn:
            text = f"<s>{text}</s>{self._withdrawn(one)}"
        links = self._links(one, actor, reference in expanded, writable=writable)
        earlier = self._earlier(one) if reference in expanded else ""
        said = f"{' · '.join(head)}{self._quiet(behind)}<br>{text}{links}"
        return f"<p style='margin:4px'>{said}</p>{earlier}"

    def _about(self, row: Written) -> str:
        parts = []
        if row.relevant_date is not None:
            day = say_short_date(row.relevant_date, self.language)
            parts.append(self.tr("about {day}").format(day=day))
        if row.criterion is not None:
            parts.append(self.tr("on {criterion}").format(criterion=self.criterion(row.criterion)))
        return "".join(f"<br>{rich(one)}" for one in parts)

    def _withdrawn(self, one: NoteShown) -> str:
        said = self.tr("Withdrawn by {author}, {moment}: {reason}").format(
            author=self.author(one.row), moment=self.moment(one.row.at), reason=one.reason or ""
        )
        return f"<br>{rich(said)}"

    def _links(self, one: NoteShown, actor: Actor, expanded: bool, *, writable: bool) -> str:
        reference, links = str(one.reference), []
        if writable and not one.withdrawn:
            if one.yours:
                links.append(_link(CORRECT, reference, self.tr("Correct")))
            if may_withdraw(one, actor):
                links.append(_link(WITHDRAW, reference, self.tr("Withdraw")))
        number = len(one.corrected_from)
        if number:
            words = (
                self.tr("Hide earlier versions")
                if expanded
                else self.tr("1 earlier version")
                if number == 1
                else self.tr("{n} earlier versions").format(n=number)
            )
            links.append(_link(EARLIER, reference, words))
        return f"<br>{' · '.join(links)}" if links else ""

    def _earlier(self, one: NoteShown) -> str:
        said = []
        for row in reversed(one.corrected_from):
            head = self.tr("Version {n}, {author}, {moment}").format(
                n=row.version, author=self.author(row), moment=self.moment(row.at)
            )
            behind = self._quiet(rich(head) + self._about(row))
            said.append(f"<p>{behind}<br>{rich(row.text or '')}</p>")
        return f"<blockquote>{''.join(said)}</blockquote>"

    def _quiet(self, text: str) -> str:
        return f"<span style='color:{theme.colour(theme.Role.QUIET).name()}'>{text}</span>"


def may_withdraw(one: NoteShown, actor: Actor) -> bool:
    """Whether somebody may take a note back: one's own, and a chair any fact note."""
    return one.yours or (one.kind is NoteKind.FACT and actor.role is Role.CHAIR)


def _link(what: str, which: str, words: str) -> str:
    return f'<a href="{what}:{rich(which)}">{rich(words)}</a>'
