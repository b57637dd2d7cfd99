"""One child's whole record as a PDF, made from the same tables as its ZIP."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ehp_desktop.models.fields import FIELD_BY_KEY, FieldKind, from_text
from ehp_desktop.review.child_record import ChildRecordPaper
from ehp_desktop.review.child_record_content import Table as RecordTable, child_record_tables
from ehp_desktop.review.documents.flow import Flow
from ehp_desktop.review.documents.life_phrases import author_said, moment_said
from ehp_desktop.review.documents.lines import Run
from ehp_desktop.review.documents.marking import Marking
from ehp_desktop.review.documents.page import BODY, COLUMN, SMALL, Picture, Piece, Row, cell
from ehp_desktop.review.documents.paper import Paper, bold, heading, plain
from ehp_desktop.review.documents.press import Cover, Entry as OutlineEntry, Printed, print_paper
from ehp_desktop.review.documents.record_cards import (
    CARDS,
    as_runs,
    card_rows,
    day_said,
)
from ehp_desktop.review.documents.running_lines import RunningLines
from ehp_desktop.review.documents.speech import Languages
from ehp_desktop.review.documents.tables import Column, Entry, Table, remark, section
from ehp_desktop.review.documents.timeline import timeline
from ehp_desktop.review.language import Language
from ehp_desktop.review.redaction import REDACTED, Redaction
from ehp_desktop.review.wording import value_words

_TITLE: Final = "Record of one child"
_FIELDS: Final = (
    Column("Field", 185.0),
    Column("Value", 216.0),
    Column("Confirmed on", 70.0),
    Column("Source", 40.0),
)
_EPISODES: Final = (
    Column("From", 70.0),
    Column("To", 70.0),
    Column("Legal status", 80.0),
    Column("Placement", 80.0),
    Column("Reason started", 100.0),
    Column("Reason ended", 111.0),
)
_ISSUED: Final = (
    Column("Document", 90.0),
    Column("Surgery number", 60.0),
    Column("Version", 45.0),
    Column("Issued", 160.0),
    Column("SHA-256", 156.0),
)
_WITHHELD: Final = {
    "legal_advice": "Legal advice",
    "private_note": "Private note",
}
_WHY: Final = {
    "privileged": "legal professional privilege",
    "private": "private preparation note",
    "not_readable": "private preparation note that only its author and the recovery code open",
}


class RecordPaper(Paper):
    """The paper of a record: every recorded text loses the names to be redacted on its way."""

    def __init__(self, record: ChildRecordPaper, languages: Languages) -> None:
        super().__init__(languages)
        self.code_set = record.imprint.code_set
        self._redaction = Redaction(record.redact)

    def text(self, recorded: str | None) -> str:
        """A recorded text as it prints, without the names."""
        return super().text(self._redaction.text(recorded)) if recorded else ""

    def runs(self, recorded: str, ink: str = "ink") -> list[Run]:
        """A recorded text with a black box for each name that was taken out."""
        parts = self.text(recorded).split(REDACTED)
        runs: list[Run] = []
        for index, part in enumerate(parts):
            if index:
                runs.append(bold(REDACTED, "redacted"))
            if part:
                runs.append(plain(part, ink))
        return runs or [plain("", ink)]


def render_child_record(record: ChildRecordPaper, languages: Languages | str = "en") -> Printed:
    """Print a child's whole record in English ("en"), Welsh ("cy") or both; same input, same bytes.

    With `record.advice` it carries the legal advice and is marked so on every page. Names to be
    redacted are in none of the file's texts: they are taken out before anything is laid out.

    Raises:
        ValueError: `languages` is none of these.
    """
    paper = RecordPaper(record, Languages(languages))
    tables = child_record_tables(record)
    marking = Marking.of(record.advice)
    return print_paper(
        paper,
        lambda: RunningLines(paper, record.imprint, marking, _TITLE, versioned=False),
        lambda flow: _lay_out(paper, record, tables, flow),
        lambda: _cover(paper, record, tables),
    )


def _child(tables: Mapping[str, RecordTable]) -> str:
    """The child's name and id from the tables, so redacted where they are."""
    of = {one["field"]: one["value"] for one in tables["fields"]}
    name = " ".join(filter(None, (of["forename"], of["surname"])))
    return f"{name} ({of['child_id']})" if name else of["child_id"]


def _cover(
    paper: RecordPaper, record: ChildRecordPaper, tables: Mapping[str, RecordTable]
) -> Cover:
    outline = [OutlineEntry(paper.say("What this record holds"), "front")]
    outline += [OutlineEntry(paper.say("Fields and their history"), "fields")]
    titles = {"episodes": "Episodes of care and reviews"} | {one.table: one.title for one in CARDS}
    titles |= {"issued_documents": "Documents kept"}
    outline += [
        OutlineEntry(paper.say(title), name)
        for name, title in titles.items()
        if tables[name] or (name == "episodes" and tables["reviews"])
    ]
    title = f"{paper.say(_TITLE)}: {paper.text(_child(tables))}"
    return Cover(title, paper.text(record.imprint.authority), paper.say(_TITLE), outline)


def _lay_out(
    paper: RecordPaper,
    record: ChildRecordPaper,
    tables: Mapping[str, RecordTable],
    flow: Flow,
) -> None:
    flow.run(list(_front(paper, record, tables)))
    table = Table(paper, _FIELDS)
    flow.run([section(paper, "Fields and their history", "fields")])
    sources = _Sources(paper)
    flow.run([table.head, *table.rows(_field_entries(paper, tables, sources))], table.head)
    flow.run([*_not_recorded(paper, tables), *sources.rows()])
    _episodes(paper, tables, flow)
    for cards in CARDS:
        if tables[cards.table]:
            title = section(paper, cards.title, cards.table, count=len(tables[cards.table]))
            rows = [
                piece
                for told in tables[cards.table]
                for piece in card_rows(paper, cards.lines, told)
            ]
            flow.run([title, *rows])
    if tables["issued_documents"]:
        kept = Table(paper, _ISSUED)
        flow.run([section(paper, "Documents kept", "issued_documents")])
        flow.run([kept.head, *kept.rows(_issued(paper, tables))], kept.head)


def _front(
    paper: RecordPaper, record: ChildRecordPaper, tables: Mapping[str, RecordTable]
) -> Iterator[Piece]:
    yield heading(paper.text(record.imprint.authority), 11, above=0)
    yield heading(paper.say(_TITLE), 18, above=0)
    yield Row((cell([_bolder(run) for run in as_runs(paper, _child(tables))], 0, COLUMN, size=13),))
    yield section(paper, "What this record holds")
    counted = [
        f"{paper.say(one.title)}: {len(tables[one.table])}"
        for one in CARDS
        if one.table not in {"private_notes", "advice"} or tables[one.table]
    ]
    yield Row((cell("; ".join(counted), 0, COLUMN),), below=2)
    for one in tables["redactions"]:
        taken = paper.say("Names of other people taken out: {count}", count=one["names_taken_out"])
        yield Row((cell([plain(f"{taken}  "), bold(REDACTED, "redacted")], 0, COLUMN),), below=2)
    yield heading(paper.say("Withheld"), BODY)
    for one in tables["withheld"]:
        yield Row((cell(_withheld(paper, one), 0, COLUMN),), below=1)
    if not tables["withheld"]:
        yield remark(paper.say("Nothing is withheld."))
    if record.story is not None:
        yield Row((), above=2, below=0)
        yield Picture(timeline(record.story, paper.languages))


def _bolder(run: Run) -> Run:
    return run if run.ink == "redacted" else bold(run.text, run.ink)


def _withheld(paper: RecordPaper, told: Mapping[str, Any]) -> list[Run]:
    said = f"{paper.say(_WITHHELD[told['what']])}: {paper.say(_WHY[told['why']])}"
    if not told["author"]:
        return paper.runs(said)
    at = moment_said(paper, dt.datetime.fromisoformat(told["at"]))
    return paper.runs(f"{said}; {told['author']}, {at}")


class _Sources:
    """Where values came from, each place numbered once as it is first named."""

    def __init__(self, paper: RecordPaper) -> None:
        self._paper = paper
        self._numbers: dict[str, int] = {}

    def number(self, told: Mapping[str, Any]) -> str:
        """The number of a value's source, as "[1]"; empty where nothing is known of it."""
        if told["by"] is None:
            return ""
        words = self._words(told)
        return f"[{self._numbers.setdefault(words, len(self._numbers) + 1)}]"

    def rows(self) -> Iterator[Piece]:
        """Every source named so far, in full."""
        if self._numbers:
            yield heading(self._paper.say("Sources"), BODY)
        for words, number in self._numbers.items():
            yield Row((cell(self._paper.runs(f"[{number}] {words}"), 0, COLUMN, size=SMALL),))

    def _words(self, told: Mapping[str, Any]) -> str:
        paper = self._paper
        day = day_said(paper, told["as_of"])
        at = moment_said(paper, dt.datetime.fromisoformat(told["stored_at"]))
        if told["file"] is None:
            typed = paper.say("typed by {name}, {day}", name=told["by"], day=day)
            return f"{typed}; {at}"
        place = told["file"]
        if told["file_row"] is not None:
            place = paper.say("{file} row {row}", file=place, row=told["file_row"])
        dated = paper.say("{place}, as at {day}", place=place, day=day)
        return f"{dated}; {told['by']}, {at}; SHA-256 {told['file_sha256']}"


def _field_entries(
    paper: RecordPaper, tables: Mapping[str, RecordTable], sources: _Sources
) -> Iterator[Entry]:
    """Each field's present value, and under it every change, the oldest first."""
    for told in tables["fields"]:
        changes = [one for one in tables["field_changes"] if one["field"] == told["field"]]
        if told["value"] is None and not changes:
            continue
        yield Entry(
            (
                paper.say(told["label"]),
                _value_runs(paper, told["field"], told["value"]),
                day_said(paper, told["confirmed_on"]),
                sources.number(told),
            )
        )
        for one in changes:
            changed = plain(f"    {paper.say('changed')}", "grey")
            yield Entry(([changed], _change_runs(paper, one), "", sources.number(one)))


def _change_runs(paper: RecordPaper, change: Mapping[str, Any]) -> list[Run]:
    before = _value_runs(paper, change["field"], change["before"], "grey")
    after = _value_runs(paper, change["field"], change["after"], "grey")
    return [*before, plain(" > ", "grey"), *after]


def _value_runs(paper: RecordPaper, field: str, value: str | None, ink: str = "ink") -> list[Run]:
    """A field's value in words; a text as it was recorded, with its black boxes."""
    kind = FIELD_BY_KEY[field].kind
    if value is None or (kind is not FieldKind.TEXT and REDACTED not in value):
        typed = None if value is None else from_text(kind, value)

        def said(language: Language) -> str:
            return value_words(field, typed, language, paper.code_set)

        return [plain(paper.each(said), ink)]
    return paper.runs(value, ink)


def _not_recorded(paper: RecordPaper, tables: Mapping[str, RecordTable]) -> Iterator[Piece]:
    changed = {one["field"] for one in tables["field_changes"]}
    blank = [
        paper.say(one["label"])
        for one in tables["fields"]
        if one["value"] is None and one["field"] not in changed
    ]
    if blank:
        yield remark(f"{paper.say('Never recorded')}: {', '.join(blank)}.")


def _episodes(paper: RecordPaper, tables: Mapping[str, RecordTable], flow: Flow) -> None:
    if not tables["episodes"] and not tables["reviews"]:
        return
    flow.run([section(paper, "Episodes of care and reviews", "episodes")])
    table = Table(paper, _EPISODES)
    entries = [
        Entry(
            (
                day_said(paper, one["start"]),
                day_said(paper, one["end"]),
                paper.text(one["legal_status"]),
                paper.text(one["placement_code"]),
                paper.text(one["reason_started"]),
                paper.text(one["reason_ended"]),
            )
        )
        for one in tables["episodes"]
    ]
    if entries:
        flow.run([table.head, *table.rows(entries)], table.head)
    days = ", ".join(day_said(paper, one["held_on"]) for one in tables["reviews"])
    if days:
        flow.run([Row((cell(f"{paper.say('Reviews')}: {days}", 0, COLUMN),), above=3)])


def _issued(paper: RecordPaper, tables: Mapping[str, RecordTable]) -> Iterator[Entry]:
    for one in tables["issued_documents"]:
        at = moment_said(paper, dt.datetime.fromisoformat(one["at"]))
        by = author_said(paper, one["author"], one["role"])
        kind = paper.say("Minutes" if one["kind"] == "minutes" else "Agenda")
        described = f"{kind} ({one['language']}, {one['names']})"
        yield Entry(
            (described, str(one["surgery_id"]), str(one["version"]), f"{at}, {by}", one["sha256"])
        )
