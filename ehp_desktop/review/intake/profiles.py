"""Profiles: how a file of another shape becomes the fields kept (caseload contract, section 2).

A profile is data, a TOML file: which tables its files hold, which headers name a field, how
values are spelled, which date formats and which sheet, and which fields its file asserts. The
shipped ones are in resources/profiles; a folder may hold more, and one of the same name takes
the place of a shipped one.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Final

from ehp_desktop.models.errors import NotFoundError, UnreadableFileError
from ehp_desktop.models.fields import FIELDS, Field, FieldKind
from ehp_desktop.review.intake.values import DATE_FORMATS, KNOWN_DATE_FORMATS

CHILDREN: Final = "children"
OUTCOMES: Final = "outcomes"
HEADER: Final = "header"
EPISODES: Final = "episodes"
REVIEWS: Final = "reviews"

SHIPPED: Final = ("extract", "ssda903", "annex-a", "outcomes")
"""The profiles that come with the program."""

OUTCOME_KINDS: Final = (
    "care_order_discharged",
    "supervision_order_made",
    "special_guardianship_order",
    "child_arrangements_order",
    "application_refused",
    "application_withdrawn",
)
"""The court outcomes of the caseload contract, section 3."""

NAME: Final = re.compile(r"[\w][\w .-]{0,79}")
"""What a profile may be called: it is a file's name too."""

_CHILD_ID: Final = Field("child_id", FieldKind.TEXT, "Child ID")

ROLE_FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    CHILDREN: FIELDS,
    OUTCOMES: (
        _CHILD_ID,
        Field("kind", FieldKind.CHOICE, "Kind", OUTCOME_KINDS),
        Field("date", FieldKind.DATE, "Date"),
        Field("court", FieldKind.TEXT, "Court"),
        Field("case_number", FieldKind.TEXT, "Case number"),
    ),
    HEADER: (_CHILD_ID, Field("date_of_birth", FieldKind.DATE, "Date of birth")),
    EPISODES: (
        _CHILD_ID,
        Field("DECOM", FieldKind.DATE, "Start of the episode"),
        Field("DEC", FieldKind.DATE, "End of the episode"),
        Field("RNE", FieldKind.CHOICE, "Reason the episode began", ("S", "L", "P", "T", "U", "B")),
        Field("LS", FieldKind.LEGAL_STATUS, "Legal status"),
        Field("PLACE", FieldKind.PLACEMENT, "Placement type"),
        Field("REC", FieldKind.CEASED_REASON, "Reason the episode ended"),
    ),
    REVIEWS: (_CHILD_ID, Field("REVIEW", FieldKind.DATE, "Date of the review")),
}
"""What the tables of each role say, by the keys that messages name."""


def fold_header(text: str) -> str:
    """A header compared without regard to case, spaces, underscores and the shape of quotes."""
    for quote in '‘’´`“”"':
        text = text.replace(quote, "'")
    return "".join(text.casefold().replace("_", " ").split())


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """Which headers name a field, and how its values are spelled in this shape.

    `values`: a spelling (folded) to what the extract would say. `words`: a code may come with
    words that agree with it. `less`: what is taken from a whole number, never to under 0.
    """

    key: str
    headers: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    only: bool = False  # nothing but these spellings
    words: bool = False
    less: int = 0


@dataclass(frozen=True)
class TableRule:
    """One table of a shape: its role, its columns, what it must have and must not have."""

    role: str
    columns: Mapping[str, ColumnRule]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()  # at least one of these too; none = nothing more
    without: tuple[str, ...] = ()  # headers that tell a table of another kind
    sheets: tuple[str, ...] = ()  # patterns of the sheet's name; none = any

    @cached_property
    def _by_header(self) -> dict[str, str]:
        return {
            fold_header(header): key
            for key, column in self.columns.items()
            for header in column.headers
        }

    @cached_property
    def _by_pattern(self) -> list[tuple[re.Pattern[str], str]]:
        return [
            (re.compile(pattern, re.IGNORECASE), key)
            for key, column in self.columns.items()
            for pattern in column.patterns
        ]

    @cached_property
    def _answers(self) -> dict[str, str | None]:
        return {}  # the same headers are asked for again and again

    @cached_property
    def _without(self) -> frozenset[str]:
        return frozenset(map(fold_header, self.without))

    def key_of(self, header: str) -> str | None:
        """The field that a header names; None where it is not known."""
        if not header:
            return None
        if header not in self._answers:
            key = self._by_header.get(fold_header(header))
            if key is None:
                key = next((key for one, key in self._by_pattern if one.fullmatch(header)), None)
            self._answers[header] = key
        return self._answers[header]

    def excludes(self, header: str) -> bool:
        """Whether a header says that the table is of another kind."""
        return fold_header(header) in self._without

    def takes_sheet(self, sheet: str | None) -> bool:
        """Whether a sheet of this name is read; a CSV file has none, its headers decide."""
        if sheet is None or not self.sheets:
            return True
        name = " ".join(sheet.replace("_", " ").split())
        return any(re.fullmatch(pattern, name, re.IGNORECASE) for pattern in self.sheets)


@dataclass(frozen=True, slots=True)
class WordPatterns:
    """The words that may stand beside each code, by kind of code and code (regular expressions).

    `same`: words put for each other before comparing. `parts`: pieces named {so} in a pattern.
    """

    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def put_same(self, words: str) -> str:
        """Words with one wording put for the others that mean it."""
        for word, others in self.same.items():
            words = re.sub(rf"\b(?:{'|'.join(others)})\b", word, words)
        return " ".join(words.split())

    def patterns_of(self, kind: str) -> dict[str, re.Pattern[str]]:
        """For each code of a kind, the pattern that the whole of its words must fit.

        Raises:
            re.error: a pattern is not a regular expression.
        """
        found = {}
        for code, said in self.codes.get(kind, {}).items():
            pattern = "|".join(said)
            for name, part in self.parts.items():
                pattern = pattern.replace(f"{{{name}}}", part)
            found[code] = re.compile(pattern)
        return found


@dataclass(frozen=True, slots=True)
class Profile:
    """One shape of file."""

    name: str
    label: str
    tables: tuple[TableRule, ...]
    date_formats: tuple[str, ...] = DATE_FORMATS
    asserted: frozenset[str] = frozenset()
    words: WordPatterns = field(default_factory=WordPatterns)
    words_of: str = ""  # the shipped profile whose words these are, where they are another's
    shipped: bool = True

    def knows(self, header: str) -> bool:
        """Whether any of its tables knows a header."""
        return any(table.key_of(header) is not None for table in self.tables)

    def table(self, role: str) -> TableRule:
        """The rule of one role."""
        return next(table for table in self.tables if table.role == role)


def load_profiles(folder: Path | None = None) -> dict[str, Profile]:
    """The shipped profiles and those of a folder, by name.

    Raises:
        UnreadableFileError: a file of the folder is not a profile; the text says why.
    """
    found = {name: _shipped(name) for name in SHIPPED}
    for path in sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ():
        profile = load_profile(path)
        found[profile.name] = profile
    return found


def _shipped(name: str) -> Profile:
    shelf = resources.files("ehp_desktop.resources") / "profiles"
    text = (shelf / f"{name}.toml").read_text(encoding="utf-8")
    return _profile(tomllib.loads(text), shipped=True)


def load_profile(path: Path) -> Profile:
    """One profile from its file.

    Raises:
        UnreadableFileError: it cannot be read, or says something that a profile does not say.
    """
    try:
        return _profile(tomllib.loads(path.read_text(encoding="utf-8")), shipped=False)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        message = (
            f"The profile {path.name} cannot be used ({error}): nothing was read. "
            "Mend it, delete it, or make it again by matching columns."
        )
        raise UnreadableFileError(message) from None


def profile_named(profiles: Mapping[str, Profile], name: str) -> Profile:
    """A profile by its name.

    Raises:
        NotFoundError: there is none of that name.
    """
    wanted = name.strip().casefold()
    profile = next((one for one in profiles.values() if one.name.casefold() == wanted), None)
    if profile is None:
        message = (
            f"There is no profile “{name}”: nothing was read. Choose one of {', '.join(profiles)}."
        )
        raise NotFoundError(message)
    return profile


def _profile(said: Mapping[str, Any], *, shipped: bool) -> Profile:
    _only(said, "a profile", "name label date_formats asserts tables words words_of")
    formats = tuple(said.get("date_formats", DATE_FORMATS))
    for one in formats:
        if one not in KNOWN_DATE_FORMATS:
            message = f"date_formats: {one} is not one of {', '.join(KNOWN_DATE_FORMATS)}"
            raise ValueError(message)
    name = str(said["name"])
    words_of = str(said.get("words_of", ""))
    if words_of and words_of not in SHIPPED:
        message = f"words_of: {words_of} is not one of {', '.join(SHIPPED)}"
        raise ValueError(message)
    if not NAME.fullmatch(name):
        message = f"name: {name!r} is not letters, figures, spaces, dots and dashes"
        raise ValueError(message)
    profile = Profile(
        name=name,
        label=str(said.get("label", name)),
        tables=tuple(_table(role, rule) for role, rule in said["tables"].items()),
        date_formats=formats,
        asserted=frozenset(said.get("asserts", ())),
        words=_shipped(words_of).words
        if words_of
        else _words(said.get("words", {}), shipped=shipped),
        words_of=words_of,
        shipped=shipped,
    )
    if not profile.tables:
        message = "tables: there is none"
        raise ValueError(message)
    return profile


def _table(role: str, said: Mapping[str, Any]) -> TableRule:
    _only(said, f"tables.{role}", "required one_of without sheets every_field columns")
    fields = {one.key: one for one in ROLE_FIELDS[role]}
    columns: dict[str, ColumnRule] = {}
    if said.get("every_field", False):
        columns = {key: ColumnRule(key, (key, one.label)) for key, one in fields.items()}
    for key, rule in said.get("columns", {}).items():
        if key not in fields:
            message = f"tables.{role}.columns: {key} is not a field"
            raise ValueError(message)
        _only(rule, f"tables.{role}.columns.{key}", "headers patterns values only words less")
        columns[key] = ColumnRule(
            key,
            tuple(map(str, rule.get("headers", ()))),
            tuple(re.compile(str(one)).pattern for one in rule.get("patterns", ())),
            {str(spelling): str(value) for spelling, value in rule.get("values", {}).items()},
            bool(rule.get("only", False)),
            bool(rule.get("words", False)),
            int(rule.get("less", 0)),
        )
    required, one_of = tuple(said.get("required", ())), tuple(said.get("one_of", ()))
    for key in (*required, *one_of):
        if key not in columns:
            message = f"tables.{role}: {key} has no column"
            raise ValueError(message)
    without, sheets = tuple(said.get("without", ())), tuple(said.get("sheets", ()))
    return TableRule(role, columns, required, one_of, without, sheets)


def _words(said: Mapping[str, Any], *, shipped: bool) -> WordPatterns:
    _only(said, "words", "same parts codes")
    words = WordPatterns(
        {str(word): tuple(map(str, others)) for word, others in said.get("same", {}).items()},
        {str(name): str(part) for name, part in said.get("parts", {}).items()},
        {
            str(kind): {str(code): tuple(map(str, those)) for code, those in codes.items()}
            for kind, codes in said.get("codes", {}).items()
        },
    )
    if not shipped:  # a test looks through those that are
        words.put_same("")
        for kind in words.codes:
            words.patterns_of(kind)
    return words


def _only(said: Mapping[str, Any], where: str, known: str) -> None:
    unknown = sorted(set(said) - set(known.split()))
    if unknown:
        message = f"{where}: {', '.join(unknown)} means nothing there"
        raise ValueError(message)
