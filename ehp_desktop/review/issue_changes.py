"""What changed of a surgery between two of its snapshots: sentences, of no child but by id."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from ehp_desktop.review.language import Language, phrase, say_short_date

_PEOPLE: Final = (("chair", "Chair"), ("lawyer", "Lawyer"))
_MOVED: Final = "{name}: {after} (was {before})."


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any], language: Language = Language.ENGLISH
) -> tuple[str, ...]:
    """A sentence for each change from one snapshot of a surgery to a later one; none if alike.

    Free texts (place, apologies) are not repeated: a full name could have been written in them.
    """
    said: list[str] = []
    for name, words in (("date", "Date"), ("time", "Time"), ("minutes_per_case", "Minutes a case")):
        if before[name] != after[name]:
            said.append(_moved(words, before[name], after[name], language))
    for name, words in _PEOPLE:
        if before[name] != after[name]:
            said.append(_moved(words, before[name], after[name], language))
    if before["place"] != after["place"]:
        said.append(phrase("The place was changed.", language))
    if before["apologies"] != after["apologies"]:
        said.append(phrase("The apologies were changed.", language))
    return (*said, *_of_cases(before["cases"], after["cases"], language))


def _of_cases(before: list[str], after: list[str], language: Language) -> list[str]:
    said = []
    added = [one for one in after if one not in before]
    gone = [one for one in before if one not in after]
    if added:
        said.append(phrase("Cases added: {ids}.", language, ids=", ".join(added)))
    if gone:
        said.append(phrase("Cases taken off: {ids}.", language, ids=", ".join(gone)))
    if [one for one in before if one in after] != [one for one in after if one in before]:
        said.append(phrase("The order of the cases was changed.", language))
    return said


def _moved(words: str, before: object, after: object, language: Language) -> str:
    return phrase(
        _MOVED,
        language,
        name=phrase(words, language),
        before=_said(words, before, language),
        after=_said(words, after, language),
    )


def _said(words: str, value: object, language: Language) -> str:
    if value is None:
        return phrase("not recorded", language)
    if words == "Date":
        return say_short_date(dt.date.fromisoformat(str(value)), language)
    return str(value)
