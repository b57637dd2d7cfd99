"""A child, a field and a value as the lists of an import say them."""

from dataclasses import dataclass

from ehp_desktop.models.codes import CodeKind, CodeSet
from ehp_desktop.models.fields import FIELD_BY_KEY, FieldValue
from ehp_desktop.review.code_labels import code_label
from ehp_desktop.review.language import Language, phrase
from ehp_desktop.review.wording import label_words, value_words

_HISTORY = {"episodes": "Episodes of care", "reviews": "Statutory reviews"}
"""What a plan counts beside the fields of a child."""


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The words of fields and values, and those of what only a plan counts."""

    language: Language
    code_set: CodeSet

    def label(self, key: str) -> str:
        """A field's label."""
        if key in FIELD_BY_KEY:
            return label_words(key, self.language)
        return phrase(_HISTORY[key], self.language)

    def say(self, key: str, value: FieldValue | None) -> str:
        """A recorded value, or that it is not recorded; a number of episodes or reviews."""
        if key in FIELD_BY_KEY:
            return value_words(key, value, self.language, self.code_set)
        return str(value)

    def kind(self, outcome: str) -> str:
        """What kind of court outcome it is."""
        return phrase(outcome.replace("_", " "), self.language)


def child_words(forename: str | None, surname: str | None) -> str:
    """A child's name, as much of it as is recorded."""
    return " ".join(part for part in (forename, surname) if part)


def reason_words(code: str, code_set: CodeSet, language: Language) -> str:
    """A reason for leaving care: its code and what it means."""
    label = code_label(code_set, CodeKind.CEASED_REASON, code)
    return f"{code}: {phrase(label, language)}"
