"""A code alone, or one code with words that agree with it, as case systems spell them in Annex A.

Neither the leading code nor the words alone are safe (“H5 - Placed with own parents”): a code is
taken only when all of its words are words of that code, by the profile's patterns. Everything
else is refused, with both readings named. Source: the caseload contract, section 2.
"""

import re
from typing import Final

from ehp_desktop.models.codes import CodeKind, CodeSet, known_codes, sets_that_know
from ehp_desktop.models.fields import Field
from ehp_desktop.review.intake.profiles import WordPatterns
from ehp_desktop.review.intake.values import (
    Cell,
    Reader,
    ValueRefused,
    as_text,
    other_set_message,
    shown,
)

_LIST_PREFIX: Final = re.compile(r"[a-z]{1,2}\)\s*", re.IGNORECASE)
_TOKEN: Final = re.compile(r"(?<![^\W_])[A-Z][0-9]{1,2}[AB]?(?![^\W_])", re.IGNORECASE)
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_QUOTES: Final = re.compile(r"['‘’´`]")


class CodedWords:
    """The words of one kind of code, ready to be compared."""

    def __init__(self, kind: CodeKind, words: WordPatterns) -> None:
        self._kind = kind
        self._words = words
        self._patterns = words.patterns_of(kind.value)

    def codes_in(self, text: str) -> list[str]:
        """The different codes of either country's set that stand in a text, in order."""
        tokens = (token.upper() for token in _TOKEN.findall(text))
        return list(dict.fromkeys(one for one in tokens if sets_that_know(one, self._kind)))

    def words_beside(self, text: str, code: str) -> str:
        """What else a text says, beside a code and a list prefix."""
        without_prefix = _LIST_PREFIX.sub("", text, count=1) if _LIST_PREFIX.match(text) else text
        without_code = re.sub(
            rf"(?<![^\W_]){re.escape(code)}(?![^\W_])", " ", without_prefix, flags=re.IGNORECASE
        )
        words = _QUOTES.sub("", without_code.casefold()).replace("&", " and ")
        return self._words.put_same(" ".join(_NOT_WORDS.sub(" ", words).split()))

    def agree(self, words: str, code: str) -> bool:
        """Whether words, as `words_beside` gives them, are words of a code; none always are."""
        pattern = self._patterns.get(code)
        return not words or (pattern is not None and pattern.fullmatch(words) is not None)

    def codes_of(self, words: str, code_set: CodeSet) -> list[str]:
        """The codes of a set of which words could be the words."""
        known = sorted(known_codes(code_set, self._kind))
        return [code for code in known if words and self.agree(words, code)]


def coded_word_reader(field: Field, code_set: CodeSet, patterns: WordPatterns) -> Reader:
    """The reader of a column of codes with words."""
    kind = field.kind.code_kind
    if kind is None:
        message = f"{field.key} is not a code"
        raise ValueError(message)
    coded = CodedWords(kind, patterns)

    def read(raw: Cell) -> str | None:
        text = " ".join(as_text(raw).split())
        if not text:
            return None
        codes = coded.codes_in(text)
        if len(codes) != 1:
            raise ValueRefused(_not_one_code(text, codes, coded, code_set))
        words = coded.words_beside(text, codes[0])
        if not coded.agree(words, codes[0]):
            raise ValueRefused(_disagreement(text, codes[0], words, coded, code_set))
        if code_set not in sets_that_know(codes[0], kind):
            raise ValueRefused(other_set_message(codes[0], kind.value, code_set))
        return codes[0]

    return read


_CURE: Final = "Write the code that is meant, or add this spelling to the profile."


def _not_one_code(text: str, codes: list[str], coded: CodedWords, code_set: CodeSet) -> str:
    if codes:
        return f"“{shown(text)}” names more than one code ({' and '.join(codes)}). {_CURE}"
    meant = coded.codes_of(coded.words_beside(text, ""), code_set)
    reading = (
        f"its words could be those of {_any_of(meant)}" if meant else "its words are not known"
    )
    return f"“{shown(text)}” holds no code; {reading}. {_CURE}"


def _disagreement(text: str, code: str, words: str, coded: CodedWords, code_set: CodeSet) -> str:
    meant = coded.codes_of(words, code_set) or coded.codes_of(words, code_set.other)
    if meant:
        reading = f"its words are those of {_any_of(meant)}"
    else:
        reading = f"its words (“{shown(words)}”) are not known as words of {code}"
    return f"“{shown(text)}” holds the code {code}, but {reading}. {_CURE}"


def _any_of(codes: list[str]) -> str:
    return " or ".join(codes)
