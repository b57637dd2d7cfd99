"""The columns of every list that the import page shows."""

import datetime as dt
from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QCoreApplication

from ehp_desktop.models.rows import ImportRow
from ehp_desktop.review.intake.compare import Status, Why
from ehp_desktop.review.language import Language, say_short_date
from ehp_desktop.ui.intake.decisions import Left
from ehp_desktop.ui.intake.plan_lines import (
    ChangeLine,
    KeptLine,
    MissingLine,
    NewLine,
    OutcomeLine,
    ProblemLine,
)
from ehp_desktop.ui.rich import tip
from ehp_desktop.ui.tables.columns import Column, by_date, by_number, by_text

R = TypeVar("R")
tr = QCoreApplication.translate


def _text(key: str, header: str, width: int, text: Callable[[R], str]) -> Column[R]:
    """A column of text that is ordered as it reads, and shown whole in a tooltip."""
    return Column(
        key,
        header,
        text,
        lambda row: by_text(text(row)),
        width=width,
        searched=True,
        tooltip=lambda row: tip(text(row)),
    )


def _number(key: str, header: str, number: Callable[[R], int | None]) -> Column[R]:
    def text(row: R) -> str:
        value = number(row)
        return "" if value is None else str(value)

    def sort_key(row: R) -> int:
        return by_number(number(row))

    return Column(key, header, text, sort_key, width=6, to_right=True)


def _day(key: str, header: str, day: Callable[[R], dt.date], language: Language) -> Column[R]:
    return Column(
        key,
        header,
        lambda row: say_short_date(day(row), language),
        lambda row: by_date(day(row)),
        width=13,
    )


class _OfChild(Protocol):
    """A line that is about one child."""

    @property
    def child_id(self) -> str: ...
    @property
    def child(self) -> str: ...


def _id(line: _OfChild) -> str:
    return line.child_id


def _name(line: _OfChild) -> str:
    return line.child


def _id_header() -> str:
    return tr("import plan", "Child ID")


def _name_header() -> str:
    return tr("import plan", "Child")


def why_words(why: Why) -> str:
    """Why a field would change."""
    return {
        Why.GIVEN: tr("import plan", "the file says so"),
        Why.ASSERTED: tr("import plan", "blank in the file, which says that it no longer holds"),
        Why.CLEARED: tr("import plan", "blank in the file, and you chose to clear it"),
        Why.ENDED: tr("import plan", "it was about something that has changed"),
    }[why]


def change_columns() -> tuple[Column[ChangeLine], ...]:
    """Changes field by field, with what is recorded now and what the file says."""
    return (
        _text("child_id", _id_header(), 10, _id),
        _text("child", _name_header(), 22, _name),
        _text("field", tr("import plan", "Field"), 36, lambda line: line.label),
        _text("before", tr("import plan", "Now"), 20, lambda line: line.before),
        _text("after", tr("import plan", "After the import"), 20, lambda line: line.after),
        _text("why", tr("import plan", "Why"), 24, lambda line: why_words(line.why)),
    )


def to_confirm_columns() -> tuple[Column[ChangeLine], ...]:
    """Values that would be cleared because what they were about has changed."""
    return (
        _text("child_id", _id_header(), 14, _id),
        _text("child", _name_header(), 24, _name),
        _text("field", tr("import plan", "Field"), 44, lambda line: line.label),
        _text("before", tr("import plan", "Recorded, and cleared"), 30, lambda line: line.before),
    )


def new_columns() -> tuple[Column[NewLine], ...]:
    """Children that the store does not hold yet."""
    return (
        _text("child_id", _id_header(), 10, _id),
        _text("child", _name_header(), 24, _name),
        _text("born", tr("import plan", "Date of birth"), 12, lambda line: line.date_of_birth),
        _text(
            "since",
            tr("import plan", "Looked after since"),
            12,
            lambda line: line.looked_after_since,
        ),
        _text("status", tr("import plan", "Legal status"), 12, lambda line: line.legal_status),
        _text("placement", tr("import plan", "Placement"), 12, lambda line: line.placement),
        _number("fields", tr("import plan", "Fields given"), lambda line: line.fields),
    )


def blank_columns() -> tuple[Column[KeptLine], ...]:
    """Values that are recorded, and blank in the file."""
    return (
        _text("child_id", _id_header(), 14, _id),
        _text("child", _name_header(), 24, _name),
        _text("field", tr("import plan", "Field"), 30, lambda line: line.label),
        _text("kept", tr("import plan", "Recorded, and kept"), 26, lambda line: line.kept),
    )


def typed_columns() -> tuple[Column[KeptLine], ...]:
    """Values that a person typed since the file's day."""
    return (
        _text("child_id", _id_header(), 10, _id),
        _text("child", _name_header(), 22, _name),
        _text("field", tr("import plan", "Field"), 28, lambda line: line.label),
        _text("kept", tr("import plan", "Typed here, and kept"), 24, lambda line: line.kept),
        _text("in_file", tr("import plan", "In the file"), 24, lambda line: line.in_file),
    )


def missing_columns(
    left_of: Callable[[str], Left | None], language: Language
) -> tuple[Column[MissingLine], ...]:
    """Children of the store who are not in the file, and whether they have left care."""

    def left_words(line: MissingLine) -> str:
        left = left_of(line.child_id)
        if left is None:
            return tr("import plan", "stays looked after")
        day = say_short_date(left.date, language)
        return tr("import plan", "left care on {day} ({reason})").format(
            day=day, reason=left.reason or tr("import plan", "no reason recorded")
        )

    return (
        _text("child_id", _id_header(), 14, _id),
        _text("child", _name_header(), 24, _name),
        _text("born", tr("import plan", "Date of birth"), 12, lambda line: line.date_of_birth),
        _text("team", tr("import plan", "Team"), 18, lambda line: line.team),
        _text("worker", tr("import plan", "Social worker"), 18, lambda line: line.social_worker),
        _text("left", tr("import plan", "After the import"), 30, left_words),
    )


def outcome_columns() -> tuple[Column[OutcomeLine], ...]:
    """Court outcomes of the file."""

    def status_words(line: OutcomeLine) -> str:
        return {
            Status.NEW: tr("import plan", "new"),
            Status.CHANGED: tr("import plan", "changed"),
            Status.UNCHANGED: tr("import plan", "unchanged"),
        }[line.status]

    return (
        _text("child_id", _id_header(), 10, _id),
        _text("child", _name_header(), 22, _name),
        _text("kind", tr("import plan", "Outcome"), 28, lambda line: line.kind),
        _text("date", tr("import plan", "Date"), 12, lambda line: line.date),
        _text("court", tr("import plan", "Court"), 24, lambda line: line.court),
        _text("case", tr("import plan", "Case number"), 14, lambda line: line.case_number),
        _text("status", tr("import plan", "In the store"), 12, status_words),
    )


def problem_headers() -> tuple[str, ...]:
    """The headers of the problems, in the order of `problem_cells`."""
    return (
        tr("import plan", "Severity"),
        tr("import plan", "File"),
        tr("import plan", "Sheet"),
        tr("import plan", "Child ID"),
        tr("import plan", "Row"),
        tr("import plan", "Column"),
        tr("import plan", "Field"),
        tr("import plan", "Value"),
        tr("import plan", "What is wrong, and what would be right"),
    )


def problem_columns() -> tuple[Column[ProblemLine], ...]:
    """Problems, each with where it is."""
    headers = problem_headers()[1:]
    return (
        _text("file", headers[0], 18, lambda line: line.problem.file or ""),
        _text("sheet", headers[1], 8, lambda line: line.problem.sheet or ""),
        _text("child_id", headers[2], 10, lambda line: line.problem.child_id or ""),
        _number("row", headers[3], lambda line: line.problem.row),
        _text("column", headers[4], 5, lambda line: line.problem.column or ""),
        _text("field", headers[5], 16, lambda line: line.problem.field or ""),
        _text("value", headers[6], 18, lambda line: line.problem.value or ""),
        _text("message", headers[7], 70, lambda line: line.problem.message),
    )


def import_columns(language: Language) -> tuple[Column[ImportRow], ...]:
    """Imports that were applied."""
    return (
        _day("at", tr("import plan", "Imported on"), lambda row: row.at.date(), language),
        _day("as_of", tr("import plan", "As at"), lambda row: row.as_of, language),
        _text("files", tr("import plan", "Files"), 34, lambda row: ", ".join(row.files)),
        _text("profile", tr("import plan", "Layout"), 12, lambda row: row.profile),
        _number("new", tr("import plan", "New"), lambda row: row.new),
        _number("changed", tr("import plan", "Changed"), lambda row: row.changed),
        _number("unchanged", tr("import plan", "Unchanged"), lambda row: row.unchanged),
        _number("refused", tr("import plan", "Refused"), lambda row: row.refused),
        _text("by", tr("import plan", "By"), 18, lambda row: row.by),
    )
