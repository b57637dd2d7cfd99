"""CSV: bytes to records, by the encoding and delimiter rules of the caseload contract, section 4.

The encoding is never a statistical guess: the byte-order mark, then strict UTF-8, then
Windows-1252, which the report says.
"""

import codecs
import csv
import io
from itertools import islice
from typing import Final, NamedTuple

from ehp_desktop.models.errors import UnreadableFileError
from ehp_desktop.review.intake.tables import HEADER_WITHIN, MOST_ROWS, KnowsHeader, header_text

_HEAD: Final = 200_000  # characters, in which the header row is

DELIMITERS: Final = (",", ";", "\t", "|")

UTF_8: Final = "UTF-8"
UTF_16: Final = "UTF-16"
WINDOWS_1252: Final = "Windows-1252"

ENCODINGS: Final[dict[str, str]] = {
    UTF_8: "utf-8-sig",
    UTF_16: "utf-16",
    WINDOWS_1252: "cp1252",
    "ISO-8859-1": "iso8859-1",
    "ISO-8859-14 (Celtic)": "iso8859-14",
    "IBM850": "cp850",
    "Mac OS Roman": "mac-roman",
}
"""The encodings that a person may choose, with Python's name of each."""

_MARKS: Final = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF16_LE, UTF_16),
    (codecs.BOM_UTF16_BE, UTF_16),
)


class CsvRead(NamedTuple):
    """A CSV file's records; `broken`: those that cannot be split into cells, by row number."""

    encoding: str
    guessed: bool  # Windows-1252, for want of anything else
    rows: list[list[str]]
    broken: dict[int, str]


def read_csv(
    content: bytes, name: str, *, knows: KnowsHeader, encoding: str | None = None
) -> CsvRead:
    """The records of a CSV file; row 1 is the first record, blank ones counted.

    Args:
        content: the file's bytes.
        name: its name, for messages.
        knows: whether a header is known, which tells the delimiter.
        encoding: the one that a person chose, by a name of `ENCODINGS` or Python's own.

    Raises:
        UnreadableFileError: the bytes are not of the encoding, the file is empty or too long, or
            a quotation mark that is not closed swallows rows; the text says which, and the cure.
    """
    text, used = _decode(content, name, encoding)
    if not text.strip("\x00 \t\r\n\xa0\ufeff"):
        message = f"{name} is empty: nothing was read. Export it again."
        raise UnreadableFileError(message)
    if text.count("\x00") * 3 > len(text):
        message = (
            f"{name} was read as {used} and is full of NUL characters, as UTF-16 without its mark "
            f"is: nothing was read. Choose {UTF_16}, or save it as CSV UTF-8."
        )
        raise UnreadableFileError(message)
    rows, broken = _records(text, _delimiter(text, knows), name)
    guessed = used == WINDOWS_1252 and encoding is None
    return CsvRead(used, guessed, rows, broken)


def _decode(content: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    if encoding is not None:
        label, codec = _chosen(encoding)
        return _decoded(content, codec, label, name), label
    for mark, label in _MARKS:
        if content.startswith(mark):
            return _decoded(content, ENCODINGS[label], label, name), label
    try:
        return content.decode("utf-8"), UTF_8
    except UnicodeDecodeError:
        return _decoded(content, "cp1252", f"UTF-8 or {WINDOWS_1252}", name), WINDOWS_1252


def _decoded(content: bytes, codec: str, label: str, name: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = (
            f"{name} is not text in {label}: byte 0x{content[error.start]:02X} in line {line} "
            "means nothing there. Nothing was read. Save it as CSV UTF-8, or choose its encoding."
        )
        raise UnreadableFileError(message) from None


def _chosen(encoding: str) -> tuple[str, str]:
    """The label and codec of an encoding that a person names."""
    wanted = encoding.strip().casefold()
    try:
        codec = codecs.lookup(wanted).name
    except LookupError:
        codec = wanted
    codec = "utf-8-sig" if codec in ("utf-8", "utf-8-sig") else codec
    for label, python_name in ENCODINGS.items():
        if wanted == label.casefold() or codec == codecs.lookup(python_name).name:
            return label, python_name
    message = (
        f"“{encoding}” is not an encoding that can be chosen: nothing was read. "
        f"Choose one of {', '.join(ENCODINGS)}."
    )
    raise UnreadableFileError(message)


def _delimiter(text: str, knows: KnowsHeader) -> str:
    """The delimiter with which the header row has most known headers; else most cells."""
    best, best_score = DELIMITERS[0], (0, 0)
    for delimiter in DELIMITERS:
        rows = list(_lenient(text, delimiter))
        known = max((sum(map(knows, map(header_text, row))) for row in rows), default=0)
        score = (known if known > 1 else 0, sum(map(len, rows)))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _lenient(text: str, delimiter: str) -> list[list[str]]:
    """The first records, as far as they can be split: enough to see a header row."""
    reader = csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(islice(reader, HEADER_WITHIN))
    except csv.Error:
        return rows
    return rows


def _records(text: str, delimiter: str, name: str) -> tuple[list[list[str]], dict[int, str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    broken: dict[int, str] = {}
    try:
        rows = list(islice(reader, MOST_ROWS + 1))
    except csv.Error:
        rows, broken = _one_by_one(text, delimiter, name)
    if len(rows) > MOST_ROWS:
        message = (
            f"{name} has more than {MOST_ROWS:,} rows: nothing was read. Divide it into smaller "
            "files."
        )
        raise UnreadableFileError(message)
    return rows, broken


def _one_by_one(text: str, delimiter: str, name: str) -> tuple[list[list[str]], dict[int, str]]:
    """The records of a file in which some cannot be split; each such record is left empty.

    Raises:
        UnreadableFileError: such a record goes over several lines, so other rows may be in it.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    broken: dict[int, str] = {}
    while len(rows) <= MOST_ROWS:
        line = reader.line_num
        try:
            rows.append(next(reader))
        except StopIteration:
            break
        except csv.Error as error:
            if reader.line_num - line > 1:
                message = (
                    f"{name}: the quotation mark opened in row {len(rows) + 1} (line {line + 1}) "
                    f"is not closed properly by line {reader.line_num}, so the rows between "
                    "cannot be told apart. Nothing was read. Mend or export it again."
                )
                raise UnreadableFileError(message) from None
            rows.append([])
            broken[len(rows)] = str(error)
    return rows, broken
