"""A person's matching of columns with fields, and what comes of it; no Qt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ehp_desktop.models.fields import FIELD_BY_KEY, Field, FieldKind
from ehp_desktop.review.intake.previewing import LookedSheet
from ehp_desktop.review.intake.profile_making import profile_from_matching
from ehp_desktop.review.intake.profiles import ROLE_FIELDS, Profile

_NOT_A_NAME = re.compile(r"[^\w .-]+")
_CODE_KINDS = (FieldKind.PLACEMENT, FieldKind.LEGAL_STATUS, FieldKind.CEASED_REASON)
_LISTED_KINDS = (FieldKind.CHOICE, FieldKind.YES_NO)


@dataclass(frozen=True, slots=True)
class Matching:
    """One sheet of a file, and the field that each of its headers is matched with.

    `fields`: header -> field key; a header that is not in it is left out.
    """

    path: Path
    sheet: LookedSheet
    base: Profile
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def begun(cls, path: Path, sheet: LookedSheet, base: Profile) -> "Matching":
        """The matching that the nearest known profile makes, for a person to go on from."""
        name = _NOT_A_NAME.sub(" ", path.stem).strip(" .-_") or "layout"
        return cls(path, sheet, base, name[:80], _guessed(sheet, base))

    def matched_with(self, header: str, key: str | None) -> "Matching":
        """The same, with one header matched otherwise; None leaves it out."""
        others = {one: other for one, other in self.fields.items() if one != header}
        return replace(self, fields=others if key is None else {**others, header: key})

    def named(self, name: str) -> "Matching":
        """The same under another name."""
        return replace(self, name=name)

    def read_as(self, base: Profile) -> "Matching":
        """The same, with values read as another profile reads them."""
        known = {one.key for one in fields_of(base)}
        kept = {header: key for header, key in self.fields.items() if key in known}
        return replace(self, base=base, fields=kept or _guessed(self.sheet, base))

    def profile(self) -> Profile:
        """The profile that this makes.

        Raises:
            RefusedError: a field is matched twice, a required one is not, or the name is none.
        """
        headers = [column.header for column in self.sheet.columns]
        matched = {header: self.fields.get(header) for header in headers}
        return profile_from_matching(self.name, matched, base=self.base, sheet=self.sheet.sheet)


def one_table(profiles: Mapping[str, Profile]) -> list[Profile]:
    """The profiles from which another can be made: those of one table."""
    return [profile for profile in profiles.values() if len(profile.tables) == 1]


def fields_of(base: Profile) -> tuple[Field, ...]:
    """The fields with which a header can be matched."""
    return ROLE_FIELDS[base.tables[0].role]


def _guessed(sheet: LookedSheet, base: Profile) -> dict[str, str]:
    known = {one.key for one in fields_of(base)}
    guessed: dict[str, str] = {}
    for column in sheet.columns:
        key = base.tables[0].key_of(column.header) or column.field
        if key in known and key not in guessed.values():
            guessed[column.header] = key
    return guessed


def can_be_spelled(key: str | None, value: str | None) -> bool:
    """Whether a refused value can be taken for another spelling of something the field knows."""
    known = FIELD_BY_KEY.get(key or "")
    return bool(value) and known is not None and known.kind in (*_CODE_KINDS, *_LISTED_KINDS)
