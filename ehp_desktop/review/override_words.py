"""How an override is told wherever a result is shown: both values, who, when, why, until when."""

from typing import Final

from ehp_desktop.models.rows import OverrideRow
from ehp_desktop.review.language import Language, phrase, say_short_date, spoken_in
from ehp_desktop.review.life_words import ROLES
from ehp_desktop.review.overriding import Overridden
from ehp_desktop.review.wording import label_words, result_words
from ehp_desktop.review.words import Result

SET: Final = "Set to {result} by {name}, {role}, on {day}; worked out: {computed}"
SET_UNTIL: Final = (
    "Set to {result} by {name}, {role}, on {day}, until {until}; worked out: {computed}"
)
REASON: Final = "Reason: {reason}"
TO_CONFIRM: Final = "To be confirmed again, as this has changed since: {fields}"
CONFIRMED: Final = "Confirmed again by {name}, {role}, on {day}"
AS_WORKED_OUT: Final = "As worked out: {why}"


def override_words(overridden: Overridden, language: Language) -> str:
    """All that is said of an override that counts, without a full stop at the end.

    The reason stands as the lawyer wrote it, on one line: where names are not to be printed it is
    to be covered before. Why the computed result is what it is, `explanation.explain` says.
    """
    said = [_to_confirm(overridden, language)] if overridden.to_confirm else []
    said.append(_set(overridden, language))
    if overridden.confirmed is not None:
        said.append(_by(CONFIRMED, overridden.confirmed, language))
    reason = " ".join(overridden.row.reason.split()).removesuffix(".")
    said.append(phrase(REASON, language, reason=reason))
    return ". ".join(said)


def overridden_explanation(overridden: Overridden, why: str, language: Language) -> str:
    """What is said of an override, then why the facts alone give what they give."""
    worked_out = phrase(AS_WORKED_OUT, language, why=why)
    return f"{override_words(overridden, language)}. {worked_out}"


def _to_confirm(overridden: Overridden, language: Language) -> str:
    spoken = spoken_in(TO_CONFIRM, language)
    fields = ", ".join(label_words(one, spoken) for one in overridden.changed_fields)
    return phrase(TO_CONFIRM, language, fields=fields)


def _set(overridden: Overridden, language: Language) -> str:
    row = overridden.row
    sentence = SET if row.ends_on is None else SET_UNTIL
    spoken = spoken_in(sentence, language)
    until = "" if row.ends_on is None else say_short_date(row.ends_on, spoken)
    maker = overridden.maker
    return phrase(
        sentence,
        language,
        result=result_words(Result(row.result), spoken),
        computed=result_words(overridden.computed, spoken),
        name=maker.author,
        role=phrase(ROLES.get(maker.role, maker.role), spoken),
        day=say_short_date(row.made_on, spoken),
        until=until,
    )


def _by(sentence: str, row: OverrideRow, language: Language) -> str:
    spoken = spoken_in(sentence, language)
    role = phrase(ROLES.get(row.role, row.role), spoken)
    day = say_short_date(row.at.date(), spoken)
    return phrase(sentence, language, name=row.author, role=role, day=day)


def phrases() -> tuple[str, ...]:
    """Every English phrase of this module, for whoever keeps the Welsh."""
    return (SET, SET_UNTIL, REASON, TO_CONFIRM, CONFIRMED, AS_WORKED_OUT)
