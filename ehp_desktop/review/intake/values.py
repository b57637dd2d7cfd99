"""One cell of a file, or one text that a person typed, as the value of a field - or refused.

The types are those of the caseload contract, section 1. Nothing is ever guessed: what cannot be
read so is a `ValueRefused` that says what is wrong and what would be right.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from ehp_desktop.models.codes import CodeSet, known_codes, sets_that_know
from ehp_desktop.models.fields import Field, FieldKind, FieldValue
from ehp_desktop.review.language import Language, say_date

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None
"""What a reader gives for a cell: text from CSV, text, numbers, days and times from a workbook."""

Reader = Callable[[Cell], FieldValue | None]
"""Reads one cell; None = blank. Raises `ValueRefused`."""

LONGEST_TEXT: Final = 500
LARGEST_WHOLE: Final = 999
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?")
_WHOLE = re.compile(r"([0-9]+)(?:\.0+)?")
_MONEY = re.compile(r"£? ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?")
_NEGATIVE = re.compile(r"£? ?[-−(] ?£? ?[0-9,.]+\)?|£? ?[0-9,.]+-")
_TWO_DIGIT_YEAR = re.compile(
    r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}|[0-9]{1,2}[- ][A-Za-z]{3,9}[- ][0-9]{2}"
)
_LAST_SERIAL: Final = 2_958_465  # 31 December 9999
_DIGITS_KEPT: Final = 15  # a spreadsheet keeps no more of a number
_POUNDS_DIGITS: Final = 9

_MONTHS = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_DATE_FORMATS: Final[dict[str, re.Pattern[str]]] = {
    "dd/mm/yyyy": re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})"),
    "yyyy-mm-dd": re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"),
    "yyyy/mm/dd": re.compile(r"(?P<y>[0-9]{4})/(?P<m>[0-9]{2})/(?P<d>[0-9]{2})"),
    "dd-Mon-yyyy": re.compile(r"(?P<d>[0-9]{2})-(?P<m>[A-Za-z]{3})-(?P<y>[0-9]{4})"),
    "dd.mm.yyyy": re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})"),
    "dd-mm-yyyy": re.compile(r"(?P<d>[0-9]{1,2})-(?P<m>[0-9]{1,2})-(?P<y>[0-9]{4})"),
    "dd Mon yyyy": re.compile(r"(?P<d>[0-9]{1,2}) (?P<m>[A-Za-z]{3}) (?P<y>[0-9]{4})"),
    "yyyymmdd": re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    "dd/mm/yyyy hh:mm": re.compile(
        r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4}) [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
    ),
    "yyyy-mm-dd hh:mm": re.compile(
        r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.0+)?)?Z?"
    ),
}
KNOWN_DATE_FORMATS: Final = tuple(_DATE_FORMATS)
"""The formats that a profile may name; day before month, always."""

DATE_FORMATS: Final = ("dd/mm/yyyy", "yyyy-mm-dd", "yyyy/mm/dd", "dd-Mon-yyyy")
"""The formats of the contract; d/m/yyyy is read with the first."""

SET_NAMES: Final = {
    CodeSet.WALES: "the Welsh census (wales)",
    CodeSet.ENGLAND: "England's SSDA903 (england)",
}

_YES_NO: Final = {
    **dict.fromkeys(("yes", "y", "true", "1", "a) yes", "a)yes"), True),
    **dict.fromkeys(("no", "n", "false", "0", "b) no", "b)no"), False),
}


class ValueRefused(ValueError):  # noqa: N818 - the name agreed between the parts
    """A value cannot be taken; the text says what is wrong and what would be right."""


def parse_value(
    field: Field, raw: Cell, code_set: CodeSet, formats: Sequence[str] = DATE_FORMATS
) -> FieldValue | None:
    """A cell as a field's value; None where it is blank (contract, section 1).

    Raises:
        ValueRefused: it cannot be read as this field's kind of value.
    """
    return value_reader(field, code_set, formats)(raw)


def value_reader(field: Field, code_set: CodeSet, formats: Sequence[str] = DATE_FORMATS) -> Reader:
    """The reader of one field's cells, for a whole column."""
    kind = field.kind
    if kind is FieldKind.DATE:
        return date_reader(formats)
    if kind is FieldKind.CHOICE:
        return _choice_reader(field)
    if kind is FieldKind.CHOICES:
        return _choices_reader(field)
    if kind.code_kind is not None:
        return _code_reader(field, code_set)
    return _PLAIN_READERS[kind]


def shown(raw: Cell) -> str:
    """A cell as a message quotes it: short, without control characters."""
    text = as_text(raw)
    text = _CONTROL.sub("�", text)
    return text if len(text) <= 60 else f"{text[:57]}..."


def as_text(raw: Cell) -> str:
    """A cell as text, trimmed, whole numbers without decimals: for messages and value maps."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw.replace("\xa0", " ").strip()
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    return raw.isoformat() if isinstance(raw, dt.date | dt.time) else str(raw)


def fold_words(text: str) -> str:
    """Words compared without regard to case, spaces or underscores."""
    return "_".join(text.casefold().replace("_", " ").split())


def read_text(raw: Cell) -> str | None:
    """Text: trimmed, NBSP a space, NFC; no control characters, at most 500 characters."""
    if isinstance(raw, str):
        text = raw.strip(" \t\r\n\xa0")
        if text.isascii() and text.isprintable() and len(text) <= LONGEST_TEXT:
            return text or None
        return _unusual_text(text)
    if raw is None:
        return None
    if isinstance(raw, bool):
        return as_text(raw)
    if isinstance(raw, int | float):
        return _number_as_text(raw)
    message = (
        f"“{shown(raw)}” is a date or time cell in a column of text, so what was written there is "
        "not known. Format the column as text and write it again."
    )
    raise ValueRefused(message)


def _unusual_text(text: str) -> str | None:
    found = _CONTROL.search(text)
    if found:
        message = (
            f"The text holds a control character (U+{ord(found.group()):04X}), such as a line "
            "break or a tab. Write it on one line, without it."
        )
        raise ValueRefused(message)
    text = unicodedata.normalize("NFC", text.replace("\xa0", " ")).strip()
    if len(text) > LONGEST_TEXT:
        message = (
            f"The text has {len(text)} characters; at most {LONGEST_TEXT} are kept. Shorten it."
        )
        raise ValueRefused(message)
    return text or None


def _number_as_text(raw: float) -> str:
    text = as_text(raw)
    if "e" in text or sum(char.isdigit() for char in text) > _DIGITS_KEPT:
        message = (
            f"“{text}” is a number of more than {_DIGITS_KEPT} digits, of which the spreadsheet "
            "has kept only the first. Format the column as text and write it again."
        )
        raise ValueRefused(message)
    return text


def date_reader(formats: Sequence[str] = DATE_FORMATS) -> Reader:
    """A reader of days in these formats, and of real date cells."""
    patterns = [_DATE_FORMATS[name] for name in formats]

    def read(raw: Cell) -> dt.date | None:
        if isinstance(raw, str):
            text = raw.strip()
            if not text:
                return None
            for pattern in patterns:
                found = pattern.fullmatch(text)
                if found:
                    return _day(text, found["d"], found["m"], found["y"])
            return _not_a_date(text)
        if raw is None:
            return None
        if isinstance(raw, dt.datetime):
            return _in_range(raw.date(), as_text(raw))
        if isinstance(raw, dt.date):
            return _in_range(raw, as_text(raw))
        return _not_a_date(as_text(raw))

    return read


def _day(text: str, day: str, month: str, year: str) -> dt.date:
    number = int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)
    try:
        found = dt.date(int(year), number, int(day))
    except ValueError:
        message = (
            f"“{text}” is not a day of the calendar (the day comes before the month). "
            "Look up the right day, and write it as dd/mm/yyyy."
        )
        raise ValueRefused(message) from None
    return _in_range(found, text)


def _in_range(day: dt.date, text: str) -> dt.date:
    if EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return day
    message = (
        f"“{text}” is in the year {day.year}; dates are kept from {EARLIEST_YEAR} to "
        f"{LATEST_YEAR}. Write the date that is meant, or leave it blank."
    )
    raise ValueRefused(message)


def _not_a_date(text: str) -> dt.date:
    cure = "Write it as dd/mm/yyyy or yyyy-mm-dd."
    if _TWO_DIGIT_YEAR.fullmatch(text):
        message = f"“{shown(text)}” has a two-digit year. Write the year with four digits."
    elif _WHOLE.fullmatch(text) and 1 <= int(text.split(".")[0][:12]) <= _LAST_SERIAL:
        day = say_date(_serial_day(int(text.split(".")[0])), Language.ENGLISH)
        message = (
            f"“{text}” is a number, not a date; as a spreadsheet's serial number it would be "
            f"{day}. Format the column as a date, or write it as dd/mm/yyyy."
        )
    elif _NUMBER.fullmatch(text):
        message = f"“{shown(text)}” is a number, not a date. {cure}"
    else:
        message = f"“{shown(text)}” is not a date that can be read. {cure}"
    raise ValueRefused(message)


def _serial_day(number: int) -> dt.date:
    """The day of a spreadsheet serial; below 60 it counts without its 29 February 1900."""
    epoch = dt.date(1899, 12, 31) if number < 60 else dt.date(1899, 12, 30)
    return epoch + dt.timedelta(days=number)


def _read_yes_no(raw: Cell) -> bool | None:
    text = as_text(raw)
    if not text:
        return None
    answer = _YES_NO.get(" ".join(text.lower().split()))
    if answer is None:
        message = f"“{shown(text)}” is neither yes nor no. Write yes or no."
        raise ValueRefused(message)
    return answer


def _read_whole(raw: Cell) -> int | None:
    text = as_text(raw)
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if not found or len(found[1].lstrip("0")) > 3:
        message = (
            f"“{shown(text)}” is not a whole number from 0 to {LARGEST_WHOLE}. "
            "Write it in digits, without decimals."
        )
        raise ValueRefused(message)
    return int(found[1])


def _read_money(raw: Cell) -> int | None:
    """Pence."""
    text = as_text(raw)
    if isinstance(raw, float) and not raw.is_integer():
        text = format(raw, ".15g")  # as the spreadsheet shows it, without the float's noise
    if not text:
        return None
    found = _MONEY.fullmatch(text)
    if found and len(found[1].replace(",", "")) <= _POUNDS_DIGITS:
        pence = (found[2] or "").ljust(2, "0")
        return int(found[1].replace(",", "")) * 100 + int(pence)
    if _NEGATIVE.fullmatch(text):
        message = f"“{shown(text)}” is negative. Write what is paid, without a minus."
    else:
        message = (
            f"“{shown(text)}” is not an amount in pounds. Write it as 1234.56 or £1,234.56, "
            "with at most two decimals."
        )
    raise ValueRefused(message)


_PLAIN_READERS: Final[dict[FieldKind, Reader]] = {
    FieldKind.TEXT: read_text,
    FieldKind.YES_NO: _read_yes_no,
    FieldKind.WHOLE: _read_whole,
    FieldKind.MONEY: _read_money,
}


def _choice_reader(field: Field) -> Reader:
    choices = {fold_words(choice): choice for choice in field.choices}

    def read(raw: Cell) -> str | None:
        text = as_text(raw)
        if not text:
            return None
        choice = choices.get(fold_words(text))
        if choice is None:
            message = f"“{shown(text)}” is not one of: {', '.join(field.choices)}. Write one."
            raise ValueRefused(message)
        return choice

    return read


def _choices_reader(field: Field) -> Reader:
    one = _choice_reader(field)

    def read(raw: Cell) -> str | None:
        chosen = {one(part) for part in as_text(raw).split(";")}
        return ";".join(choice for choice in field.choices if choice in chosen) or None

    return read


def _code_reader(field: Field, code_set: CodeSet) -> Reader:
    kind = field.kind.code_kind
    if kind is None:
        message = f"{field.key} is not a code"
        raise ValueError(message)
    known = known_codes(code_set, kind)

    def read(raw: Cell) -> str | None:
        code = as_text(raw).upper()
        if code in known:
            return code
        if not code:
            return None
        if sets_that_know(code, kind):
            message = other_set_message(code, kind.value, code_set)
        else:
            message = (
                f"“{shown(code)}” is not a {kind.value} code of {SET_NAMES[CodeSet.WALES]} or of "
                f"{SET_NAMES[CodeSet.ENGLAND]}. Write a code that {SET_NAMES[code_set]} knows."
            )
        raise ValueRefused(message)

    return read


def other_set_message(code: str, kind: str, code_set: CodeSet) -> str:
    """What is said of a code that only the other country's set knows."""
    return (
        f"“{code}” is a {kind} code of {SET_NAMES[code_set.other]}, and this store keeps those of "
        f"{SET_NAMES[code_set]}. A store of one set takes no child of the other: import it into a "
        f"store made with --code-set {code_set.other.value}."
    )


def say_rows(numbers: Sequence[int]) -> str:
    """Row 3; rows 3 and 4; rows 3, 4 and 9."""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    return f"rows {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
