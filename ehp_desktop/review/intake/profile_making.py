"""Profiles that people make: by matching a file's columns, and by adding a spelling.

A made profile says only what was matched; the words beside codes are those of the shipped
profile that it was made from.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.models.files import write_private
from ehp_desktop.review.intake.profiles import (
    NAME,
    ROLE_FIELDS,
    ColumnRule,
    Profile,
    TableRule,
)


def profile_from_matching(
    name: str,
    matched: Mapping[str, str | None],
    *,
    base: Profile,
    spellings: Mapping[str, Mapping[str, str]] | None = None,
    label: str = "",
    sheet: str | None = None,
    date_formats: tuple[str, ...] = (),
) -> Profile:
    """A profile of one table, from a file's headers and the field that each was matched with.

    Args:
        name: what to call it; one of a shipped profile's name takes its place.
        matched: each header as written and its field, or None where it is left out.
        base: the profile whose date formats, asserted fields and readings of values it keeps.
        spellings: for a field, how a value is spelled in the file and what the extract would say.
        label: what people read; None = the name.
        sheet: the sheet's name, where only that one is to be read.
        date_formats: in place of the base's (`values.KNOWN_DATE_FORMATS`).

    Raises:
        RefusedError: a field is not one of the base's, is matched twice, or a required one is not.
    """
    _check_wish(name, base)
    rule = base.tables[0]
    headers = {key: header for header, key in matched.items() if key is not None}
    _check_matching(rule, matched)
    said = spellings or {}
    columns = {
        key: _column(rule.columns.get(key), key, headers[key], said.get(key, {}))
        for key in (field.key for field in ROLE_FIELDS[rule.role])
        if key in headers
    }
    sheets = () if sheet is None else (_as_pattern(sheet),)
    return Profile(
        name=name,
        label=label or name,
        tables=(TableRule(rule.role, columns, rule.required, sheets=sheets),),
        date_formats=date_formats or base.date_formats,
        asserted=base.asserted,
        words=base.words,
        words_of=base.words_of or (base.name if base.shipped and base.words.codes else ""),
        shipped=False,
    )


def _check_wish(name: str, base: Profile) -> None:
    """Refuse a name that cannot be a file's, and a base that is not of one table."""
    if not NAME.fullmatch(name):
        message = (
            f"“{name}” cannot be a profile's name: it was not made. Use letters, figures, spaces, "
            "dots and dashes."
        )
        raise RefusedError(message)
    if len(base.tables) != 1:
        message = (
            f"The shape {base.name} has more than one table: a profile cannot be made from it."
        )
        raise RefusedError(message)


def with_spelling(profile: Profile, key: str, spelling: str, value: str) -> Profile:
    """The profile, with one more spelling of a field's value.

    Raises:
        RefusedError: no table of the profile has such a column.
    """
    tables = tuple(
        replace(
            table,
            columns={
                **table.columns,
                key: replace(
                    table.columns[key], values={**table.columns[key].values, spelling: value}
                ),
            },
        )
        if key in table.columns
        else table
        for table in profile.tables
    )
    if tables == profile.tables:
        message = f"The profile {profile.name} has no column for {key}: nothing was added to it."
        raise RefusedError(message)
    words_of = profile.words_of or (profile.name if profile.words.codes else "")
    return replace(profile, tables=tables, words_of=words_of, shipped=False)


def save_profile(profile: Profile, folder: Path) -> Path:
    """Write a profile into a folder of profiles, in the place of one of its name.

    Raises:
        DiskError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{profile.name.casefold().replace(' ', '-')}.toml"
    write_private(path, profile_text(profile).encode("utf-8"))
    return path


def profile_text(profile: Profile) -> str:
    """A profile as the text of its TOML file."""
    lines = [f"name = {_text(profile.name)}", f"label = {_text(profile.label)}"]
    lines.append(f"date_formats = {_texts(profile.date_formats)}")
    if profile.asserted:
        lines.append(f"asserts = {_texts(sorted(profile.asserted))}")
    if profile.words_of:
        lines.append(f"words_of = {_text(profile.words_of)}")
    for table in profile.tables:
        lines += ["", f"[tables.{_text(table.role)}]"]
        lines.append(f"required = {_texts(table.required)}")
        if table.one_of:
            lines.append(f"one_of = {_texts(table.one_of)}")
        if table.without:
            lines.append(f"without = {_texts(table.without)}")
        if table.sheets:
            lines.append(f"sheets = {_texts(table.sheets)}")
        for column in table.columns.values():
            lines += _column_lines(table.role, column)
    return "\n".join(lines) + "\n"


def _check_matching(rule: TableRule, matched: Mapping[str, str | None]) -> None:
    known = {field.key for field in ROLE_FIELDS[rule.role]}
    counts = Counter(key for key in matched.values() if key is not None)
    for key, count in counts.items():
        if key not in known:
            message = f"{key} is not a field: the profile was not made. Choose one of the list."
            raise RefusedError(message)
        if count > 1:
            named = " and ".join(f"“{header}”" for header, one in matched.items() if one == key)
            message = (
                f"{named} are both matched with {key}: the profile was not made. "
                "Leave one of them out."
            )
            raise RefusedError(message)
    missing = [key for key in rule.required if key not in counts]
    if missing:
        message = (
            f"No column is matched with {' and '.join(missing)}: the profile was not made. "
            "Every row needs it."
        )
        raise RefusedError(message)


def _column(
    base: ColumnRule | None, key: str, header: str, spellings: Mapping[str, str]
) -> ColumnRule:
    if base is None:
        return ColumnRule(key, (header,), values=dict(spellings))
    return replace(base, headers=(header,), patterns=(), values={**base.values, **spellings})


def _as_pattern(sheet: str) -> str:
    """A regular expression that fits a sheet's name as it is, spaces and underscores alike."""
    return re.escape(" ".join(sheet.replace("_", " ").split()))


def _column_lines(role: str, column: ColumnRule) -> list[str]:
    where = f"tables.{_text(role)}.columns.{_text(column.key)}"
    lines = ["", f"[{where}]", f"headers = {_texts(column.headers)}"]
    if column.patterns:
        lines.append(f"patterns = {_texts(column.patterns)}")
    if column.only:
        lines.append("only = true")
    if column.words:
        lines.append("words = true")
    if column.less:
        lines.append(f"less = {column.less}")
    if column.values:
        lines += ["", f"[{where}.values]"]
        lines += [f"{_text(said)} = {_text(value)}" for said, value in column.values.items()]
    return lines


def _text(text: str) -> str:
    """A text as a TOML basic string, which differs from JSON's in one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(texts: tuple[str, ...] | list[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"
