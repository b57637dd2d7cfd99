"""Labels and values of fields as the child's panel and its forms say them."""

from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.fields import FIELD_BY_KEY, FieldKind, FieldValue, from_text
from ehp_desktop.review.code_labels import code_label
from ehp_desktop.review.language import Language, phrase
from ehp_desktop.review.wording import choice_words, label_words, value_words


class ValueWords:
    """Words for what is recorded, in one language and with one country's codes."""

    def __init__(self, language: Language, code_set: CodeSet) -> None:
        self._language = language
        self._code_set = code_set

    def label(self, key: str) -> str:
        """A field's label."""
        return label_words(key, self._language)

    def choice(self, key: str, choice: str) -> str:
        """One of the words or codes that a field may hold."""
        kind = FIELD_BY_KEY[key].kind
        if kind is FieldKind.YES_NO:
            return phrase(choice, self._language)
        if kind.code_kind is None:
            return choice_words(key, choice, self._language)
        label = phrase(code_label(self._code_set, kind.code_kind, choice), self._language)
        return f"{choice}, {label}"

    def say(self, key: str, value: FieldValue | None) -> str:
        """A recorded value; where there is none, that it is not recorded."""
        return value_words(key, value, self._language, self._code_set)

    def say_iso(self, key: str, value: str | int) -> str:
        """A value as the explanations give it: ISO dates, yes or no, pounds."""
        return self.say(key, from_text(FIELD_BY_KEY[key].kind, str(value)))
